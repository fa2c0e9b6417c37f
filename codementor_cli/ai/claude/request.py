"""The request to Claude: rendered texts, and the settings of each kind of question. Pure but for the prompts' files."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any, NamedTuple

from codementor_cli.ai.rendering import render
from codementor_cli.domain.mentor.mentoring import MentorKind, MentorRequest, Prompt, PromptTexts


class _Size(NamedTuple):
    """How much one kind of answer may take."""

    max_tokens: int
    """Thinking counts too."""
    effort: str
    """``low``, ``medium`` or ``high``."""


_SIZES = MappingProxyType(
    {
        # Source of the figures: 160 words are some 400 tokens; thinking counts too, and takes a few times as many.
        MentorKind.HINT: _Size(4096, "low"),
        MentorKind.HINTS: _Size(4096, "low"),
        MentorKind.REVIEW: _Size(8192, "medium"),
        MentorKind.ANALYSIS: _Size(8192, "medium"),
        MentorKind.REPAIR: _Size(8192, "low"),
    }
)
_CHARACTERS_PER_TOKEN = 2
"""Few, so that the estimate is an upper one: English and code take three to four."""
_STRICTER_FACTOR = 2
"""A second try may take this many times the tokens: the first may have been cut for want of them."""


def claude_prompt(request: MentorRequest, model: str) -> Prompt:
    """Return exactly what would be sent.

    Args:
        request: The question.
        model: The model where the request names none.
    """
    texts = render(request)
    max_tokens, effort = _SIZES[request.kind]
    size = _Size(max_tokens * (_STRICTER_FACTOR if request.stricter else 1), effort)
    body = _body(texts, request.model or model, size)
    return Prompt(
        kind=request.kind,
        texts=texts,
        body=body,
        model=request.model or model,
        settings=f"effort {effort}, at most {size.max_tokens} tokens",
        most_tokens=len(json.dumps(body)) // _CHARACTERS_PER_TOKEN + size.max_tokens,
    )


def _body(texts: PromptTexts, model: str, size: _Size) -> dict[str, Any]:
    """Return the body of the request.

    The breakpoint for the cache comes after the challenge: rules and challenge stay the same from hint to hint.
    """
    blocks = [
        {"type": "text", "text": texts.shared, "cache_control": {"type": "ephemeral"}},
        {"type": "text", "text": texts.packet},
        {"type": "text", "text": texts.task},
    ]
    return {
        "model": model,
        "max_tokens": size.max_tokens,
        "system": [{"type": "text", "text": texts.system}],
        "messages": [{"role": "user", "content": blocks}],
        "output_config": {
            "effort": size.effort,
            "format": {"type": "json_schema", "schema": dict(texts.schema)},
        },
    }
