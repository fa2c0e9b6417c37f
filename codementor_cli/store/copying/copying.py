"""The copy: rows in pages, table after table, with their numbers; then a look at both sides.

A page is one transaction, and what is there already says where to go on: so a copy can end at any point and be begun
again. Until it is whole, the target has a table ``copying``, with which no other command opens it.
"""

# ruff: noqa: S608 - names of tables and columns are ours

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from codementor_cli.errors import NextStep, UserFileError
from codementor_cli.store.copying.faults import differs
from codementor_cli.store.copying.side import Side
from codementor_cli.store.copying.tables import TABLES, Row, Table
from codementor_cli.text.amounts import count_text

MARK = "copying"
"""The table that says that a copy is unfinished."""

_CLOCK = "queue_clock"
"""Has its row in a new store already."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to."""

    row_count: int
    """Of the whole store."""
    new_count: int
    """Of those, that were copied now; 0: all were there already."""
    running_count: int
    """Jobs that run in the source: what they record later is not in the copy."""


def copy_store(source: Side, target: Side, told: Told) -> Copied:
    """Copy everything that a store keeps, and check that both sides hold the same.

    Args:
        source: What it holds as the copy begins is copied.
        target: Empty, or part of a copy of the same source, or all of it.
        told: Of the progress.

    Raises:
        UserFileError: The target holds something else.
        StoreFault: A side cannot be read or written, or both differ in the end.
    """
    with source.reading() as kept:
        total = sum(_counts(kept).values())
        (running,) = kept.execute("SELECT count(*) FROM jobs WHERE state = 'running'").fetchone()
        if _is_there(source, kept, target, told):
            return Copied(total, 0, running)
        new = 0
        for table in TABLES:
            for count in (_go_on if table.grows else _again)(source, kept, target, table):
                new += count
                told(f"Copying {table.name}: {new} of {count_text(total, 'row')} …")
        with target.writing() as connection:
            _check(source, kept, target, connection, told)
            for table in TABLES:
                target.number_on(connection, table)
            connection.execute(f"DROP TABLE {MARK}")
    return Copied(total, new, running)


def _is_there(source: Side, kept: Any, target: Side, told: Told) -> bool:
    """Whether the target is a whole copy; where it is empty, the copy begins, and where it is part of one, it goes on.

    Raises:
        UserFileError: It holds something else.
    """
    with target.writing() as connection:
        mark, found = target.mark(connection), _counts(connection)
        if mark == source.name:
            return False
        if mark is not None:
            raise UserFileError(
                f"{target.name} holds a part of {mark}, whose copy was not finished.",
                "Go on with that copy, or copy to an empty database.",
            )
        if not any(count for name, count in found.items() if name != _CLOCK):
            connection.execute(f"CREATE TABLE {MARK} (source TEXT NOT NULL)")
            connection.execute(f"INSERT INTO {MARK} VALUES (?)", (source.name,))
            return False
        if found == _counts(kept) and _differing(kept, connection, told) is None:
            return True
    raise UserFileError(
        f"{target.name} holds records already, which are not those of {source.name}.",
        NextStep(("export", "FILE"), "Copy to an empty database. To add records to others, import a file of them: {}"),
    )


def _go_on(source: Side, kept: Any, target: Side, table: Table) -> Iterator[int]:
    """Copy the rows of a table after those that are there, and yield how many each time.

    Raises:
        StoreFault: Those that are there are others.
    """
    keys, places = _keys(table)
    order = ", ".join(f"{each} DESC" for each in table.key)
    with target.reading() as connection:
        last = connection.execute(f"SELECT {keys} FROM {table.name} ORDER BY {order} LIMIT 1").fetchone()
        found = _count(connection, table)
    if last is not None:
        statement = f"SELECT count(*) FROM {table.name} WHERE ({keys}) <= ({places})"
        if kept.execute(statement, tuple(last)).fetchone()[0] != found:
            raise differs(target.name, source.name, table.name)
        yield found
    for page in _pages(kept, table, last):
        with target.writing() as connection:
            target.insert(connection, table, page)
        yield len(page)


def _again(_source: Side, kept: Any, target: Side, table: Table) -> Iterator[int]:
    """Copy all rows of a table whose rows change, in place of those that are there, and yield how many each time."""
    with target.writing() as connection:
        connection.execute(f"DELETE FROM {table.name}")
        for page in _pages(kept, table):
            target.insert(connection, table, page)
            yield len(page)


def _check(source: Side, kept: Any, target: Side, connection: Any, told: Told) -> None:
    """Compare both sides.

    Raises:
        StoreFault: They differ.
    """
    table = _differing(kept, connection, told)
    if table is not None:
        raise differs(target.name, source.name, table.name)


def _differing(kept: Any, connection: Any, told: Told) -> Table | None:
    """Return the first table whose rows differ; None: both sides hold the same."""
    for table in TABLES:
        told(f"Checking {table.name} …")
        if _sum(kept, table) != _sum(connection, table):
            return table
    return None


def _sum(connection: Any, table: Table) -> tuple[int, int]:
    """Return how many rows a table has, and the sum of their digests: databases order text in ways of their own."""
    count = total = 0
    for page in _pages(connection, table):
        count += len(page)
        total += sum(int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big") for row in page)
    return count, total


def _counts(connection: Any) -> dict[str, int]:
    return {table.name: _count(connection, table) for table in TABLES}


def _count(connection: Any, table: Table) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])


def _pages(connection: Any, table: Table, after: Row | None = None) -> Iterator[list[Row]]:
    """Yield the rows of a table by their keys, a page at a time.

    Args:
        connection: Of a side.
        table: One of ``TABLES``.
        after: Begin after this key.
    """
    keys, places = _keys(table)
    columns = ", ".join(table.kinds)
    at = [list(table.kinds).index(each) for each in table.key]
    while True:
        where = "" if after is None else f"WHERE ({keys}) > ({places})"
        statement = f"SELECT {columns} FROM {table.read_from} {where} ORDER BY {keys} LIMIT {table.page_count}"
        page = [table.neutral(row) for row in connection.execute(statement, after or ()).fetchall()]
        if page:
            yield page
        if len(page) < table.page_count:
            return
        after = tuple(page[-1][each] for each in at)


def _keys(table: Table) -> tuple[str, str]:
    """Return the columns of a table's key, and as many places."""
    return ", ".join(table.key), ", ".join("?" for _ in table.key)
