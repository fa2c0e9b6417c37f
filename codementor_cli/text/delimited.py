"""Pieces of text between two signs, like quotes and comments, found in linear time even where many are never closed.

A regular expression that looks for a closing sign from each opening one takes quadratic time where there is none: a
file of a mebibyte then takes hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping


def pieces(
    text: str, pattern: re.Pattern[str], bodies: Mapping[str, re.Pattern[str]]
) -> Iterator[tuple[str, int, int]]:
    """Yield the name of the group that matched, with start and end, from left to right.

    Args:
        text: Any text.
        pattern: What is looked for, each alternative a named group. One that matches a key of ``bodies`` opens a piece.
        bodies: By opening sign, a pattern that matches from that sign on as far as the piece goes, with a group
            ``close`` for the closing sign, which may be missing. A body that starts within another one, at the same
            sign, must end where that one ends: then none of these is closed either, and they are not looked at.
    """
    position = 0
    open_until: dict[str, int] = {}
    while found := pattern.search(text, position):
        name, sign, start = str(found.lastgroup), found[0], found.start()
        body = bodies.get(sign)
        if body is None:
            position = found.end()
            yield name, start, position
            continue
        position = start + 1
        if start < open_until.get(sign, 0):
            continue
        piece = body.match(text, start)
        if piece is None or piece["close"] is None:
            open_until[sign] = piece.end() if piece else position
        else:
            position = piece.end()
            yield name, start, position
