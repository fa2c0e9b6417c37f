"""Tokens in a PostgreSQL database."""

from __future__ import annotations

from codementor_cli.store.postgres.database import PostgresDatabase
from codementor_cli.store.postgres.rows import insert
from codementor_cli.store.sql.tokens import SqlTokens


class PostgresTokens(SqlTokens):
    """The tokens of a database; meets ``ports.serving.Tokens``."""

    def __init__(self, database: PostgresDatabase) -> None:
        super().__init__(database, insert)
