"""Excerpts: text and output cut to a length, with ``…`` where something was cut."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from codementor_cli.text.untrusted import escaped, escaped_lines

MARK = "…"
"""Stands where text was cut."""
_QUOTED_CHARACTERS = 60
"""Longest excerpt inside a sentence."""


def shortened(text: str, limit: int) -> str:
    """Return text of at most ``limit`` characters, the mark at its end where it is longer."""
    return text if len(text) <= limit else text[: limit - 1] + MARK


def brief(text: str) -> str:
    """Return the start of a name on one line."""
    return escaped(text if len(text) <= _QUOTED_CHARACTERS else text[:_QUOTED_CHARACTERS] + MARK)


def excerpt(data: bytes, limit: int = _QUOTED_CHARACTERS) -> str:
    """Return the head of some output on one line."""
    return shortened(escaped(data[: 4 * limit + 4].decode(errors="backslashreplace")), limit)


def quoted(data: bytes, limit: int = _QUOTED_CHARACTERS) -> str:
    """Return ``excerpt`` in double quotes."""
    return f'"{excerpt(data, limit)}"'


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
    """Return the start of a text that takes at most ``limit`` characters (3 or more) when sent."""
    kept = text[:limit]
    if len(kept) == len(text) and sent_length(kept) <= limit:
        return kept
    while kept and sent_length(kept) + len(MARK) > limit:
        kept = kept[: -max(1, (sent_length(kept) + len(MARK) - limit) // 6)]
    return kept + MARK


def tail(text: str, limit: int) -> str:
    """Return the end of a text in the same way."""
    return head(text[::-1], limit)[::-1]


def decoded(data: bytes, limit: int) -> str:
    r"""Return the head of some bytes as text, ``limit`` characters at most when sent; others than UTF-8 as ``\xff``."""
    text = escaped_lines(data[: 4 * limit + 4].decode(errors="backslashreplace"))
    cut = len(data) > 4 * limit + 4
    return head(text + MARK if cut else text, limit)
