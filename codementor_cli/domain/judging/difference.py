"""Where actual output first differs from expected output, and why that may be."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.judging.output import LinePair, TokenPlace, column_at, common_prefix_length, window


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first place where two outputs part."""

    line: int
    """1-based line of the first difference."""
    column: int
    """1-based column in characters, in that line."""
    expected_line: str | None
    """That line of the expected output, capped around the column; None: the output should have ended before."""
    actual_line: str | None
    """That line of the actual output; None: the output ended before it."""
    explanation: str
    """One sentence for a learner: what kind of difference it is."""


def line_difference(pair: LinePair, explanation: str) -> Difference:
    """Return the difference between two lines, at the first character that differs."""
    offset = common_prefix_length(pair.expected or b"", pair.actual or b"")
    return Difference(
        line=pair.number,
        column=column_at(pair.expected or pair.actual or b"", offset),
        expected_line=None if pair.expected is None else window(pair.expected, offset),
        actual_line=None if pair.actual is None else window(pair.actual, offset),
        explanation=explanation,
    )


def token_difference(expected: TokenPlace | None, actual: TokenPlace | None, explanation: str) -> Difference:
    """Return the difference between two tokens, each shown in its own line.

    Line and column are those of the actual output, or of the expected output where the actual one has ended.
    """
    place = actual or expected
    return Difference(
        line=place.line if place else 1,
        column=column_at(place.text, place.offset) if place else 1,
        expected_line=window(expected.text, expected.offset) if expected else None,
        actual_line=window(actual.text, actual.offset) if actual else None,
        explanation=explanation,
    )
