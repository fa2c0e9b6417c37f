"""Threads share a store: nothing is lost, and reading goes on whatever is written meanwhile."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery, Submission
from codementor_cli.errors import StoreFault
from codementor_cli.ports import Store
from codementor_cli.store import open_sqlite
from codementor_cli.store.sqlite.faults import fault_of
from tests.contract.conftest import Opens
from tests.contract.kept import kept_call, kept_submission

_THREADS = 6
_EACH = 20


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Do each in a thread of its own, and return what came of them; what one raises is raised here."""
    found: list[object] = [None] * len(actions)

    def work(place: int) -> None:
        try:
            found[place] = actions[place]()
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the test's
            found[place] = error

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in found:
        if isinstance(each, BaseException):
            raise each
    return found


def test_another_thread_than_the_one_that_opened_it_may_use_a_store(store: Store) -> None:
    assert at_once(lambda: store.record(kept_submission(1))) == [1]
    (found,) = at_once(lambda: store.latest(LOCAL))
    assert found == store.submission(LOCAL, 1)


def test_many_threads_record_and_readat_once(store: Store) -> None:
    numbers: list[int] = []

    def record(place: int) -> None:
        for number in range(1 + place * _EACH, 1 + (place + 1) * _EACH):
            kept = store.record(kept_submission(number))
            numbers.append(kept)
            assert store.submission(LOCAL, kept).submission == kept_submission(number)
            store.record_mentor_call(kept_call(number))

    def read() -> None:
        for _ in range(_EACH):
            store.page(LOCAL, HistoryQuery())
            store.practice(LOCAL)
            store.mentor_usage(LOCAL)
        for _ in range(_EACH // 4):
            list(store.everything())

    at_once(*(partial(record, place) for place in range(_THREADS)), read, read)
    assert sorted(numbers) == list(range(1, _THREADS * _EACH + 1))
    assert len(list(store.everything())) == 2 * _THREADS * _EACH


def test_a_submission_that_many_threads_recordat_once_has_one_number(store: Store) -> None:
    assert set(at_once(*[lambda: store.record(kept_submission(1))] * _THREADS)) == {1}
    assert store.page(LOCAL, HistoryQuery()).total == 1


def test_a_store_is_read_and_written_while_everything_in_it_is_being_read(store: Store) -> None:
    kept: list[Submission | MentorCall] = [kept_submission(1), kept_submission(2), kept_call(3)]
    store.record_all(kept)
    found = []
    for number, each in enumerate(store.everything(), 10):
        found.append(each)
        assert store.latest(LOCAL) is not None
        assert store.record(kept_submission(number)) == number - 7
        store.record_mentor_call(kept_call(number))
    assert found == kept
    assert store.page(LOCAL, HistoryQuery()).total == 5


def test_everything_may_be_begun_twice_at_a_time_and_left_in_the_midst(store: Store) -> None:
    store.record_all([kept_submission(1), kept_submission(2)])
    first, second = iter(store.everything()), iter(store.everything())
    assert next(first) == next(second) == kept_submission(1)
    del first
    assert store.record(kept_submission(3)) == 3
    assert list(second) == [kept_submission(2)]


def test_another_thread_may_go_on_reading_everything(store: Store) -> None:
    store.record_all([kept_submission(1), kept_submission(2)])
    everything = iter(store.everything())
    assert next(everything) == kept_submission(1)
    assert at_once(lambda: list(everything)) == [[kept_submission(2)]]


def test_records_may_be_read_from_the_store_that_keeps_them(store: Store) -> None:
    store.record_all([kept_submission(1), kept_submission(2)])
    count = store.record_all(store.everything())
    assert (count.submission_count, count.known_count) == (0, 2)


def test_a_store_may_be_closed_by_another_thread_while_it_is_being_read(opens: Opens) -> None:
    store = opens()
    store.record_all([kept_submission(1), kept_submission(2)])
    everything = iter(store.everything())
    next(everything)
    at_once(store.close)
    assert list(everything) == [kept_submission(2)]


@pytest.mark.parametrize("action", [lambda store: store.latest(LOCAL), lambda store: store.record(kept_submission(1))])
def test_a_closed_file_is_said_to_be_closed(action: Callable[[Store], object], tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "submissions.db")
    store.close()
    with pytest.raises(StoreFault, match="are closed") as raised:
        action(store)
    assert raised.value.next_step


def test_a_thread_that_writes_for_too_long_is_a_locked_store_for_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_sqlite(tmp_path / "submissions.db")) as store:
        monkeypatch.setattr("codementor_cli.store.sqlite.file.BUSY_SECONDS", 0)
        with store.file.writing(), pytest.raises(StoreFault, match="are locked: something else has been writing"):
            at_once(lambda: store.record(kept_submission(1)))
        assert store.record(kept_submission(1)) == 1


def test_connections_are_no_more_than_are_usedat_once_and_end_with_the_store(tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "submissions.db")
    store.record_all([kept_submission(1), kept_submission(2)])
    for _ in range(20):
        store.latest(LOCAL)
    assert len(store.file.pool._idle) == 1
    readers = [iter(store.everything()) for _ in range(9)]
    for each in readers:
        next(each)
    assert store.file.pool._idle == []
    for each in readers:
        list(each)
    assert 1 <= len(store.file.pool._idle) <= 4
    idle = list(store.file.pool._idle)
    store.close()
    for connection in idle:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


_BUGS = {
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
}
_EXTENDED = 5 << 8
"""Above the primary code. Source: https://sqlite.org/rescode.html"""


@pytest.mark.parametrize("code", range(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB + 1))
def test_every_error_but_a_bug_of_ours_is_a_fault_with_a_next_step(code: int, tmp_path: Path) -> None:
    error = sqlite3.OperationalError("why")
    error.sqlite_errorcode = code | _EXTENDED
    fault = fault_of(tmp_path / "submissions.db", error)
    assert (fault is None) == (code in _BUGS)
    assert fault is None or fault.next_step
