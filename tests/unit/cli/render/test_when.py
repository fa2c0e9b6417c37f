from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from codementor_cli.cli.render.practice.when import Clock, moment, told
from codementor_cli.cli.render.text import Look

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
CLOCK = Clock(NOW, UTC)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 11, 20, 9, 5, tzinfo=UTC), "today 09:05"),
        (datetime(2026, 11, 19, 23, 59, tzinfo=UTC), "yesterday 23:59"),
        (datetime(2026, 11, 18, 9, 5, tzinfo=UTC), "18 Nov 09:05"),
        (datetime(2026, 1, 2, 9, 5, tzinfo=UTC), "2 Jan 09:05"),
        (datetime(2025, 12, 31, 9, 5, tzinfo=UTC), "31 Dec 2025"),
    ],
)
def test_times_are_told_as_people_say_them(at: datetime, text: str) -> None:
    assert told(at, CLOCK) == text


def test_day_is_the_learners_and_not_the_one_of_utc() -> None:
    late = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)

    assert told(late, Clock(NOW, timezone(timedelta(hours=10)))) == "today 00:00"
    assert told(late - timedelta(minutes=1), Clock(NOW, timezone(timedelta(hours=10)))) == "yesterday 23:59"


def test_time_before_clocks_changed_is_told_by_the_rules_of_its_own_day() -> None:
    summer = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)

    assert told(summer, Clock(NOW, ZoneInfo("Europe/Berlin"))) == "1 Jul 12:00"


def test_file_that_is_read_later_gets_the_whole_date() -> None:
    assert moment(NOW, CLOCK, Look(terminal=True)) == "today 14:30"
    assert moment(NOW, CLOCK, Look(terminal=False)) == "2026-11-20 14:30"
