"""Rows of tables from frozen values, and values from rows: by the types of the fields.

A column has the name of its field, but for ``_COLUMNS``. Bytes are kept as contents; what JSON has lists for, as JSON.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, NewType, TypeVar, cast, get_args, get_origin, get_type_hints

from codementor_cli.store.sqlite.values import content_id, microseconds, prose, read_prose, read_time

Value = TypeVar("Value")
Row = dict[str, Any]

_COLUMNS = {"challenge_id": "challenge", "column": "column_number", "index": "position"}
"""Columns of fields that have another name."""


class _Plan(NamedTuple):
    """How one field stands in a row."""

    field: str
    column: str
    kind: Any
    """Its type, without None."""
    read: Callable[[Any], Any]


_WRITERS: dict[Any, Callable[[Any], Any]] = {str: prose, datetime: microseconds, tuple: json.dumps}
_READERS: dict[Any, Callable[[Any], Any]] = {
    str: read_prose,
    datetime: read_time,
    tuple: lambda value: tuple(json.loads(value)),
    bool: bool,
}


def row_of(connection: sqlite3.Connection, value: Any, *names: str) -> Row:
    """Return the columns of a value's fields, of those named or of all; contents are kept on the way."""
    row, its_class = {}, cast("Any", type(value))
    for name, column, kind, _ in _plan(its_class):
        if names and name not in names:
            continue
        held = getattr(value, name)
        if kind is bytes:
            held = content_id(connection, held)
        elif isinstance(held, Enum):
            held = held.value
        elif held is not None and kind in _WRITERS:
            held = _WRITERS[kind](held)
        row[column] = held
    return row


def value_of(kind: type[Value], row: Row, contents: Mapping[int | None, bytes] | None = None, **given: Any) -> Value:
    """Return the value of a row.

    Args:
        kind: Its class.
        row: Columns by name; more than the class has fields, too.
        contents: Those that the row names.
        given: Fields that are not in the row, or differ from it.

    Raises:
        ValueError: The file was damaged.
    """
    for name, column, field_kind, read in _plan(cast("Any", kind)):
        if name in given or column not in row:
            continue
        held = row[column]
        if field_kind is bytes:
            given[name] = (contents or {})[held]
        else:
            given[name] = None if held is None else read(held)
    return kind(**given)


def rows(connection: sqlite3.Connection, statement: str, *values: object) -> Iterator[Row]:
    """Yield rows by column name; closing the generator ends the reading."""
    cursor = connection.execute(statement, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def insert(connection: sqlite3.Connection, table: str, row: Row, conflict: str = "") -> sqlite3.Cursor:
    """Add a row; ``conflict``: what to do where it is there already, in SQL."""
    columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
    return connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({values}) {conflict}", row)  # noqa: S608 - names are ours


@cache
def _plan(kind: Any) -> tuple[_Plan, ...]:
    hints = get_type_hints(kind)
    return tuple(_planned(each.name, hints[each.name]) for each in fields(kind))


def _planned(name: str, hint: Any) -> _Plan:
    if NoneType in get_args(hint):
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
    if isinstance(hint, NewType):
        hint = hint.__supertype__
    kind = get_origin(hint) or hint
    is_enum = isinstance(kind, type) and issubclass(kind, Enum)
    return _Plan(name, _COLUMNS.get(name, name), kind, kind if is_enum else _READERS.get(kind, lambda value: value))
