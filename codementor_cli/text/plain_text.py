"""Text of others, made plain: printable, capped, and measured as it is sent."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from codementor_cli.text import invisible

_WANTED = "\n\t"

MARK = "…"
"""Stands where text was cut."""


def escaped(text: str) -> str:
    r"""Return text in which every character shows itself: others than line feed and tab come out as ``\x1b``."""
    return invisible.escaped(text, keep=_WANTED)


def stripped(text: str) -> str:
    """Return text without the characters that do not show, and without white space around it."""
    text = text.replace("\r\n", "\n")
    if not invisible.all_show(text):
        text = "".join(each for each in text if invisible.shows(each) or each in _WANTED)
    return text.strip()


def sent_length(text: str) -> int:
    r"""Return how many characters a text takes as a JSON string: a line feed is ``\n``, two of them."""
    return len(json.dumps(text, ensure_ascii=False))


def total_sent_length(value: Any) -> int:
    """Return how many characters all texts of a value take when sent."""
    if isinstance(value, str):
        return sent_length(value)
    if isinstance(value, tuple):
        return sum(map(total_sent_length, value))
    if is_dataclass(value):
        return sum(total_sent_length(getattr(value, each.name)) for each in fields(value))
    return 0


def head(text: str, limit: int) -> str:
    """Return the start of a text that takes at most so many characters when sent, marked where it was cut.

    Args:
        text: Of any length.
        limit: 3 or more.
    """
    kept = text[:limit]
    if len(kept) == len(text) and sent_length(kept) <= limit:
        return kept
    while kept and sent_length(kept) + len(MARK) > limit:
        kept = kept[: -max(1, (sent_length(kept) + len(MARK) - limit) // 6)]
    return kept + MARK


def tail(text: str, limit: int) -> str:
    """Return the end of a text in the same way."""
    kept = text[-limit:]
    if len(kept) == len(text) and sent_length(kept) <= limit:
        return kept
    while kept and sent_length(kept) + len(MARK) > limit:
        kept = kept[max(1, (sent_length(kept) + len(MARK) - limit) // 6) :]
    return MARK + kept


def decoded(data: bytes, limit: int) -> str:
    r"""Return the head of some bytes as text, at most so many when sent; bytes that are not UTF-8 as ``\xff``."""
    text = escaped(data[: 4 * limit + 4].decode(errors="backslashreplace"))
    cut = len(data) > 4 * limit + 4
    return head(text + MARK if cut else text, limit)
