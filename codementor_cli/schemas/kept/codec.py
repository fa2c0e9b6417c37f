"""The one lossless codec: frozen dataclasses to plain JSON values, and back.

JSON has no word for some values. They are written like this:

- bytes: as text where they are UTF-8, else as ``{"base64": …}``; text with lone surrogates likewise;
- times: ISO 8601 with an offset;
- ``Decimal``: as text, which keeps its digits; a number is read also.

Reading is strict: no unknown key, no other type, no number beyond ``LARGEST``. A missing key takes its field's default:
so a later version can add a field, and what an earlier one wrote still reads.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, NewType, TypeVar, Union, get_args, get_origin, get_type_hints, overload

from codementor_cli.schemas.writing import Form, key_of, tag_of, writer
from codementor_cli.text.sentences import one_of

Value = TypeVar("Value")

LARGEST = 2**63 - 1
"""The largest number in a store. All whole numbers of the domain are counts: none is negative."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
_MOST_DIGITS = 100
_SHOWN_PARTS = 8
_SHOWN_LETTERS = 60


class DecodeError(ValueError):
    """The data is no value of the wanted type. The message never shows the data, which may be hidden."""

    def __init__(self, said: str, *place: str) -> None:
        super().__init__(said)
        self.said = said
        self.place = place

    def inside(self, part: str) -> DecodeError:
        """Return the same error, seen from one level further out."""
        return DecodeError(self.said, part, *self.place)

    def __str__(self) -> str:
        place = ".".join(part[:_SHOWN_LETTERS] for part in self.place[:_SHOWN_PARTS])
        return f"{place}: {self.said}" if place else self.said


class _Entry(NamedTuple):
    """One key of a class."""

    field: str
    read: Callable[[Any], Any]


def to_json(value: Any, kind: Any = None) -> Any:
    """Return a value as plain data for ``json.dumps``; ``kind`` as for ``from_json``, its own class without it."""
    wanted: Any = kind or type(value)
    return writer(wanted, LOSSLESS)(value)


@overload
def from_json(kind: type[Value], data: Any) -> Value: ...
@overload
def from_json(kind: UnionType, data: Any) -> Any: ...
def from_json(kind: Any, data: Any) -> Any:
    """Return the value that ``to_json`` was given.

    Args:
        kind: A class, or any type that a field may have: ``Submission | MentorCall``.
        data: From ``json.loads``.

    Raises:
        DecodeError: It is none of that type.
    """
    return _reader(kind)(data)


def prepare(kind: Any) -> None:
    """Work out how values of a type are read and written, which the first one pays for otherwise."""
    _reader(kind)
    writer(kind, LOSSLESS)


def plain_text(text: str) -> str | dict[str, str]:
    """Return text for JSON; lone surrogates, which JSON readers refuse, make it bytes."""
    return text if text.isascii() else plain_bytes(text.encode("utf-8", "surrogatepass"))


def plain_bytes(content: bytes) -> str | dict[str, str]:
    """Return bytes for JSON."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}


LOSSLESS = Form(plain_text, plain_bytes)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    args = get_args(kind)
    if get_origin(kind) in {Union, UnionType}:
        read = _union_reader([each for each in args if each is not NoneType])
        return (lambda data: None if data is None else read(data)) if NoneType in args else read
    if get_origin(kind) is tuple:
        return _tuple_reader(args)
    if is_dataclass(kind):
        return _class_reader(kind)
    if isinstance(kind, NewType):
        return _reader(kind.__supertype__)
    if issubclass(kind, Enum):
        return _enum_reader(kind)
    return _LEAVES[kind]


def _union_reader(kinds: list[Any]) -> Callable[[Any], Any]:
    if len(kinds) == 1:
        return _reader(kinds[0])
    readers = {tag_of(each): _reader(each) for each in kinds}
    tags = one_of([f'"{tag}"' for tag in readers])

    def read(data: Any) -> Any:
        tag = data.get("type") if isinstance(data, dict) else None
        if not isinstance(tag, str) or tag not in readers:
            raise DecodeError(f'expected an object with a "type": {tags}')
        return readers[tag]({key: each for key, each in data.items() if key != "type"})

    return read


def _tuple_reader(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    same = args[1] is Ellipsis
    readers = [_reader(each) for each in args if each is not Ellipsis]

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list) or not (same or len(data) == len(readers)):
            raise DecodeError("expected a list" if same else f"expected a list of {len(readers)}")
        values: list[Any] = []
        try:
            for reader, each in zip(readers * len(data) if same else readers, data, strict=True):
                values.append(reader(each))
        except DecodeError as error:
            raise error.inside(str(len(values))) from None
        return tuple(values)

    return read


def _class_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    plan = {key_of(each.name): _Entry(each.name, _reader(hints[each.name])) for each in fields(kind)}
    needed = [key_of(each.name) for each in fields(kind) if _is_needed(each)]

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise DecodeError("expected an object")
        values = {}
        for key, each in data.items():
            if key not in plan:
                raise DecodeError("unknown key", key)
            try:
                values[plan[key].field] = plan[key].read(each)
            except DecodeError as error:
                raise error.inside(key) from None
        for key in needed:
            if key not in data:
                raise DecodeError("required, and missing", key)
        return kind(**values)

    return read


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _enum_reader(kind: type[Enum]) -> Callable[[Any], Any]:
    members: dict[Any, Enum] = {each.value: each for each in kind}
    expected = f"expected {one_of([str(each) for each in members])}"

    def read(data: Any) -> Enum:
        if not isinstance(data, str) or data not in members:
            raise DecodeError(expected)
        return members[data]

    return read


def _read_content(data: Any) -> bytes:
    if isinstance(data, str):
        try:
            return data.encode()
        except UnicodeEncodeError:
            raise DecodeError("expected text without lone surrogates, or an object with base64") from None
    if not isinstance(data, dict) or data.keys() != {"base64"} or not isinstance(data["base64"], str):
        raise DecodeError("expected text, or an object with base64")
    try:
        return base64.b64decode(data["base64"], validate=True)
    except (binascii.Error, ValueError):
        raise DecodeError("this is not Base64") from None


def _read_text(data: Any) -> str:
    if isinstance(data, str) and data.isascii():
        return data
    try:
        return _read_content(data).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise DecodeError("expected text in Base64, found other bytes") from None


def _read_count(data: Any) -> int:
    if type(data) is not int or not 0 <= data <= LARGEST:
        raise DecodeError(f"expected a whole number from 0 to {LARGEST}")
    return data


def _read_number(data: Any) -> float:
    if type(data) is int and abs(data) <= LARGEST:
        return float(data)
    if type(data) is not float or not math.isfinite(data):
        raise DecodeError("expected a number")
    return data


def _read_switch(data: Any) -> bool:
    if type(data) is not bool:
        raise DecodeError("expected true or false")
    return data


def _read_decimal(data: Any) -> Decimal:
    text = data if isinstance(data, str) else repr(_read_number(data))
    try:
        found = Decimal(text[:_MOST_DIGITS])
    except InvalidOperation:
        found = Decimal("NaN")
    if len(text) > _MOST_DIGITS or not found.is_finite():
        raise DecodeError("expected a decimal number")
    return found


def _read_time(data: Any) -> datetime:
    if not isinstance(data, str) or not _TIME.fullmatch(data):
        raise DecodeError("expected a time with its offset, like 2026-11-30T23:59:00Z")
    try:
        return datetime.fromisoformat(data)
    except ValueError:
        raise DecodeError("expected a time that is in the calendar") from None


_LEAVES: dict[Any, Callable[[Any], Any]] = {
    str: _read_text,
    bytes: _read_content,
    bool: _read_switch,
    int: _read_count,
    float: _read_number,
    Decimal: _read_decimal,
    datetime: _read_time,
}
