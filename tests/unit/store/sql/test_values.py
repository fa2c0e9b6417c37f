from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from codementor_cli.store.sql.contents import read_contents
from codementor_cli.store.sql.values import microseconds, prose, read_prose, read_time
from codementor_cli.store.sqlite.contents import content_id


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


_NOISE = Random(1).randbytes(5000)


@pytest.mark.parametrize("content", [b"x", b"\xff\0" * 63, b"line\n" * 5000, _NOISE])
def test_content_comes_back_as_it_was(connection: sqlite3.Connection, content: bytes) -> None:
    number = content_id(connection, content)
    assert read_contents(connection, {number})[number] == content


def test_same_content_is_kept_once(connection: sqlite3.Connection) -> None:
    numbers = {content_id(connection, content) for content in (b"same", b"other", b"same")}
    assert len(numbers) == 2
    assert connection.execute("SELECT count(*) FROM contents").fetchone() == (2,)


def test_empty_content_takes_no_row(connection: sqlite3.Connection) -> None:
    assert content_id(connection, b"") is None
    assert read_contents(connection, {None}) == {None: b""}
    assert connection.execute("SELECT count(*) FROM contents").fetchone() == (0,)


def test_only_what_gets_smaller_is_compressed(connection: sqlite3.Connection) -> None:
    for content in (b"line\n" * 5000, _NOISE, b"short"):
        content_id(connection, content)
    kept = connection.execute("SELECT is_compressed, length(data) FROM contents ORDER BY id").fetchall()
    assert [bool(each[0]) for each in kept] == [True, False, False]
    assert kept[0][1] < 250


def test_content_that_claims_to_be_shorter_is_damage_and_is_not_unpacked_whole(connection: sqlite3.Connection) -> None:
    number = content_id(connection, b"line\n" * 5000)
    connection.execute("UPDATE contents SET byte_count = 10, data = x'00'")
    with pytest.raises(ValueError, match=r"as long as it was|unpacked"):
        read_contents(connection, {number})


def test_content_that_is_missing_is_damage(connection: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="content 7 is missing"):
        read_contents(connection, {7})
