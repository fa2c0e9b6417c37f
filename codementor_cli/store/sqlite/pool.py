"""Connections to one file, so that many threads may use it, and one may read while it reads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codementor_cli.store.sqlite.connection import connect
from codementor_cli.store.sqlite.faults import closed

_MOST_IDLE = 4
"""Connections that are kept for later; a command needs one, and one more while it reads record by record."""


class ConnectionPool:
    """Lends each connection to one user at a time, and opens another where all are lent."""

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
    # Closing moves what was written into the file itself; where that fails, the next opening does it.
    with suppress(sqlite3.Error):
        connection.close()
