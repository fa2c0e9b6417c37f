"""Tokens in a database file; of their texts there is nothing in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from codementor_cli.domain.access.principal import Scope
from codementor_cli.domain.access.token import Token
from codementor_cli.store.sqlite.file import SqliteFile
from codementor_cli.store.sqlite.rows import Row, insert, row_of, rows, value_of
from codementor_cli.store.sqlite.values import microseconds


class SqliteTokens:
    """The tokens of a file; meets ``ports.serving.Tokens``."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def add(self, token: Token) -> None:
        """Keep a new token."""
        with self._file.writing() as connection:
            insert(connection, "tokens", row_of(connection, token))

    def by_digest(self, digest: str) -> Token | None:
        """Return the token of a digest; None: there is none."""
        return next(self._read("SELECT * FROM tokens WHERE digest = ?", digest), None)

    def all(self) -> tuple[Token, ...]:
        """Return every token, oldest first."""
        return tuple(self._read("SELECT * FROM tokens ORDER BY created_at, uid"))

    def revoke(self, uid: str, at: datetime) -> Token | None:
        """Take back a token from a moment on, and return it; None: there is none. One taken back stays as it is."""
        with self._file.writing() as connection:
            statement = "UPDATE tokens SET revoked_at = ? WHERE uid = ? AND revoked_at IS NULL"
            connection.execute(statement, (microseconds(at), uid))
        return next(self._read("SELECT * FROM tokens WHERE uid = ?", uid), None)

    def _read(self, statement: str, *values: str) -> Iterator[Token]:
        with self._file.reading() as connection:
            found = list(rows(connection, statement, *values))
            tokens = [_token(row) for row in found]
        yield from tokens


def _token(row: Row) -> Token:
    return value_of(Token, row, scopes=tuple(Scope(each) for each in json.loads(row["scopes"])))
