"""Points: the worth of each test case, and the score of a submission."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from codementor_cli.domain.challenge.challenge import TestCase

DEFAULT_MAX_SCORE = 100
"""Split evenly where the author gave no points anywhere."""

_DECIMALS = 4
_LARGEST_DENOMINATOR = 1_000_000


def max_points(tests: Sequence[TestCase]) -> tuple[Fraction, ...]:
    """Return the worth of each test case: the author's points, or an even share where no case has points.

    Where some cases have points, the others are worth nothing.
    """
    if all(case.points is None for case in tests):
        return tuple(Fraction(DEFAULT_MAX_SCORE, len(tests)) for _ in tests)
    return tuple(exact(case.points or 0) for case in tests)


def exact(points: float) -> Fraction:
    """Return the fraction that a float means: a third for 0.333…, a tenth for 0.1."""
    return Fraction(points).limit_denominator(_LARGEST_DENOMINATOR)


def total(points: Iterable[float]) -> float:
    """Return the exact sum of points, rounded once to four decimals."""
    return float(round(sum(map(exact, points), Fraction(0)), _DECIMALS))
