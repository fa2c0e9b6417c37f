from datetime import UTC, datetime, timedelta, timezone

import pytest

from codementor_cli.text.moment import read_moment, read_moment_ahead

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


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("90d", NOW + timedelta(days=90)),
        ("12h", NOW + timedelta(hours=12)),
        ("2 weeks", NOW + timedelta(days=14)),
        (" 1Y ", NOW + timedelta(days=365)),
        ("2027-01-31", datetime(2027, 1, 31)),  # noqa: DTZ001 - of a wall clock
        ("2027-01-31 14:00", datetime(2027, 1, 31, 14)),  # noqa: DTZ001 - the same
        ("2027-01-31T14:00+02:00", datetime(2027, 1, 31, 12, tzinfo=UTC)),
    ],
)
def test_moment_ahead_is_a_date_or_a_time_from_now(typed: str, expected: datetime) -> None:
    assert read_moment_ahead(typed, NOW) == expected


@pytest.mark.parametrize(
    "typed", ["", "soon", "90", "d", "90 d ago", "yesterday", "999999y", "-1d", "٣d", "1m", "2027-13-01"]
)
def test_other_words_are_no_moment_ahead(typed: str) -> None:
    with pytest.raises(ValueError, match="expected a date"):
        read_moment_ahead(typed, NOW)
