"""Tokens in a database; of their texts there is nothing in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from codementor_cli.domain.access.principal import Scope
from codementor_cli.domain.access.token import Token
from codementor_cli.store.sql.connection import Database
from codementor_cli.store.sql.rows import Insert, Row, row_of, rows, value_of
from codementor_cli.store.sql.values import microseconds


class SqlTokens:
    """The tokens of a database; meets ``ports.serving.Tokens``."""

    def __init__(self, database: Database, insert: Insert) -> None:
        self._database = database
        self._insert = insert

    def add(self, token: Token) -> None:
        """Keep a new token."""
        with self._database.writing() as connection:
            self._insert(connection, "tokens", row_of(token))

    def by_digest(self, digest: str) -> Token | None:
        """Return the token of a digest; None: there is none."""
        return next(self._read("SELECT * FROM tokens WHERE digest = ?", digest), None)

    def all(self) -> tuple[Token, ...]:
        """Return every token, oldest first."""
        return tuple(self._read("SELECT * FROM tokens ORDER BY created_at, uid"))

    def revoke(self, uid: str, at: datetime) -> Token | None:
        """Take back a token from a moment on, and return it; None: there is none. One taken back stays as it is."""
        with self._database.writing() as connection:
            statement = "UPDATE tokens SET revoked_at = ? WHERE uid = ? AND revoked_at IS NULL"
            connection.execute(statement, (microseconds(at), uid))
        return next(self._read("SELECT * FROM tokens WHERE uid = ?", uid), None)

    def _read(self, statement: str, *values: str) -> Iterator[Token]:
        with self._database.reading() as connection:
            found = list(rows(connection, statement, *values))
            tokens = [_token(row) for row in found]
        yield from tokens


def _token(row: Row) -> Token:
    return value_of(Token, row, scopes=tuple(Scope(each) for each in json.loads(row["scopes"])))
