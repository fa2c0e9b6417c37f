"""Two outputs that differ, and the first place where they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from codementor_cli.domain.judging.output import LinePair, from_line, lines, tokens


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two outputs, and the first lines in them that differ."""

    expected: bytes
    actual: bytes
    pair: LinePair
    at_line_start: bool = True
    """Whether both outputs begin with a line, and not within one."""

    def rest(self) -> Mismatch:
        """Return the outputs from the lines that differ on: all before them is equal, and needs no second look."""
        start = self.pair.number
        return Mismatch(from_line(self.expected, start), from_line(self.actual, start), self.pair)

    def words(self) -> tuple[bytes, bytes] | None:
        """Return the first tokens that differ in the two lines; None where one line is a part of the other."""
        if self.pair.expected is None or self.pair.actual is None:
            return None
        both = zip(tokens(self.pair.expected), tokens(self.pair.actual), strict=False)
        return next(((one, other) for one, other in both if one != other), None)

    def line_pairs(self) -> Iterator[tuple[bytes | None, bytes | None]]:
        """Yield the lines of both outputs in pairs, None where one has ended; empty ones at the end are left out."""
        return zip_longest(lines(self.expected.rstrip()), lines(self.actual.rstrip()))
