"""The ``json`` checker: compares structure and values, and ignores layout."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, DecimalException
from typing import Any

from codementor_cli.domain.challenge.challenge import Checker
from codementor_cli.domain.judging.difference import Difference, JsonFault, UnusableJson, ValueMismatch, line_difference
from codementor_cli.domain.judging.numbers import Tolerance, tolerance
from codementor_cli.domain.judging.output import LinePair, first_different_line, raw_lines

_INT_DIGITS = 4000
"""Below Python's own limit for converting text to int (4300), above which converting takes quadratic time."""
_SHOWN_BYTES = 1 << 20


class _UnusableError(Exception):
    """A text is no JSON that can be compared."""

    def __init__(self, fault: JsonFault, said: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(fault, said)
        self.mismatch = UnusableJson(fault, said=said, line=line, column=column)


def check_json(expected: bytes, actual: bytes, checker: Checker) -> Difference | None:
    """Accept the same JSON value: numbers by value (``True`` is not 1), objects in any order, lists in theirs."""
    try:
        wanted = _parse(expected)
    except _UnusableError as error:
        return _difference(expected, actual, replace(error.mismatch, of_expected=True))
    try:
        got = wanted if expected == actual else _parse(actual)
    except _UnusableError as error:
        return _difference(expected, actual, error.mismatch)
    mismatch = first_mismatch(wanted, got, tolerance(checker))
    if mismatch is None:
        return None
    return _difference(canonical(wanted, expected), canonical(got, actual), mismatch)


def _parse(data: bytes) -> Any:
    """Parse JSON text.

    Raises:
        _UnusableError: It is no JSON, holds NaN or an infinity, or is nested too deeply to compare.
    """
    if not data.strip():
        raise _UnusableError(JsonFault.EMPTY)
    try:
        return json.loads(data.decode(), parse_int=_integer, parse_float=_real, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise _UnusableError(JsonFault.NOT_UTF8) from error
    except json.JSONDecodeError as error:
        raise _UnusableError(JsonFault.NOT_JSON, error.msg, error.lineno, error.colno) from error
    except RecursionError as error:
        raise _UnusableError(JsonFault.TOO_DEEP) from error


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _INT_DIGITS else Decimal(text)


def _real(text: str) -> float | Decimal:
    """Return a float, or a decimal number where a float overflows, or NaN beyond that, which matches nothing."""
    number = float(text)
    if math.isfinite(number):
        return number
    try:
        return Decimal(text)
    except DecimalException:
        return math.nan


def _refuse(constant: str) -> Any:
    raise _UnusableError(JsonFault.CONSTANT, constant)


def first_mismatch(expected: Any, actual: Any, allowed: Tolerance) -> ValueMismatch | None:
    """Return the first place, in document order, where two parsed values part."""
    # A stack of iterators and not recursion: values may be nested deeper than Python calls can be.
    stack: list[Iterator[tuple[str | int, Any, Any]]] = [iter([("", expected, actual)])]
    path: list[str | int] = []
    while stack:
        pair = next(stack[-1], None)
        if pair is None:
            stack.pop()
            del path[-1:]
            continue
        step, one, other = pair
        if _differ(one, other, allowed):
            return ValueMismatch((*path, step)[1:], one, other)
        if isinstance(one, (list, dict)):
            stack.append(_children(one, other))
            path.append(step)
    return None


def _children(one: Any, other: Any) -> Iterator[tuple[str | int, Any, Any]]:
    """Yield the members of two lists of one length, or of two objects with the same keys."""
    if isinstance(one, list):
        return ((at, *pair) for at, pair in enumerate(zip(one, other, strict=True)))
    return ((key, one[key], other[key]) for key in one)


def _differ(one: Any, other: Any, allowed: Tolerance) -> bool:
    """Whether two values differ in themselves, their members left out."""
    kind = kind_of(one)
    if kind != kind_of(other):
        return True
    if kind == "number":
        return not _same_number(one, other, allowed)
    if kind == "list":
        return len(one) != len(other)
    if kind == "object":
        return bool(one.keys() != other.keys())
    return bool(one != other)


def _same_number(one: Any, other: Any, allowed: Tolerance) -> bool:
    if one == other:
        return True
    if one != one or other != other:  # noqa: PLR0124 -- the test for NaN that floats and decimals share
        return False
    if allowed.absolute == allowed.relative == 0:
        return False
    return allowed.allows(_number_text(one), _number_text(other))


def _number_text(number: float | Decimal) -> str:
    return repr(number) if isinstance(number, (int, float)) else str(number)


def kind_of(value: Any) -> str:
    """Return the kind of a JSON value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "truth value"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return "list"
    return "object" if isinstance(value, dict) else "number"


def canonical(value: Any, text: bytes) -> bytes:
    """Return the value in one layout, so that both sides line up; very large or deep ones as they came."""
    if len(text) > _SHOWN_BYTES:
        return text
    try:
        return json.dumps(value, ensure_ascii=False, default=str).encode(errors="backslashreplace")
    except RecursionError:
        return text


def _difference(expected: bytes, actual: bytes, mismatch: UnusableJson | ValueMismatch) -> Difference:
    """Return the difference at the first line where the two texts part."""
    pair = first_different_line(raw_lines(expected), raw_lines(actual)) or LinePair(1, expected, actual)
    return line_difference(pair, mismatch)
