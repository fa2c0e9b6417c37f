"""A PostgreSQL database as a side of a copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager

import psycopg

from codementor_cli.errors import UserFileError
from codementor_cli.store.copying.faults import changed, not_taken
from codementor_cli.store.copying.tables import Row, Table
from codementor_cli.store.postgres.connection import place_of
from codementor_cli.store.postgres.database import Connection, PostgresDatabase, copied_from, is_unused, open_database

_PATIENT = "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0"
"""One side waits while the other reads or writes what is large."""


@contextmanager
def postgres_side(url: str, is_target: bool = False) -> Iterator[PostgresSide]:
    """Open a database for a copy.

    Args:
        url: ``postgresql://…``, which may hold a password.
        is_target: Open it though a copy to it is unfinished.

    Raises:
        UserFileError: It is not the target, and nothing was ever kept there.
        StoreFault: It cannot be opened, with what to do about it.
    """
    if not is_target and is_unused(url):
        raise UserFileError(f"{place_of(url)} holds nothing of codementor's.", "Check the address after FROM.")
    with closing(open_database(url, is_copying=is_target)) as database:
        yield PostgresSide(database)


class PostgresSide:
    """A database; meets ``store.copying.side.Side``."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self.name = database.place

    def reading(self) -> AbstractContextManager[Connection]:
        """Meet ``Side``."""
        return _patient(self._database.reading())

    def writing(self) -> AbstractContextManager[Connection]:
        """Meet ``Side``."""
        return _patient(self._database.writing())

    def mark(self, connection: Connection) -> str | None:
        """Meet ``Side``."""
        return copied_from(connection)

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Meet ``Side``."""
        statement = f"COPY {table.name} ({', '.join(table.kinds)}) FROM STDIN"
        try:
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.IntegrityError as error:
            raise changed(self.name, str(error).partition("\n")[0]) from error
        except psycopg.DataError as error:
            raise not_taken(self.name, table.name, str(error).partition("\n")[0]) from error

    def number_on(self, connection: Connection, table: Table) -> None:
        """Meet ``Side``: the number that follows is kept beside the table."""
        if table.number is not None:
            next_number = f"SELECT setval(pg_get_serial_sequence(?, ?), coalesce(max({table.number}), 0) + 1, false)"
            connection.execute(f"{next_number} FROM {table.name}", (table.name, table.number))


@contextmanager
def _patient(transaction: AbstractContextManager[Connection]) -> Iterator[Connection]:
    with transaction as connection:
        connection.execute(_PATIENT)
        yield connection
