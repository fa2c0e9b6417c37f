"""Connections to a database file: checked to be ours, at the newest schema, lent to one thread at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codementor_cli.errors import StoreFault
from codementor_cli.store.sqlite.faults import BUSY_SECONDS, closed, damaged, foreign, store_faults, too_new

SCHEMA_VERSION = 3
"""Number of the newest migration; a file holds its own in ``PRAGMA user_version``, which costs no import to read."""

APPLICATION_ID = 0x434D7472
"""``CMtr``: what ``PRAGMA application_id`` says of our files, and ``file`` shows."""

_OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables. Source: https://sqlite.org/stricttables.html"""

_WRITE_AHEAD_FORMAT = b"\x02\x02"
"""Bytes 18 and 19 of a file with a write-ahead log. Source: https://sqlite.org/fileformat2.html"""


_MOST_IDLE = 4
"""Connections that are kept for later; a command needs one, and one more while it reads record by record."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a file, making it where there is none, and bring it to the newest schema.

    Returns:
        A connection in autocommit mode, for one thread at a time.

    Raises:
        StoreFault: It cannot be opened, is not ours, or is newer than this program.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        message = f"This Python has SQLite {sqlite3.sqlite_version}; submissions need 3.37 or later."
        raise StoreFault(message, "Install codementor with a newer Python.")
    with store_faults(path):
        try:
            return _connected(path, is_write_ahead=True)
        except sqlite3.OperationalError as error:
            if not _lacks_shared_memory(path, error):
                raise
        _end_write_ahead(path)
        return _connected(path, is_write_ahead=False)


def _connected(path: Path, is_write_ahead: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        # Records survive a power cut: each commit waits for the disk.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if _needs_migration(connection, path):
            from codementor_cli.store.sqlite.schema.migrations import migrate  # noqa: PLC0415 - 80 ms that most openings save

            migrate(connection)
        if is_write_ahead:
            _begin_write_ahead(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _needs_migration(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the schema is older than this program's, or not there yet.

    Raises:
        StoreFault: The file is another program's, or a newer codementor's.
    """
    # One statement: a process that makes the file at this moment must not be seen half-way.
    application, version, table_count = connection.execute(
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), "
        "(SELECT count(*) FROM sqlite_schema)"
    ).fetchone()
    if application != APPLICATION_ID:
        if table_count or application or version:
            raise foreign(path)
        return True
    if version > SCHEMA_VERSION:
        raise too_new(path, version, SCHEMA_VERSION)
    if version < 1:
        raise damaged(path, f"its schema is {version}")
    return bool(version < SCHEMA_VERSION)


def _begin_write_ahead(connection: sqlite3.Connection) -> None:
    """Turn to write-ahead logging, where readers never wait for a writer.

    Raises:
        sqlite3.OperationalError: The disk does not take it.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    # It fails at once while another process uses the file, or where the file is read-only. The store works without, and
    # the next opening tries again.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    # Only the first use shows whether the disk takes it.
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _lacks_shared_memory(path: Path, error: sqlite3.OperationalError) -> bool:
    """Whether a file has a write-ahead log that cannot be used where it is now, as on most network disks."""
    if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL}:
        return False
    try:
        with path.open("rb") as file:
            return file.read(20)[18:] == _WRITE_AHEAD_FORMAT
    except OSError:
        return False


def _end_write_ahead(path: Path) -> None:
    """Go back to a rollback journal, alone with the file: that needs no shared memory.

    Source: https://sqlite.org/wal.html, "Use of WAL Without Shared-Memory".
    """
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


class ConnectionPool:
    """Connections to one file: each is lent to one user at a time, and another is opened where all are lent."""

    def __init__(self, path: Path, first: sqlite3.Connection) -> None:
        self._path = path
        self._idle = [first]
        self._guard = threading.Lock()
        self._closed = False

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that is in no transaction; it is to be given back so.

        Raises:
            StoreFault: The file cannot be opened, or this pool was closed.
        """
        with self._guard:
            if self._closed:
                raise closed(self._path)
            found = self._idle.pop() if self._idle else None
        lent = connect(self._path) if found is None else found
        try:
            yield lent
        finally:
            self._take_back(lent)

    def close(self) -> None:
        """Close every connection; those that are lent, as soon as they come back. May be called more than once."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for each in idle:
            _close(each)

    def _take_back(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            is_kept = not self._closed and not connection.in_transaction and len(self._idle) < _MOST_IDLE
            if is_kept:
                self._idle.append(connection)
        if not is_kept:
            _close(connection)


def _close(connection: sqlite3.Connection) -> None:
    # Closing moves the log into the file; where that fails, the next opening does it.
    with suppress(sqlite3.Error):
        connection.close()
