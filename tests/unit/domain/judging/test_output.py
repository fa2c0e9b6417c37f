"""Reading output piece by piece gives what reading it whole gives."""

from __future__ import annotations

import pytest

from codementor_cli.domain.feedback.line_kinds import explain_lines
from codementor_cli.domain.judging.difference import LineMismatch
from codementor_cli.domain.judging.output import LinePair, column_at, lines

LONG = b"ab " * 400_000
"""Longer than what is looked at for a first line's end."""


@pytest.mark.parametrize(
    "data",
    [
        LONG,
        LONG + b"\n",
        LONG + b" \t\r\n\v\f\n\nnext line \r\n" + LONG,
        b" " * 1_200_000 + b"\n" + b" " * 1_200_000,
        b"\n" + LONG,
    ],
    ids=["no line end", "one line", "lines after it", "blanks alone", "an empty line first"],
)
def test_long_lines_are_the_lines_of_short_ones(data: bytes) -> None:
    whole = data[:-1] if data.endswith(b"\n") else data
    assert list(lines(data)) == [line.rstrip() for line in whole.split(b"\n")]


def test_a_column_counts_characters_across_pieces() -> None:
    line = "häuser😀".encode() * 40_000
    continuation = bytes(range(0x80, 0xC0))
    for offset in (0, 1, 1 << 16, (1 << 16) + 1, len(line)):
        assert column_at(line, offset) == len(line[:offset].translate(None, continuation)) + 1


def test_large_outputs_are_not_searched_for_a_kind_of_difference() -> None:
    expected, actual = b"A" * 3_000_000, b"a" * 3_000_000
    sentence = explain_lines(LineMismatch(expected, actual, LinePair(1, expected, actual)))
    assert sentence.startswith('Line 1 should be "AAA')
    short = explain_lines(LineMismatch(b"AAA", b"aaa", LinePair(1, b"AAA", b"aaa")))
    assert short.startswith("Only upper and lower case differ")
