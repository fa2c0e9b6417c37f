"""News of jobs over LISTEN and NOTIFY.

They are told after their transaction, in one of their own: PostgreSQL lets only one transaction at a time commit that
tells something, and those that keep jobs would wait for the disk one after the other. One that does nothing else waits
for no disk.
Source: https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/commands/async.c, PreCommit_Notify.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from codementor_cli.errors import StoreFault
from codementor_cli.store.postgres.connection import connect
from codementor_cli.store.postgres.database import PostgresDatabase
from codementor_cli.store.postgres.faults import store_faults
from codementor_cli.store.sql.connection import Connection

_CHANNEL = "codementor_jobs"
_TELL = f"SELECT pg_notify('{_CHANNEL}', uid) FROM unnest(?::text[]) AS uid"  # noqa: S608 - ours

_RETRY_SECONDS = 1.0
_QUIET_SECONDS = 30.0
"""After so long without news, the connection is asked whether it is there still."""


def tell(connection: Connection, uids: Sequence[str]) -> None:
    """Tell everybody who listens of jobs."""
    connection.execute(_TELL, (list(uids),))


class PostgresNews:
    """Meets ``ports.machines.JobNews``."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    @contextmanager
    def listen(self, told: Callable[[str], None]) -> Iterator[None]:
        """Meet ``ports.machines.JobNews``; once a connection listens, an empty text is told first."""
        listener = _Listener(self._database, told)
        listener.start()
        try:
            yield
        finally:
            listener.close()


class _Listener:
    """A thread with a connection of its own, which it opens again where that ends."""

    def __init__(self, database: PostgresDatabase, told: Callable[[str], None]) -> None:
        self._database = database
        self._told = told
        self._closing = threading.Event()
        self._wakes, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._listen, name="jobs news", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End the thread: nothing is told after that."""
        self._closing.set()
        self._wakes.send(b"\0")
        self._thread.join()
        self._wakes.close()
        self._woken.close()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                self._pass_on()
            except StoreFault:
                self._closing.wait(_RETRY_SECONDS)

    def _pass_on(self) -> None:
        """Tell news until this ends.

        Raises:
            StoreFault: The connection ended, or none can be opened.
        """
        place, conninfo = self._database.place, self._database.conninfo
        with store_faults(place), connect(conninfo) as connection, selectors.DefaultSelector() as selector:
            connection.execute(f"LISTEN {_CHANNEL}")
            self._told("")
            selector.register(connection.fileno(), selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._closing.is_set():
                for notice in connection.notifies(timeout=0):
                    self._told(notice.payload)
                if not selector.select(_QUIET_SECONDS):
                    connection.execute("SELECT 1")
