"""Rows of tables from frozen values, and values from rows: by the types of the fields.

A column has the name of its field, but for ``_COLUMNS``. Bytes are kept as contents; what JSON has lists for, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple, NewType, Protocol, TypeVar, get_args, get_origin, get_type_hints

from codementor_cli.store.sql.connection import Connection, Cursor
from codementor_cli.store.sql.values import microseconds, prose, read_prose, read_time

Value = TypeVar("Value")
Row = dict[str, Any]
Keep = Callable[[bytes], int | None]
"""Keeps a content, and returns its id; None: it is empty."""

_COLUMNS = {"challenge_id": "challenge", "column": "column_number", "index": "position"}
"""Columns of fields that have another name."""


class _Place(NamedTuple):
    """How one field stands in a row; a value that a column takes as it is has no function."""

    field: str
    column: str
    is_content: bool
    write: Callable[[Any], Any] | None
    read: Callable[[Any], Any] | None


def row_of(value: Any, *names: str, keep: Keep | None = None) -> Row:
    """Return the columns of a value's fields, of those named or of all; contents are kept on the way.

    Args:
        value: Frozen.
        names: Of its fields.
        keep: Called with each content; None: the value has none.
    """
    row = {}
    its_class: Any = type(value)
    for name, column, is_content, write, _ in _places(its_class, names):
        held = getattr(value, name)
        if is_content:
            held = None if keep is None else keep(held)
        elif write is not None and held is not None:
            held = write(held)
        row[column] = held
    return row


def value_of(kind: type[Value], row: Row, contents: Mapping[int | None, bytes] | None = None, **given: Any) -> Value:
    """Return the value of a row.

    Args:
        kind: Its class.
        row: Columns by name; columns that are no fields are left out.
        contents: Those that the row names.
        given: Fields that are not in the row, or differ from it.

    Raises:
        ValueError: The file was damaged.
    """
    wanted: Any = kind
    for name, column, is_content, _, read in _read_places(wanted, tuple(given)):
        held = row[column]
        if is_content:
            held = (contents or {})[held]
        elif read is not None and held is not None:
            held = read(held)
        given[name] = held
    return kind(**given)


def rows(connection: Connection, statement: str, *values: object) -> Iterator[Row]:
    """Yield rows by column name; closing the generator ends the reading."""
    cursor = connection.execute(statement, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


class Insert(Protocol):
    """Adds rows to tables of one kind of database."""

    def __call__(self, connection: Any, table: str, row: Row, conflict: str = "") -> Cursor:
        """Add a row; ``conflict``: what to do where it is there already, in SQL."""


@cache
def insertion(table: str, columns: tuple[str, ...], conflict: str) -> str:
    """Return the statement that adds a row.

    Args:
        table: Its table.
        columns: Those that have a value.
        conflict: What to do where the row is there already, in SQL.
    """
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places}) {conflict}"  # noqa: S608 - names are ours


@cache
def _read_places(kind: Any, given: tuple[str, ...]) -> tuple[_Place, ...]:
    return tuple(each for each in _places(kind, ()) if each.field not in given)


@cache
def _places(kind: Any, names: tuple[str, ...]) -> tuple[_Place, ...]:
    hints = get_type_hints(kind)
    return tuple(_place(each.name, hints[each.name]) for each in fields(kind) if not names or each.name in names)


def _place(name: str, hint: Any) -> _Place:
    if NoneType in get_args(hint):
        hint, *_ = (each for each in get_args(hint) if each is not NoneType)
    if isinstance(hint, NewType):
        hint = hint.__supertype__
    kind = get_origin(hint) or hint
    is_enum = isinstance(kind, type) and issubclass(kind, Enum)
    write, read = (attrgetter("value"), kind) if is_enum else _FUNCTIONS.get(kind, (None, None))
    return _Place(name, _COLUMNS.get(name, name), kind is bytes, write, read)


_FUNCTIONS: dict[Any, tuple[Callable[[Any], Any] | None, Callable[[Any], Any]]] = {
    str: (prose, read_prose),
    datetime: (microseconds, read_time),
    tuple: (json.dumps, lambda value: tuple(json.loads(value))),
    bool: (None, bool),
}
"""What writes a value to a column, and reads it back."""
