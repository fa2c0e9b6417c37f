from datetime import UTC, datetime, timedelta, timezone

import pytest

from codementor_cli.text.moment import read_moment

NOW = datetime(2026, 11, 20, 14, 3, 5, 7, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("90min", timedelta(minutes=90)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        ("1 day", timedelta(days=1)),
        ("2 weeks", timedelta(days=14)),
        ("2 Weeks ago", timedelta(days=14)),
        ("  3   months ", timedelta(days=90)),
        ("1y", timedelta(days=365)),
        ("now", timedelta()),
    ],
)
def test_time_back_is_counted_from_now(text: str, back: timedelta) -> None:
    assert read_moment(text, NOW) == NOW - back


def test_day_begins_at_midnight() -> None:
    midnight = NOW.replace(hour=0, minute=0, second=0, microsecond=0)

    assert read_moment("today", NOW) == midnight
    assert read_moment("yesterday", NOW) == midnight - timedelta(days=1)
    assert read_moment("2026-11-20", NOW) == midnight


def test_time_of_day_is_the_learners() -> None:
    found = read_moment("2026-11-20 14:00", NOW)

    assert found == NOW.replace(minute=0, second=0, microsecond=0)
    assert found.tzinfo is None


def test_zone_that_was_typed_is_kept() -> None:
    assert read_moment("2026-11-20T14:00Z", NOW) == datetime(2026, 11, 20, 14, tzinfo=UTC)
    assert read_moment("2026-11-20T14:00+02:00", NOW) == datetime(2026, 11, 20, 14, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    "text", ["", "soon", "7", "5m", "d7", "-3d", "7 parsecs", "2026-13-01", "2026-11-31", "999999y", "20.11.2026", "٣d"]
)
def test_anything_else_is_refused_with_what_is_taken(text: str) -> None:
    with pytest.raises(ValueError, match="2 weeks"):
        read_moment(text, NOW)
