"""What a key of a mapping takes: how its value is read, what is said where it is wrong, and its JSON Schema."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from codementor_cli.catalog.challenges.signature import described
from codementor_cli.catalog.yaml.nodes import NodePath, Scalar
from codementor_cli.catalog.yaml.problems import Problems, reading
from codementor_cli.text.excerpts import brief
from codementor_cli.text.sentences import one_of

WRONG: Any = object()
"""In place of a value that was reported."""

Check = Callable[[Any], Any]
"""Returns the value, or what it stands for; raises ValueError with what was expected."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a key takes."""

    read: Callable[[Any, NodePath, Problems], Any]
    """Returns the value, or reports what is wrong at its path and returns ``WRONG``."""
    schema: Mapping[str, Any]
    entry: type | None = None
    """The class of the mapping, or of the list's mappings."""
    null: bool = False
    """Whether ``read`` decides on null too; elsewhere, null stands for a default that is None."""


def key(takes: Takes, description: str = "", **default: Any) -> Any:
    """Return a field of an entry's dataclass; without a default the key is required."""
    return field(metadata={"takes": takes, "description": description}, **default)


def text(
    *,
    least: int = 0,
    most: int | None = None,
    pattern: tuple[str, str] = ("", ""),
    check: Check = str,
    first: Check = str,
) -> Takes:
    """Return what takes text.

    Args:
        least: Letters; 0 or 1.
        most: Letters.
        pattern: A regular expression that ends with ``$``, and what is said of text that does not match.
        check: Called last.
        first: Called before the rest is looked at.
    """
    matches = re.compile(pattern[0].removesuffix("$") + r"\Z" if pattern[0] else "").search

    def checked(value: str) -> Any:
        value = first(value)
        if len(value) < least:
            raise ValueError("expected text that is not empty")
        if most is not None and len(value) > most:
            raise ValueError(f"expected at most {most} letters")
        if not matches(value):
            raise ValueError(pattern[1])
        return check(value)

    def read(value: Any, path: NodePath, report: Problems) -> Any:
        if not isinstance(value, str):
            report.text_expected(path)
            return WRONG
        return _checked(checked, value, path, report)

    limits = {"minLength": least or None, "maxLength": most, "pattern": pattern[0] or None}
    return Takes(read, _with({"type": "string"}, limits))


def line(*, least: int = 0, most: int | None = None) -> Takes:
    """Return what takes one line of text, white space around it left out."""
    return text(least=least, most=most, first=_one_line)


def number(
    *, least: float | None = None, above: float | None = None, most: float | None = None, check: Check = float
) -> Takes:
    """Return what takes a number between bounds."""

    def checked(value: float) -> Any:
        if not math.isfinite(value):
            raise ValueError("expected a finite number")
        _check_bounds(value, least, most)
        if above is not None and value <= above:
            raise ValueError(f"expected more than {above:g}")
        return check(value)

    def read(value: Any, path: NodePath, report: Problems) -> Any:
        if type(value) not in {int, float}:
            return wrong_type("a number", value, path, report)
        return _checked(checked, float(value), path, report)

    return Takes(read, _with({"type": "number"}, {"minimum": least, "exclusiveMinimum": above, "maximum": most}))


def whole(least: int, most: int) -> Takes:
    """Return what takes a whole number between bounds."""

    def checked(value: int) -> int:
        _check_bounds(value, least, most)
        return value

    def read(value: Any, path: NodePath, report: Problems) -> Any:
        if type(value) is not int:
            return wrong_type("a whole number", value, path, report)
        return _checked(checked, value, path, report)

    return Takes(read, {"type": "integer", "minimum": least, "maximum": most})


def switch() -> Takes:
    """Return what takes true or false."""

    def read(value: Any, path: NodePath, report: Problems) -> Any:
        return value if isinstance(value, bool) else wrong_type("true or false", value, path, report)

    return Takes(read, {"type": "boolean"})


def choice(*words: str) -> Takes:
    """Return what takes one of some words."""

    def read(value: Any, path: NodePath, report: Problems) -> Any:
        if isinstance(value, str) and value in words:
            return value
        if isinstance(value, str):
            report.at(path, f"expected {one_of(words)}, not {brief(value)}", report.near(value, words))
        else:
            report.at(path, f"expected {one_of(words)}, not {described(value)}")
        return WRONG

    return Takes(read, {"type": "string", "enum": list(words)})


def several(takes: Takes, *, least: int = 0, most: int | None = None) -> Takes:
    """Return what takes a list, each item like ``takes``."""

    def read(value: Any, path: NodePath, report: Problems) -> Any:
        if not isinstance(value, list):
            return wrong_type("a list", value, path, report)
        if most is not None and len(value) > most:
            report.at(path, f"expected at most {most} in this list")
            return WRONG
        values = [takes.read(each, (*path, index), report) for index, each in enumerate(value)]
        if len(value) < least:
            report.at(path, f"expected {least} or more in this list, not {len(value)}")
        return WRONG if len(value) < least or any(each is WRONG for each in values) else values

    limits = {"minItems": least or None, "maxItems": most}
    return Takes(read, _with({"type": "array", "items": dict(takes.schema)}, limits), takes.entry)


def custom(check: Check, schema: Mapping[str, Any], *, null: bool = False) -> Takes:
    """Return what takes any value that a check lets through."""

    def read(value: Any, path: NodePath, report: Problems) -> Any:
        return _checked(check, value, path, report)

    return Takes(read, schema, null=null)


def anything() -> Takes:
    """Return what takes any value."""
    return custom(lambda value: value, {}, null=True)


def wrong_type(wanted: str, value: Any, path: NodePath, report: Problems) -> Any:
    """Report a value of another type, with what is written in the file where YAML reads that as something else."""
    node = report.node(path)
    if isinstance(node, Scalar) and node.style is None and node.text:
        what = f"{brief(node.text)}, which YAML reads as {reading(node)}"
    else:
        what = described(value) if not isinstance(node, Scalar) or node.text else "nothing"
    report.at(path, f"expected {wanted}, not {what}")
    return WRONG


def _checked(check: Check, value: Any, path: NodePath, report: Problems) -> Any:
    try:
        return check(value)
    except ValueError as error:
        report.at(path, str(error))
        return WRONG


def _check_bounds(value: float, least: float | None, most: float | None) -> None:
    if least is not None and value < least:
        raise ValueError(f"expected {least:g} or more")
    if most is not None and value > most:
        raise ValueError(f"expected at most {most:g}")


def _one_line(value: str) -> str:
    stripped = value.strip()
    if not stripped.isprintable():
        raise ValueError("expected one line, without control characters")
    return stripped


def _with(schema: dict[str, Any], limits: Mapping[str, Any]) -> dict[str, Any]:
    return schema | {word: each for word, each in limits.items() if each is not None}
