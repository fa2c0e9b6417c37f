"""What can be wrong with a database file: each is said with what to do, and nothing half-recorded stays."""

from __future__ import annotations

import ctypes
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery, Submission
from codementor_cli.errors import StoreFault
from codementor_cli.store import open_sqlite
from codementor_cli.store.sqlite import connection as connection_module
from codementor_cli.store.sqlite.faults import fault_of
from codementor_cli.store.sqlite.store import SqliteStore
from tests.contract.kept import kept_call, kept_submission

_CAPABILITY_VERSION_3 = 0x20080522
"""Source: linux/capability.h."""

_LARGE = Program(language="python", files=(SourceFile("main.py", Random(0).randbytes(100_000)),), main="main.py")
"""Of bytes that no compression makes smaller."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a store with one submission."""
    path = tmp_path / "submissions.db"
    with closing(open_sqlite(path)) as store:
        store.record(kept_submission(1))
    return path


def _fault(action: Callable[[], object]) -> StoreFault:
    """Return the fault that an action ends with."""
    with pytest.raises(StoreFault) as raised:
        action()
    assert raised.value.next_step
    return raised.value


def _as_nobody_special(action: Callable[[], StoreFault]) -> StoreFault:
    """Do something in a thread to which file modes apply, even where the tests run as root."""
    answers: list[StoreFault | BaseException] = []

    def work() -> None:
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        nothing = (ctypes.c_uint32 * 6)()
        try:
            assert ctypes.CDLL(None, use_errno=True).capset(header, nothing) == 0
            answers.append(action())
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the test's
            answers.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if isinstance(answers[0], StoreFault):
        return answers[0]
    raise answers[0]


def _recording(path: Path) -> Callable[[], object]:
    def record() -> object:
        with closing(open_sqlite(path)) as store:
            return store.record(kept_submission(2))

    return record


def _told(store: SqliteStore, statement: str) -> object:
    """Return what the connection says that the store uses next."""
    with store.file.pool.connection() as connection:
        return connection.execute(statement).fetchone()[0]


@pytest.mark.parametrize("content", [b"not a database, " * 300, b"SQLite format 3\0" + b"\xff" * 4000])
def test_file_that_is_no_database_is_said_to_be_moved_away(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "my notes.db"
    path.write_bytes(content)
    fault = _fault(_recording(path))
    assert "is not a whole database of submissions" in fault.message
    assert f"mv -i '{path}' '{path}.damaged'" in fault.next_step
    assert path.read_bytes() == content


def test_file_that_was_cut_off_is_said_to_be_damaged(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(6 * 4096)
    fault = _fault(_recording(path))
    assert "not a whole database" in fault.message


def test_file_that_lost_a_table_is_said_to_be_damaged(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE progress")
    fault = _fault(_recording(path))
    assert "no such table: progress" in fault.message


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE submissions SET verdict = 'XX'",
        "UPDATE submissions SET created_at = 9223372036854775807",
        "UPDATE submissions SET program = 99",
        "UPDATE contents SET data = x'00' WHERE is_compressed",
        "DELETE FROM contents",
        "UPDATE challenge_versions SET tags = '['",
    ],
)
def test_value_that_nothing_writes_is_said_to_be_damage(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)
    with closing(open_sqlite(path)) as store:
        fault = _fault(lambda: store.submission(LOCAL, 1))
    assert "not a whole database" in fault.message


def test_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    fault = _fault(_recording(tmp_path))
    assert fault.message == f"{tmp_path} is a folder, not a database of submissions."
    assert f"--database {tmp_path}/submissions.db" in fault.next_step


def test_folder_that_is_not_there_is_taken_for_a_typo(tmp_path: Path) -> None:
    fault = _fault(_recording(tmp_path / "tpyo" / "submissions.db"))
    assert "there is no such folder" in fault.message
    assert f"mkdir -p {tmp_path}/tpyo" in fault.next_step
    assert not (tmp_path / "tpyo").exists()


def test_default_folder_is_made_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "codementor" / "submissions.db"
    with closing(open_sqlite(path, makes_folder=True)) as store:
        assert store.record(kept_submission(1)) == 1
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_default_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    fault = _fault(lambda: open_sqlite(tmp_path / "data" / "codementor" / "submissions.db", makes_folder=True))
    assert "its folder cannot be made" in fault.message


def test_read_only_file_is_said_and_still_read(path: Path) -> None:
    path.chmod(0o400)

    def attempt() -> StoreFault:
        with closing(open_sqlite(path)) as store:
            assert store.page(LOCAL, HistoryQuery()).total == 1
            return _fault(lambda: store.record(kept_submission(2)))

    fault = _as_nobody_special(attempt)
    assert "read-only" in fault.message
    assert f"ls -ld {path.parent} {path}" in fault.next_step


def test_read_only_folder_without_a_file_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    fault = _as_nobody_special(lambda: _fault(_recording(folder / "submissions.db")))
    assert "read-only" in fault.message


@contextmanager
def _impatient(monkeypatch: pytest.MonkeyPatch, path: Path) -> Iterator[SqliteStore]:
    """Yield a store that gives up at once."""
    monkeypatch.setattr(connection_module, "BUSY_SECONDS", 0)
    with closing(open_sqlite(path)) as store:
        yield store


def test_lock_that_stays_is_said_and_reading_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _impatient(monkeypatch, path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        fault = _fault(lambda: store.record(kept_submission(2)))
        assert "locked" in fault.message
        assert f"fuser -v {path}" in fault.next_step
        assert store.page(LOCAL, HistoryQuery()).total == 1
        other.execute("ROLLBACK")
        assert store.record(kept_submission(2)) == 2


def test_full_disk_is_said_and_leaves_nothing_half_recorded(path: Path) -> None:
    with closing(open_sqlite(path)) as store:
        pages = _told(store, "PRAGMA page_count")
        _told(store, f"PRAGMA max_page_count = {int(str(pages)) + 1}")
        large = kept_submission(2, program=_LARGE)
        fault = _fault(lambda: store.record(large))
        assert "full" in fault.message
        assert f"df -h {path.parent}" in fault.next_step
        assert store.page(LOCAL, HistoryQuery()).total == 1
        _told(store, "PRAGMA max_page_count = 100000")
        assert store.record(large) == 2
        assert store.submission(LOCAL, 2).submission == large


def test_error_of_the_disk_is_said_and_leaves_nothing_half_recorded(path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(open_sqlite(path)) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        try:
            fault = _fault(lambda: store.record(kept_submission(2)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert "cannot be read or written" in fault.message
        assert store.page(LOCAL, HistoryQuery()).total == 1
        assert store.record(kept_submission(2)) == 2


def test_disk_without_shared_memory_gets_another_journal(tmp_path: Path) -> None:
    """A network disk cannot share memory between machines; a link to nowhere makes SQLite find the same."""
    path = tmp_path / "submissions.db"
    (tmp_path / "submissions.db-shm").symlink_to(tmp_path / "nowhere" / "shm")
    for number in (1, 2):
        with closing(open_sqlite(path)) as store:
            assert store.record(kept_submission(number)) == number
            assert _told(store, "PRAGMA journal_mode") == "delete"


def test_store_that_moves_to_such_a_disk_keeps_all_it_has(path: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    moved.mkdir()
    shutil.copy(path, moved / path.name)
    (moved / f"{path.name}-shm").symlink_to(tmp_path / "nowhere" / "shm")
    with closing(open_sqlite(moved / path.name)) as store:
        assert store.submission(LOCAL, 1).submission == kept_submission(1)
        assert store.record(kept_submission(2)) == 2


def test_failure_in_the_midst_of_many_records_leaves_none_of_them(path: Path) -> None:
    def records() -> Iterator[Submission | MentorCall]:
        yield kept_submission(2)
        yield kept_call(3)
        raise ValueError("line 3 is wrong")

    with closing(open_sqlite(path)) as store:
        with pytest.raises(ValueError, match="line 3"):
            store.record_all(records())
        assert store.page(LOCAL, HistoryQuery()).total == 1
        assert store.mentor_calls(LOCAL, "equal-trays") == ()
        assert store.record(kept_submission(2)) == 2


def test_mistake_of_ours_is_no_fault_of_the_file(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as raised, closing(sqlite3.connect(path)) as connection:
        connection.execute("SELEKT 1")
    assert fault_of(path, raised.value) is None
