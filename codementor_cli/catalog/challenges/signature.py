"""Types of function-call challenges: a small grammar, and whether JSON values are of a type.

::

    type = simple [ "|" "None" ]
    simple = "int" | "float" | "str" | "bool" | "any" | "None"
           | "list[" type "]" | "dict[str," type "]" | "tuple[" type ("," type)* "]" | "tuple[" type ", ...]"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from codementor_cli.text.excerpts import brief
from codementor_cli.text.near_matches import did_you_mean

_MOST_LETTERS = 200
_TOKEN = re.compile(r"\s*([A-Za-z_]\w*|\.\.\.|[\[\],|]|\S)", re.ASCII)
_SIMPLE = ("int", "float", "str", "bool", "any", "None")
_GENERIC = ("list", "dict", "tuple")
_EXAMPLES = "types look like int, float, str, bool, any, None, list[int], dict[str, int], tuple[int, str], str | None"


@dataclass(frozen=True, slots=True)
class ValueType:
    """A type of the grammar."""

    name: str
    items: tuple[ValueType, ...] = ()
    """Of a list and a dict: one, of what they hold; of a tuple: one for each place."""
    any_length: bool = False
    """Of a tuple: ``tuple[int, ...]``."""
    optional: bool = False
    """``| None``."""

    def __str__(self) -> str:
        """Return the type as authors write it."""
        inner = [str(item) for item in self.items]
        if self.name == "dict":
            inner.insert(0, "str")
        if self.any_length:
            inner.append("...")
        text = f"{self.name}[{', '.join(inner)}]" if inner else self.name
        return f"{text} | None" if self.optional else text


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first value that is not of its type."""

    path: tuple[str | int, ...]
    """From the value that was checked."""
    expected: ValueType
    message: str


def parse_type(text: str) -> ValueType:
    """Return the type that a text names.

    Raises:
        ValueError: It names none; the message says where it goes wrong.
    """
    if len(text) > _MOST_LETTERS:
        raise ValueError(f"expected a type of at most {_MOST_LETTERS} letters")
    tokens = _Tokens(_TOKEN.findall(text))
    parsed = _type(tokens)
    tokens.take("")
    return parsed


class _Tokens:
    """What is left of a type's text."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = [*tokens, ""]
        self._next = 0

    @property
    def next(self) -> str:
        return self._tokens[self._next]

    def pop(self) -> str:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def take(self, token: str) -> None:
        found = self.pop()
        if found != token:
            raise ValueError(f"expected {token or 'the type to end'}, not {brief(found) or 'its end'}; {_EXAMPLES}")


def _type(tokens: _Tokens) -> ValueType:
    parsed = _simple(tokens)
    if tokens.next != "|":
        return parsed
    tokens.pop()
    tokens.take("None")
    return ValueType(parsed.name, parsed.items, parsed.any_length, optional=True)


def _simple(tokens: _Tokens) -> ValueType:
    name = tokens.pop()
    if name in _SIMPLE:
        return ValueType(name)
    if name not in _GENERIC:
        near = did_you_mean(name, (*_SIMPLE, *_GENERIC))
        raise ValueError(f"there is no type {brief(name) or 'here'}; {near or _EXAMPLES}")
    if tokens.next != "[":
        raise ValueError(f"{name} needs to say what it holds, like {name}[{'str, ' * (name == 'dict')}any]")
    tokens.pop()
    if name == "dict":
        tokens.take("str")
        tokens.take(",")
    items = [_type(tokens)]
    any_length = False
    while name == "tuple" and tokens.next == "," and not any_length:
        tokens.pop()
        if tokens.next == "..." and len(items) == 1:
            tokens.pop()
            any_length = True
        else:
            items.append(_type(tokens))
    tokens.take("]")
    return ValueType(name, tuple(items), any_length)


def mismatch(value: Any, expected: ValueType) -> Mismatch | None:
    """Return the first place where a value is not of its type, or None where it is."""
    if expected.name == "any" or (value is None and (expected.optional or expected.name == "None")):
        return None
    if expected.name in _GENERIC:
        return _inner_mismatch(value, expected)
    if _is_simple(value, expected.name):
        return None
    return Mismatch((), expected, f"expected {expected}, not {described(value)}")


def described(value: Any) -> str:
    """Return in words what a JSON value is."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {brief(str(value))}"
        case str():
            return f'the text "{brief(value)}"'
        case list():
            return f"a list of {len(value)}"
        case _:
            return "a mapping"


def _is_simple(value: Any, name: str) -> bool:
    match name:
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "str":
            return isinstance(value, str)
        case "bool":
            return isinstance(value, bool)
        case _:
            return False


def _inner_mismatch(value: Any, expected: ValueType) -> Mismatch | None:
    pairs: Iterator[tuple[str | int, Any]]
    if expected.name == "dict":
        if not isinstance(value, dict):
            return Mismatch((), expected, f"expected {expected}, not {described(value)}")
        pairs = iter(value.items())
    else:
        if not isinstance(value, list):
            return Mismatch((), expected, f"expected {expected} (a YAML list), not {described(value)}")
        if expected.name == "tuple" and not expected.any_length and len(value) != len(expected.items):
            return Mismatch((), expected, f"expected {expected}, a list of {len(expected.items)}, not of {len(value)}")
        pairs = iter(enumerate(value))
    one_type = expected.name != "tuple" or expected.any_length
    types = repeat(expected.items[0]) if one_type else iter(expected.items)
    for (key, item), item_type in zip(pairs, types, strict=False):
        found = mismatch(item, item_type)
        if found:
            return Mismatch((key, *found.path), found.expected, found.message)
    return None
