"""One database file, shared by all that is kept in it: who reads, who writes, and when it ends."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeVar

from codementor_cli.store.sql.faults import unfinished
from codementor_cli.store.sqlite.connection import ConnectionPool, connect
from codementor_cli.store.sqlite.faults import BUSY_SECONDS, damaged, locked, no_folder, store_faults

Result = TypeVar("Result")


def open_file(path: Path, makes_folder: bool = False) -> SqliteFile:
    """Open a database file, making it where there is none.

    Args:
        path: Absolute path of the file.
        makes_folder: Make its folder too, for the user alone; else a missing folder counts as a typo.

    Raises:
        StoreFault: It cannot be opened or made, with what to do about it, or a copy to it is unfinished.
    """
    if makes_folder:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise no_folder(path, f"its folder cannot be made: {error.strerror}") from error
    connection = connect(path)
    try:
        _check_whole(path, connection)
    except BaseException:
        connection.close()
        raise
    return SqliteFile(path, connection)


def copied_from(connection: sqlite3.Connection) -> str | None:
    """Return which store an unfinished copy comes from; None: there is no unfinished copy."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'copying'").fetchone() is None:
        return None
    return str(connection.execute("SELECT source FROM copying").fetchone()[0])


def _check_whole(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a file that an unfinished copy goes to.

    Raises:
        StoreFault: It is one, or cannot be read.
    """
    with store_faults(path):
        source = copied_from(connection)
    if source is not None:
        raise unfinished(str(path), source)


class SqliteFile:
    """A file for many processes and many threads of each.

    On a disk where SQLite cannot share memory between processes, a writer waits for readers.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.pool = ConnectionPool(path, connection)
        self._writer = threading.Lock()

    def close(self) -> None:
        """Give back what is open; may be called more than once."""
        self.pool.close()

    def write(self, change: Callable[[sqlite3.Connection], Result], is_durable: bool = True) -> Result:
        """Make a change in one transaction; see ``writing``."""
        with self.writing(is_durable) as connection:
            return change(connection)

    @contextmanager
    def writing(self, is_durable: bool = True) -> Iterator[sqlite3.Connection]:
        """Write everything inside, or nothing; one writer at a time.

        A lock orders the threads of this process; SQLite orders processes.

        Args:
            is_durable: Wait for the disk, so that a power cut loses nothing. Without, what was written outlives the
                end of the process only, until a later writer waits.
        """
        if not self._writer.acquire(timeout=BUSY_SECONDS):
            raise locked(self.path)
        try:
            with self._transaction("BEGIN IMMEDIATE", is_durable) as connection:
                yield connection
        finally:
            self._writer.release()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read one state of the file while others write."""
        with self._transaction("BEGIN") as connection:
            try:
                yield connection
            except (ValueError, OverflowError) as error:
                # The store writes no such value: another program changed the file.
                raise damaged(self.path, str(error)) from error

    @contextmanager
    def _transaction(self, begin: str, is_durable: bool = True) -> Iterator[sqlite3.Connection]:
        with (
            store_faults(self.path),
            self.pool.connection() as connection,
            nullcontext() if is_durable else _without_waiting(connection),
        ):
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise


@contextmanager
def _without_waiting(connection: sqlite3.Connection) -> Iterator[None]:
    """Let commits go on without the disk, where that keeps the file whole: with a write-ahead log.

    Source: https://sqlite.org/pragma.html#pragma_synchronous
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        yield
        return
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.execute("PRAGMA synchronous = FULL")
