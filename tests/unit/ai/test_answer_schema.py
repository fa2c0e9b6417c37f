from __future__ import annotations

import json

from codementor_cli.ai.answer_schema import _DESCRIPTIONS, answer_schema
from codementor_cli.domain.mentor.mentoring import MentorKind


def test_every_description_is_in_a_schema() -> None:
    schemas = json.dumps([answer_schema(kind) for kind in MentorKind])
    assert [text for text in _DESCRIPTIONS.values() if text not in schemas] == []


def test_nested_answers_have_their_own_required_keys() -> None:
    complexity = answer_schema(MentorKind.ANALYSIS)["properties"]["complexity"]
    assert complexity == {
        "type": "object",
        "additionalProperties": False,
        "required": ["time", "space", "reason"],
        "properties": {name: {"type": "string"} for name in ("time", "space", "reason")},
    }
