"""Values as plain data for JSON, by the types of their fields.

A class becomes an object with its fields' names in camelCase; where a field may hold one of several classes, the object
has a ``type`` also. JSON has no word for text with lone surrogates and for bytes: a ``Form`` says how they are written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

ABSENT: Any = object()
"""In a field: its key is left out."""


@dataclass(frozen=True, slots=True)
class Form:
    """How text and bytes are written."""

    text: Callable[[str], Any]
    content: Callable[[bytes], Any]


def key_of(field: str) -> str:
    """Return a field's name in JSON: in camelCase; a name that ends with ``_`` stays as it is, without that."""
    if field.endswith("_"):
        return field[:-1]
    first, *more = field.split("_")
    return first + "".join(map(str.capitalize, more))


@cache
def writer(kind: Any, form: Form) -> Callable[[Any], Any]:
    """Return the function that writes values of a type; for a class, any value with attributes of its fields' names."""
    args = get_args(kind)
    if get_origin(kind) in {Union, UnionType}:
        return _union_writer([each for each in args if each is not NoneType], form)
    if get_origin(kind) in {tuple, list}:
        return _list_writer(args, form)
    if is_dataclass(kind):
        return _class_writer(kind, form)
    if isinstance(kind, NewType):
        return writer(kind.__supertype__, form)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: value.value
    leaves: dict[Any, Callable[[Any], Any]] = {
        str: form.text,
        bytes: form.content,
        float: float,
        Decimal: str,
        datetime: lambda value: value.isoformat().replace("+00:00", "Z"),
        date: date.isoformat,
    }
    return _itself if kind in {bool, int, Any} or get_origin(kind) is Literal else leaves[kind]


def _itself(value: Any) -> Any:
    return value


def _union_writer(kinds: list[Any], form: Form) -> Callable[[Any], Any]:
    if len(kinds) == 1:
        write = writer(kinds[0], form)
        return lambda value: None if value is None else write(value)
    tagged = {each: (tag_of(each), writer(each, form)) for each in kinds}

    def write_tagged(value: Any) -> Any:
        if value is None:
            return None
        tag, write = tagged[type(value)]
        return {"type": tag, **write(value)}

    return write_tagged


def _list_writer(args: tuple[Any, ...], form: Form) -> Callable[[Any], Any]:
    if len(args) == 1 or args[1] is Ellipsis:
        write = writer(args[0], form)
        return lambda values: [write(each) for each in values]
    writes = [writer(each, form) for each in args]
    return lambda values: [write(each) for write, each in zip(writes, values, strict=True)]


def _class_writer(kind: Any, form: Form) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    plan = [(each.name, key_of(each.name), writer(hints[each.name], form)) for each in fields(kind)]

    def write(value: Any) -> dict[str, Any]:
        return {key: write(held) for name, key, write in plan if (held := getattr(value, name)) is not ABSENT}

    return write


def tag_of(kind: Any) -> str:
    """Return the ``type`` of a class among several."""
    name: str = kind.__name__
    return name[0].lower() + name[1:]
