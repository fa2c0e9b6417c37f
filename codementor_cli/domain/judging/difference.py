"""Differences between two outputs: facts without words. ``domain/feedback`` has the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest
from typing import Any, TypeAlias

from codementor_cli.domain.judging.output import (
    LinePair,
    TokenPlace,
    column_at,
    common_prefix_length,
    from_line,
    lines,
    tokens,
    window,
)


@dataclass(frozen=True, slots=True)
class LineMismatch:
    """Two outputs, and the first lines in them that differ."""

    expected: bytes
    actual: bytes
    pair: LinePair
    at_line_start: bool = True
    """Whether both outputs begin with a line, and not within one."""

    def rest(self) -> LineMismatch:
        """Return the outputs from the lines that differ on; all before them is equal."""
        start = self.pair.number
        return LineMismatch(from_line(self.expected, start), from_line(self.actual, start), self.pair)

    def words(self) -> tuple[bytes, bytes] | None:
        """Return the first tokens that differ in the two lines; None where one line is a part of the other."""
        if self.pair.expected is None or self.pair.actual is None:
            return None
        both = zip(tokens(self.pair.expected), tokens(self.pair.actual), strict=False)
        return next(((one, other) for one, other in both if one != other), None)

    def line_pairs(self) -> Iterator[tuple[bytes | None, bytes | None]]:
        """Yield the lines of both outputs in pairs, without empty lines at the end; None where one has ended."""
        return zip_longest(lines(self.expected.rstrip()), lines(self.actual.rstrip()))


@dataclass(frozen=True, slots=True)
class TokenMismatch:
    """The first tokens that differ."""

    expected: TokenPlace | None
    """None: the expected output has ended before."""
    actual: TokenPlace | None
    outputs: tuple[bytes, bytes]
    """Expected and actual, whole."""
    rest: LineMismatch
    """The outputs from an offset on, before which they are equal."""


@dataclass(frozen=True, slots=True)
class UnorderedMismatch:
    """A line that is missing, one that is too many, or both; the order of lines does not count."""

    pair: LinePair


class JsonFault(Enum):
    """Why a text is no JSON that can be compared."""

    EMPTY = auto()
    NOT_UTF8 = auto()
    NOT_JSON = auto()
    TOO_DEEP = auto()
    CONSTANT = auto()
    """It has ``NaN`` or ``Infinity``."""


@dataclass(frozen=True, slots=True)
class UnusableJson:
    """An output that is no JSON that can be compared."""

    fault: JsonFault
    of_expected: bool = False
    """The expected output is unusable, and the author's to mend."""
    said: str = ""
    """The parser's words, or the constant."""
    line: int = 0
    """1-based, of ``NOT_JSON``; so is the column."""
    column: int = 0


@dataclass(frozen=True, slots=True)
class ValueMismatch:
    """The first place where two JSON values part."""

    path: tuple[str | int, ...]
    """Keys and 0-based places; empty: the whole value."""
    expected: Any
    actual: Any


Mismatch: TypeAlias = LineMismatch | TokenMismatch | UnorderedMismatch | UnusableJson | ValueMismatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first place where two outputs part, and a checker's facts about it."""

    line: int
    """1-based line of the first difference."""
    column: int
    """1-based column in characters, in that line."""
    expected_line: str | None
    """That line of the expected output, capped around the column; None: the output should have ended before."""
    actual_line: str | None
    """That line of the actual output; None: the output ended before it."""
    mismatch: Mismatch


def line_difference(pair: LinePair, mismatch: Mismatch) -> Difference:
    """Return the difference between two lines, at the first character that differs."""
    offset = common_prefix_length(pair.expected or b"", pair.actual or b"")
    return Difference(
        line=pair.number,
        column=column_at(pair.expected or pair.actual or b"", offset),
        expected_line=None if pair.expected is None else window(pair.expected, offset),
        actual_line=None if pair.actual is None else window(pair.actual, offset),
        mismatch=mismatch,
    )


def token_difference(mismatch: TokenMismatch) -> Difference:
    """Return the difference between two tokens, each shown in its own line.

    Line and column are those of the actual output, or of the expected output where the actual one has ended.
    """
    expected, actual = mismatch.expected, mismatch.actual
    place = actual or expected
    return Difference(
        line=place.line if place else 1,
        column=column_at(place.text, place.offset) if place else 1,
        expected_line=window(expected.text, expected.offset) if expected else None,
        actual_line=window(actual.text, actual.offset) if actual else None,
        mismatch=mismatch,
    )
