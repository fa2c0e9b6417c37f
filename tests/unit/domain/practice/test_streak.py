from datetime import date

from codementor_cli.domain.practice.streak import streak
from tests.fakes.practice import days

TODAY = date(2026, 11, 20)


def test_no_day_is_no_streak() -> None:
    found = streak((), TODAY)

    assert (found.current_days, found.longest_days, found.today) == (0, 0, False)


def test_days_up_to_today_are_the_current_streak() -> None:
    found = streak(days(18, 19, 20), TODAY)

    assert (found.current_days, found.longest_days, found.today) == (3, 3, True)


def test_streak_up_to_yesterday_is_not_broken_yet() -> None:
    found = streak(days(18, 19), TODAY)

    assert (found.current_days, found.today) == (2, False)


def test_day_without_a_submission_breaks_it_and_the_longest_stays() -> None:
    found = streak(days(1, 2, 3, 4, 10, 11, 18), TODAY)

    assert (found.current_days, found.longest_days) == (0, 4)


def test_streak_crosses_the_end_of_a_month() -> None:
    assert streak([date(2026, 10, 31), *days(1, 2)], date(2026, 11, 2)).current_days == 3


def test_day_of_a_clock_that_ran_ahead_is_no_part_of_the_current_streak() -> None:
    assert streak(days(19, 20, 21), TODAY).current_days == 2
