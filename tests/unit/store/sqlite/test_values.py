from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from codementor_cli.store.sqlite.values import microseconds, prose, read_prose, read_time


@pytest.mark.parametrize("text", ["", "plain", "日本", "a\0b", "/home/\udcff", "\ud800"])
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert read_prose(prose(text)) == text


def test_text_that_utf8_can_say_stays_text() -> None:
    assert prose("日本") == "日本"
    assert isinstance(prose("\udcff"), bytes)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2026, 11, 20, 14, 3, 5, 999_999, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
    ],
)
def test_time_is_kept_to_the_microsecond(moment: datetime) -> None:
    assert read_time(microseconds(moment)) == moment


def test_time_of_another_zone_is_the_same_moment() -> None:
    there = datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=13)))
    assert read_time(microseconds(there)) == there
    assert read_time(microseconds(there)).tzinfo is UTC
