"""Any value of a type of the domain, made from the types of its fields."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(), max_size=12),
    bytes: st.binary(max_size=12),
    int: st.integers(0, 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(timezones=st.just(UTC)),
}


def any_value(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a class, or of any type that a field may have."""
    if isinstance(kind, NewType):
        kind = kind.__supertype__
    args = get_args(kind)
    if kind in _LEAVES:
        return _LEAVES[kind]
    if get_origin(kind) in {Union, UnionType}:
        return st.one_of([st.none() if each is NoneType else any_value(each) for each in args])
    if get_origin(kind) is tuple and args[1] is Ellipsis:
        return st.lists(any_value(args[0]), max_size=2).map(tuple)
    if get_origin(kind) is tuple:
        return st.tuples(*map(any_value, args))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        made: Any = kind
        return st.builds(made, **{each.name: st.deferred(_of(hints[each.name])) for each in fields(kind)})
    assert issubclass(kind, Enum)
    return st.sampled_from(kind)


def _of(kind: Any) -> Any:
    return lambda: any_value(kind)
