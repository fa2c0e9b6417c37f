"""Points of record: from a judgement to exact decimals that sum up, and from challenges to a repository. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from codementor_cli.domain.challenge.challenge import TestCase
from codementor_cli.domain.grading.results import ChallengeResult
from codementor_cli.domain.judging.scoring import exact, max_points

UNIT = Decimal("0.0001")
"""The finest amount of points."""
ZERO = Decimal("0.0000")
_UNITS = 10_000
_PERCENT = Fraction(1, 100)


def shares(points: Decimal, tests: Sequence[TestCase]) -> tuple[Decimal, ...]:
    """Cut a challenge's worth into its cases', in proportion to their own points.

    They sum up to it exactly: each is rounded down, and what is left goes, a unit each, to those that lost most by
    that, the first of equals first. A challenge whose cases have no points at all gives its worth to the last of them.
    """
    worth = max_points(tests)
    whole = sum(worth, Fraction(0))
    units = int(points * _UNITS)
    if whole == 0:
        return (*([ZERO] * (len(tests) - 1)), points.quantize(UNIT))
    wanted = [units * each / whole for each in worth]
    cut = [int(each) for each in wanted]
    by_loss = sorted(range(len(cut)), key=lambda index: (cut[index] - wanted[index], index))
    for index in by_loss[: units - sum(cut)]:
        cut[index] += 1
    return tuple(UNIT * each for each in cut)


def earned_share(share: Decimal, points: float, most: float) -> Decimal:
    """Return the points of a case, as a part of its share, rounded half up.

    Args:
        share: Its points in the assignment.
        points: Earned, of its own points.
        most: Its own points.
    """
    if points >= most:
        return share
    return rounded(Fraction(share) * exact(points) / exact(most))


def penalty_of(earned: Decimal, percent: Decimal) -> Decimal:
    """Return the points that lateness takes off, rounded half up."""
    return rounded(Fraction(earned) * Fraction(percent) * _PERCENT)


def rounded(points: Fraction) -> Decimal:
    """Return points in units, half up."""
    return (Decimal(int(points * _UNITS * 2 + 1) // 2) * UNIT).quantize(UNIT, ROUND_HALF_UP)


def total(points: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum; None where some points are not known."""
    known = list(points)
    if any(each is None for each in known):
        return None
    return sum((each for each in known if each is not None), ZERO)


def has_passed(challenges: Sequence[ChallengeResult], minimum: Decimal | None) -> bool | None:
    """Return whether a repository passes: at least the minimum, or all accepted; None: the score is not known."""
    final = total(each.final for each in challenges)
    if final is None:
        return None
    return all(each.accepted for each in challenges) if minimum is None else final >= minimum
