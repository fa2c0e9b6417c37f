"""Tokens in a database file."""

from __future__ import annotations

from codementor_cli.store.sql.tokens import SqlTokens
from codementor_cli.store.sqlite.file import SqliteFile
from codementor_cli.store.sqlite.rows import insert


class SqliteTokens(SqlTokens):
    """The tokens of a file; meets ``ports.serving.Tokens``."""

    def __init__(self, file: SqliteFile) -> None:
        super().__init__(file, insert)
