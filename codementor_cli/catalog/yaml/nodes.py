"""The nodes of a strict YAML document: values with the text they were written as, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

NodePath = tuple[str | int, ...]


class Unusable(Enum):
    """What YAML can say and we never take, in words."""

    DATE = "a date"
    TOO_LARGE = "a number that is too large"
    NOT_FINITE = "a number that is not finite"
    REFUSED = "something that is not allowed here"
    """Reported already."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something starts, both 1-based, the column in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value."""

    place: Place
    text: str
    """As written, quotes and escapes undone."""
    value: str | int | float | bool | Unusable | None
    """As YAML reads it."""
    style: str | None = None
    """``'``, ``"``, ``|``, ``>``; None: plain."""
    line_count: int = 1


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Nodes by key, in file order."""

    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def plain_data(node: Node) -> Any:
    """Return dictionaries, lists and values, as YAML reads them."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain_data(item) for item in node.items]
        case Mapping():
            return {key: plain_data(value) for key, value in node.values.items()}


def descend(node: Node, path: NodePath) -> tuple[Node, Place | None]:
    """Return the deepest node there is on a path, and the place of the last key on it."""
    key_place: Place | None = None
    for part in path:
        if isinstance(node, Mapping) and part in node.values:
            key_place = node.keys[str(part)]
            node = node.values[str(part)]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            key_place = None
            node = node.items[part]
        else:
            break
    return node, key_place


def scalars(node: Node, path: NodePath = ()) -> Iterator[tuple[NodePath, Scalar]]:
    """Yield every scalar below a node with its path, in file order."""
    match node:
        case Scalar():
            yield path, node
        case Sequence():
            for index, item in enumerate(node.items):
                yield from scalars(item, (*path, index))
        case Mapping():
            for key, value in node.values.items():
                yield from scalars(value, (*path, key))
