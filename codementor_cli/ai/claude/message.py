"""The body of an answer, read by hand: it may be a login page, half a message, or another program's JSON.

Source: the API's reference on messages. The SDK would build an object of anything: text of a page, ``None`` for every
field that is missing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from codementor_cli.ai.claude.faults import Claude, fault
from codementor_cli.errors import MentorFailure

_WHOLE = frozenset({"end_turn", "stop_sequence"})
_CUT = frozenset({"max_tokens", "model_context_window_exceeded"})
_INPUT_COUNTS = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The content of a whole answer."""

    text: str
    model: str
    input_tokens: int
    output_tokens: int


def read_message(body: bytes, content_type: str, claude: Claude) -> Message:
    """Return the answer in a successful response.

    Raises:
        MentorFault: It is none, or not a whole one.
    """
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise fault(MentorFailure.WRONG_SERVICE, f"Something other than Claude answers at {claude.host}.")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise fault(MentorFailure.MALFORMED, "Claude's answer is not whole: broken JSON.") from error
    if not isinstance(value, dict) or value.get("type") != "message" or not isinstance(value.get("content"), list):
        raise fault(MentorFailure.WRONG_SERVICE, f"What answers at {claude.host} is not a message of Claude's.")
    _check_ending(value, claude)
    text = _text(value["content"])
    if not text.strip():
        raise fault(MentorFailure.MALFORMED, "Claude's answer is empty.")
    model, usage = value.get("model"), value.get("usage")
    return Message(
        text=text,
        model=claude.scrubbed(model) if isinstance(model, str) else "",
        input_tokens=sum(_count(usage, name) for name in _INPUT_COUNTS),
        output_tokens=_count(usage, "output_tokens"),
    )


def _check_ending(value: dict[str, Any], claude: Claude) -> None:
    reason = value.get("stop_reason")
    if reason == "refusal":
        details = value.get("stop_details")
        category = details.get("category") if isinstance(details, dict) else None
        why = f" ({claude.scrubbed(category)})" if isinstance(category, str) else ""
        raise fault(MentorFailure.REFUSED, f"Claude declined to answer{why}.")
    if isinstance(reason, str) and reason in _CUT:
        raise fault(MentorFailure.TRUNCATED, "Claude's answer was cut: it grew longer than allowed.")
    if not isinstance(reason, str) or reason not in _WHOLE:
        raise fault(MentorFailure.MALFORMED, "Claude's answer is not whole: it says no end.")


def _text(content: list[Any]) -> str:
    """Return the text blocks together; thinking comes in blocks of its own, before them."""
    blocks = [each for each in content if isinstance(each, dict) and each.get("type") == "text"]
    return "".join(each["text"] for each in blocks if isinstance(each.get("text"), str))


def _count(usage: Any, name: str) -> int:
    found = usage.get(name) if isinstance(usage, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else 0
