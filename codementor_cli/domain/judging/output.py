"""Reads program output piece by piece, so that a large output never becomes millions of objects.

All functions work on bytes: an invalid UTF-8 sequence equals only itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, zip_longest

WINDOW_CHARACTERS = 200
"""Longest excerpt of a line that is kept for people."""

_BEFORE = 80
_AFTER = WINDOW_CHARACTERS - _BEFORE - 2
_BLOCK_BYTES = 1 << 16
_LONG_LINE_BYTES = 1 << 20
_WHITE_SPACE = b" \t\n\r\v\f"
"""The bytes that ``bytes.rstrip`` removes. Source: Python's documentation, bytes.isspace."""
_CONTINUATION = bytes(range(0x80, 0xC0))
_SPACE = re.compile(rb"\s")
_TOKEN = re.compile(rb"\S+")


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line of the expected and one of the actual output that should match."""

    number: int
    """1-based."""
    expected: bytes | None
    """None: the expected output has ended before."""
    actual: bytes | None


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """The place of a token."""

    line: int
    """1-based number of its line."""
    text: bytes
    """The whole line."""
    offset: int
    """0-based byte in that line."""
    token: bytes


def lines(data: bytes) -> Iterator[bytes]:
    """Yield the lines without their trailing white space (CR is white space)."""
    if len(data) > _LONG_LINE_BYTES and data.find(b"\n", 0, _LONG_LINE_BYTES) < 0:
        return _long_lines(data)
    return map(bytes.rstrip, BytesIO(data))


def _long_lines(data: bytes) -> Iterator[bytes]:
    """Yield lines and copy each once: a line may be the whole output, and two copies are too much."""
    start = 0
    while start < len(data):
        found = data.find(b"\n", start)
        end = last = len(data) if found < 0 else found
        while last > start and data[last - 1] in _WHITE_SPACE:
            last -= 1
        yield data[start:last]
        start = end + 1


def raw_lines(data: bytes) -> Iterator[bytes]:
    r"""Yield the lines as they are, without ``\n``."""
    return (line.removesuffix(b"\n") for line in BytesIO(data))


def line_count(data: bytes) -> int:
    """Count the lines, trailing empty ones left out."""
    last = 0
    for number, line in enumerate(lines(data), 1):
        if line:
            last = number
    return last


def tokens(data: bytes, start: int = 0) -> Iterator[bytes]:
    """Yield the tokens between ASCII white space, from an offset on."""
    while start < len(data):
        space = _SPACE.search(data, start + _BLOCK_BYTES)
        end = space.start() if space else len(data)
        yield from data[start:end].split()
        start = end


def same_tokens(expected: bytes, actual: bytes) -> bool:
    """Whether both have the same tokens."""
    return all(one == other for one, other in zip_longest(tokens(expected), tokens(actual)))


def first_different_line(expected: Iterator[bytes], actual: Iterator[bytes]) -> LinePair | None:
    """Return the first lines that differ; an empty line is equal to a missing one."""
    for number, (one, other) in enumerate(zip_longest(expected, actual), 1):
        if one != other and (one or other):
            return LinePair(number, one, other)
    return None


def from_line(data: bytes, number: int) -> bytes:
    """Return the output from the line of this 1-based number on."""
    return data[sum(map(len, islice(BytesIO(data), number - 1))) :]


def token_place(data: bytes, index: int, offset: int = 0) -> TokenPlace | None:
    """Return the place of the token of this 0-based index, counted from an offset; None where there are fewer."""
    match = next(islice(_TOKEN.finditer(data, offset), index, None), None)
    if match is None:
        return None
    start = data.rfind(b"\n", 0, match.start()) + 1
    end = data.find(b"\n", match.start())
    text = data[start : len(data) if end < 0 else end]
    return TokenPlace(data.count(b"\n", 0, start) + 1, text, match.start() - start, match[0])


def common_prefix_length(one: bytes, other: bytes) -> int:
    """Return how many bytes agree, moved back to the start of a UTF-8 character."""
    limit = min(len(one), len(other))
    position = 0
    while position < limit and one[position : position + _BLOCK_BYTES] == other[position : position + _BLOCK_BYTES]:
        position += _BLOCK_BYTES
    position = min(position, limit)
    while position < limit and one[position] == other[position]:
        position += 1
    return _character_start(one, other, position)


def equal_lines_end(one: bytes, other: bytes) -> int:
    """Return the offset of the first line that differs: all before it is equal."""
    return one.rfind(b"\n", 0, common_prefix_length(one, other)) + 1


def equal_tokens_end(one: bytes, other: bytes) -> int:
    """Return an offset after white space: all before it is equal, and no token is cut."""
    common = common_prefix_length(one, other)
    return max(one.rfind(space, 0, common) for space in (b" ", b"\n", b"\t", b"\r", b"\v", b"\f")) + 1


def _character_start(one: bytes, other: bytes, position: int) -> int:
    """Move a difference inside a multi-byte character back to its start, at most three bytes."""
    start = position
    while start > 0 and position - start < 3 and any(text[start : start + 1] in _SPLIT for text in (one, other)):
        start -= 1
    return start


_SPLIT = frozenset(bytes([byte]) for byte in _CONTINUATION)


def column_at(line: bytes, offset: int) -> int:
    """Return the 1-based column, in characters, of a byte offset."""
    pieces = (line[start : min(offset, start + _BLOCK_BYTES)] for start in range(0, offset, _BLOCK_BYTES))
    return sum(len(piece.translate(None, _CONTINUATION)) for piece in pieces) + 1


def window(line: bytes, offset: int) -> str:
    r"""Return the line as text, at most ``WINDOW_CHARACTERS`` around an offset, with ``…`` where it was cut.

    Bytes that are not UTF-8 appear as ``\xff``, and not as text.
    """
    start = max(0, offset - 4 * _BEFORE)
    before = line[start:offset].decode(errors="backslashreplace")
    after = line[offset : offset + 4 * _AFTER].decode(errors="backslashreplace")
    head = "…" if start > 0 or len(before) > _BEFORE else ""
    tail = "…" if offset + 4 * _AFTER < len(line) or len(after) > _AFTER else ""
    return head + before[-_BEFORE:] + after[:_AFTER] + tail
