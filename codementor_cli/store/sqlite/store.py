"""The store in one SQLite file."""

from __future__ import annotations

from pathlib import Path

from codementor_cli.store.sql.store import Dialect, SqlStore
from codementor_cli.store.sqlite.file import SqliteFile, open_file
from codementor_cli.store.sqlite.recording import write_submission
from codementor_cli.store.sqlite.rows import insert


def open_sqlite(path: Path, makes_folder: bool = False) -> SqliteStore:
    """Open the store in a file; see ``open_file``."""
    return SqliteStore(open_file(path, makes_folder))


class SqliteStore(SqlStore):
    """A store in a file for many processes and many threads of each; meets ``ports.Store``."""

    def __init__(self, file: SqliteFile) -> None:
        """Keep submissions in a file, which ends with the store."""
        super().__init__(file, Dialect(insert, write_submission))
        self.file = file
