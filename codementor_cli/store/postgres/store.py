"""The store in a PostgreSQL database."""

from __future__ import annotations

from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.recording import write_submission
from codementor_cli.store.postgres.rows import insert
from codementor_cli.store.sql.store import Dialect, SqlStore


def open_postgres(url: str) -> PostgresStore:
    """Open the store in a database; see ``open_database``."""
    return PostgresStore(open_database(url))


class PostgresStore(SqlStore):
    """A store in a database for many machines, many processes and many threads of each; meets ``ports.Store``."""

    def __init__(self, database: PostgresDatabase) -> None:
        """Keep submissions in a database, which is closed with the store."""
        super().__init__(database, Dialect(insert, write_submission))
        self.database = database
