from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.challenge import TestCase
from codementor_cli.domain.grading.points import UNIT, earned_share, penalty_of, rounded, shares, total


def _tests(*points: float | None) -> list[TestCase]:
    return [TestCase(name=str(each), input=b"", expected=b"", points=each) for each in points]


@given(
    st.decimals(min_value=0, max_value=1000, places=2),
    st.lists(st.none() | st.floats(min_value=0, max_value=1000), min_size=1, max_size=40),
)
def test_shares_sum_up_to_what_the_challenge_is_worth(points: Decimal, worth: list[float | None]) -> None:
    cut = shares(points, _tests(*worth))
    assert sum(cut) == points
    assert all(each >= 0 and each == each.quantize(UNIT) for each in cut)


def test_points_that_cannot_be_cut_evenly_go_to_the_first_of_equals() -> None:
    assert shares(Decimal(100), _tests(None, None, None)) == (
        Decimal("33.3334"),
        Decimal("33.3333"),
        Decimal("33.3333"),
    )


def test_shares_follow_the_points_of_the_cases() -> None:
    assert shares(Decimal(10), _tests(1, 3, 0)) == (Decimal("2.5"), Decimal("7.5"), Decimal(0))


def test_challenge_without_points_in_any_case_gives_its_worth_to_the_last() -> None:
    assert shares(Decimal(10), _tests(0, 0)) == (Decimal(0), Decimal(10))


def test_case_with_full_points_earns_its_whole_share() -> None:
    assert earned_share(Decimal("33.3334"), 100 / 3, 100 / 3) == Decimal("33.3334")


def test_part_of_a_case_earns_that_part_rounded_half_up() -> None:
    assert earned_share(Decimal("0.0003"), 5, 10) == Decimal("0.0002")
    assert earned_share(Decimal(10), 1, 3) == Decimal("3.3333")


def test_case_without_points_of_its_own_earns_its_share_when_accepted() -> None:
    assert earned_share(Decimal(10), 0, 0) == Decimal(10)


@given(st.decimals(min_value=0, max_value=1000, places=4), st.decimals(min_value=0, max_value=100, places=2))
def test_lateness_never_takes_more_than_was_earned(earned: Decimal, percent: Decimal) -> None:
    assert 0 <= penalty_of(earned, percent) <= earned


def test_halves_are_rounded_up() -> None:
    assert rounded(Fraction(1, 20_000)) == Decimal("0.0001")
    assert rounded(Fraction(1, 20_001)) == Decimal("0.0000")


def test_sum_with_something_unknown_is_unknown() -> None:
    assert total([Decimal(1), None]) is None
    assert total([Decimal(1), Decimal("0.5")]) == Decimal("1.5")
