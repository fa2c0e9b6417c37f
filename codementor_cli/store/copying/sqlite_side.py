"""A file as a side of a copy; meets ``store.copying.side.Side``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from codementor_cli.store.copying.faults import changed
from codementor_cli.store.copying.tables import PROSE, Row, Table
from codementor_cli.store.sqlite.connection import connect
from codementor_cli.store.sqlite.file import SqliteFile, copied_from, open_file


@contextmanager
def sqlite_side(path: Path, is_target: bool = False) -> Iterator[SqliteSide]:
    """Open a file for a copy, making it where there is none.

    Args:
        path: Absolute path of the file.
        is_target: Open it though a copy to it is unfinished.

    Raises:
        StoreFault: It cannot be opened or made, with what to do about it.
    """
    with closing(SqliteFile(path, connect(path)) if is_target else open_file(path)) as file:
        yield SqliteSide(file)


class SqliteSide:
    """A file; one thread uses it, so one connection is all there is."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file
        self.name = str(file.path)
        self.reading, self.writing = file.reading, file.writing

    def mark(self, connection: sqlite3.Connection) -> str | None:
        """Meet ``Side``."""
        return copied_from(connection)

    def insert(self, connection: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> None:
        """Meet ``Side``."""
        prose = [place for place, kind in enumerate(table.kinds.values()) if kind == PROSE]
        places = ", ".join("?" for _ in table.kinds)
        statement = f"INSERT INTO {table.name} ({', '.join(table.kinds)}) VALUES ({places})"  # noqa: S608 - ours
        try:
            connection.executemany(statement, (_with_text(row, prose) for row in rows))
        except sqlite3.IntegrityError as error:
            raise changed(self.name, str(error)) from error

    def number_on(self, connection: sqlite3.Connection, table: Table) -> None:
        """Meet ``Side``: SQLite takes the greatest number and adds one."""


def _with_text(row: Row, prose: Sequence[int]) -> Row:
    """Return a row with prose as this database keeps it: as text, where UTF-8 can say it."""
    values = list(row)
    for place in prose:
        if values[place] is not None:
            try:
                values[place] = values[place].decode()
            except UnicodeDecodeError:
                continue
    return tuple(values)
