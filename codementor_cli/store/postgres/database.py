"""One PostgreSQL database, shared by all that is kept in it, by many processes on many machines."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from codementor_cli.store.postgres.connection import PlacesCursor, check_alive, connect, conninfo_of, place_of
from codementor_cli.store.postgres.faults import (
    REACH_SECONDS,
    damaged,
    foreign,
    store_faults,
    too_new,
    wrong_encoding,
)
from codementor_cli.store.postgres.schema.migrations import SCHEMA_VERSION, FoundSchema, apply_steps, found_schema
from codementor_cli.store.sql.faults import unfinished

Connection = psycopg.Connection[TupleRow]
Result = TypeVar("Result")

APPLICATION_LOCK = 0x434D7472
"""``CMtr``: first key of our advisory locks, whose second one says what is locked."""

MIGRATION_LOCK = 1
DISPATCHER_LOCK = 2

_MOST_CONNECTIONS = 8
"""Of one process; a server takes 100 in all where nobody set more."""

_MOST_TRIES = 3
"""Of a transaction that another one was in the way of."""

_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = '1h'"
"""An export waits as long as its reader does, and holds nobody up."""

_HURRIED = "BEGIN; SET LOCAL synchronous_commit = off"


def open_database(url: str, most_connections: int = _MOST_CONNECTIONS, is_copying: bool = False) -> PostgresDatabase:
    """Open a database, and bring it to the newest schema; of processes that come at once, one does it.

    Args:
        url: ``postgresql://…``, which may hold a password: no error and no log repeats it.
        most_connections: Of this process at a time.
        is_copying: Open it though a copy to it is unfinished.

    Raises:
        StoreFault: It cannot be reached, is not ours, is newer than this program, or is an unfinished copy.
    """
    conninfo, place = conninfo_of(url), place_of(url)
    with store_faults(place), connect(conninfo) as connection:
        _bring_up(connection, place)
        source = None if is_copying else copied_from(connection)
    if source is not None:
        raise unfinished(place, source)
    return PostgresDatabase(conninfo, place, most_connections)


def is_unused(url: str) -> bool:
    """Whether a database has no tables yet, ours or another program's.

    Raises:
        StoreFault: It cannot be reached.
    """
    with store_faults(place_of(url)), connect(conninfo_of(url)) as connection:
        found = found_schema(connection)
    return found.version == 0 and not found.is_foreign


def copied_from(connection: Connection) -> str | None:
    """Return which store an unfinished copy comes from; None: there is no unfinished copy."""
    if connection.execute("SELECT to_regclass('copying')").fetchone() == (None,):
        return None
    found = connection.execute("SELECT source FROM copying").fetchone()
    return None if found is None else str(found[0])


def _bring_up(connection: Connection, place: str) -> None:
    """Check a database, and migrate it where its schema is older.

    Raises:
        StoreFault: It is not ours, its text is not UTF-8, or it is newer than this program.
    """
    if _is_new_enough(found_schema(connection), place):
        return
    encoding = connection.execute("SHOW server_encoding").fetchone()
    if encoding != ("UTF8",):
        raise wrong_encoding(place, str(encoding and encoding[0]))
    with connection.transaction():
        # Processes that waited here find nothing left to do.
        connection.execute("SELECT pg_advisory_xact_lock(?, ?)", (APPLICATION_LOCK, MIGRATION_LOCK))
        found = found_schema(connection)
        if not _is_new_enough(found, place):
            apply_steps(connection, found.version)


def _is_new_enough(found: FoundSchema, place: str) -> bool:
    """Whether a schema needs no migration.

    Raises:
        StoreFault: It is another program's, or too new for this one.
    """
    if found.is_foreign:
        raise foreign(place)
    if found.oldest > SCHEMA_VERSION:
        raise too_new(place, found.version, SCHEMA_VERSION)
    return found.version >= SCHEMA_VERSION


class PostgresDatabase:
    """A database for many machines, many processes, and many threads of each.

    A process that forks opens it afterwards.
    """

    def __init__(self, conninfo: str, place: str, most_connections: int = _MOST_CONNECTIONS) -> None:
        self.conninfo = conninfo
        """For a connection of one's own, such as one that listens; it may hold a password."""
        self.place = place
        """Its name in messages, without user and password."""
        # Each lost connection would be a line on stderr; callers are told by a fault.
        logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())
        logging.getLogger("psycopg.pool").propagate = False
        self._pool = ConnectionPool(
            conninfo,
            kwargs={"autocommit": True, "cursor_factory": PlacesCursor},
            connection_class=Connection,
            min_size=0,
            max_size=most_connections,
            timeout=REACH_SECONDS,
            num_workers=1,
            open=False,
            # A longer wait between two tries would outlast the outage.
            reconnect_timeout=REACH_SECONDS,
            check=check_alive,
        )
        self._pool.open()

    def close(self) -> None:
        """Give back what is open; may be called more than once."""
        self._pool.close()

    def write(self, change: Callable[[Connection], Result], is_durable: bool = True) -> Result:
        """Make a change in one transaction, again where another transaction was in its way.

        Args:
            change: Takes a connection in a transaction; called up to three times, each time anew.
            is_durable: See ``writing``.

        Raises:
            StoreFault: It cannot be made now.
        """
        with store_faults(self.place):
            for _ in range(_MOST_TRIES - 1):
                with suppress(psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
                    return self._write_once(change, is_durable)
            return self._write_once(change, is_durable)

    @contextmanager
    def writing(self, is_durable: bool = True) -> Iterator[Connection]:
        """Write everything inside, or nothing.

        Args:
            is_durable: Wait for the disk, so that a power cut loses nothing. Without, what was written outlives the
                end of this process, and of the server's where it is not killed within a second.
        """
        with store_faults(self.place), self._transaction("BEGIN" if is_durable else _HURRIED) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one state of the database while others write."""
        with store_faults(self.place), self._transaction(_SNAPSHOT) as connection:
            try:
                yield connection
            except (ValueError, OverflowError) as error:
                # The store writes no such value: another program changed the database.
                raise damaged(self.place, str(error)) from error

    @contextmanager
    def statement(self) -> Iterator[Connection]:
        """Run single statements, each a transaction of its own: one trip to the server in place of three."""
        with store_faults(self.place), self._pool.connection() as connection:
            yield connection

    def _write_once(self, change: Callable[[Connection], Result], is_durable: bool) -> Result:
        with self._transaction("BEGIN" if is_durable else _HURRIED) as connection:
            return change(connection)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._pool.connection() as connection:
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # The connection may be what failed.
                with suppress(psycopg.Error):
                    connection.execute("ROLLBACK")
                raise
