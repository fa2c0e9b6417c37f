"""The JSON Schema that a model's answer keeps to, derived from the answer's own types. Pure."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from codementor_cli.domain.mentor.answer import Analysis, Hint, Hints, Repair, Review
from codementor_cli.domain.mentor.answer_json import KEYS
from codementor_cli.domain.mentor.mentoring import MentorKind

_ANSWERS: dict[MentorKind, type] = {
    MentorKind.HINT: Hint,
    MentorKind.HINTS: Hints,
    MentorKind.REVIEW: Review,
    MentorKind.ANALYSIS: Analysis,
    MentorKind.REPAIR: Repair,
}
_TYPES = {str: "string", int: "integer", float: "number"}
_DESCRIPTIONS = {
    ("Hint", "hint"): "80 to 160 words, ending with a question or one thing to do.",
    ("Hint", "confidence"): "0 to 1.",
    ("Hint", "suggested_approach"): "One sentence.",
    ("Hint", "next_steps"): "One to three.",
    ("Hints", "hints"): "Two to four, level by level.",
    ("LevelHint", "level"): "1 to 4.",
    ("LevelHint", "line"): "A line of the main file; 0 for the whole file.",
    ("Review", "overall_score"): "0 to 100.",
    ("Review", "suggestions"): "At most eight.",
    ("Suggestion", "line"): "A line of the main file; 0 for the whole file.",
    ("Analysis", "findings"): "At most eight.",
    ("Finding", "line"): "A line of the main file; 0 for the whole file.",
    ("Repair", "code"): "The whole main file.",
}


def answer_schema(kind: MentorKind) -> dict[str, Any]:
    """Return the schema of one kind of answer."""
    return _object(_ANSWERS[kind])


def _object(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {
        KEYS.get(each.name, each.name): _described(kind, each.name, _value(hints[each.name])) for each in fields(kind)
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _described(kind: type, name: str, schema: dict[str, Any]) -> dict[str, Any]:
    text = _DESCRIPTIONS.get((kind.__name__, name))
    return schema if text is None else {"type": schema.pop("type"), "description": text, **schema}


def _value(kind: Any) -> dict[str, Any]:
    if kind in _TYPES:
        return {"type": _TYPES[kind]}
    if get_args(kind):
        return {"type": "array", "items": _value(get_args(kind)[0])}
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [str(each) for each in kind]}
    return _object(kind)
