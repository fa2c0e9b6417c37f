"""The ``json`` checker: structure and values, whatever the layout."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Any

from codementor_cli.domain.challenge.challenge import Checker
from codementor_cli.domain.judging.difference import Difference, line_difference
from codementor_cli.domain.judging.numbers import Tolerance, tolerance
from codementor_cli.domain.judging.output import LinePair, first_different_line, raw_lines
from codementor_cli.text.amounts import count_text
from codementor_cli.text.excerpts import excerpt, quoted

_INT_DIGITS = 4000
"""Below Python's own limit for converting text to int (4300), above which converting takes quadratic time."""
_SHOWN_BYTES = 1 << 20
_PATH_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class ValueMismatch:
    """The first place where two JSON values part."""

    path: str
    """Like ``[2].name``; empty: the whole value."""
    expected: Any
    actual: Any
    note: str = ""
    """What differs, where the two values do not say it by themselves."""


class _UnusableError(Exception):
    """Text is no JSON that can be compared; the message completes "The output ..."."""


def check_json(expected: bytes, actual: bytes, checker: Checker) -> Difference | None:
    """Accept the same JSON value: numbers by value (``True`` is not 1), objects in any order, lists in theirs."""
    try:
        wanted = _parse(expected)
    except _UnusableError as error:
        return _difference(expected, actual, f"The expected output {error}: nothing can match it.")
    try:
        got = wanted if expected == actual else _parse(actual)
    except _UnusableError as error:
        return _difference(expected, actual, f"Your output {error}.")
    mismatch = first_mismatch(wanted, got, tolerance(checker))
    if mismatch is None:
        return None
    return _difference(_canonical(wanted, expected), _canonical(got, actual), _sentence(mismatch))


def _parse(data: bytes) -> Any:
    """Parse JSON text.

    Raises:
        _UnusableError: It is none, or holds what JSON has no word for, or is nested too deeply to compare.
    """
    if not data.strip():
        raise _UnusableError("is empty, where JSON is expected")
    try:
        return json.loads(data.decode(), parse_int=_integer, parse_float=_real, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise _UnusableError("is not UTF-8 text, so not JSON") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _UnusableError(f"is not JSON: at {place}: {error.msg}") from error
    except RecursionError as error:
        raise _UnusableError("is nested too deeply to compare") from error


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _INT_DIGITS else Decimal(text)


def _real(text: str) -> float | Decimal:
    """Return a float; a decimal number where a float would overflow; NaN, which matches nothing, beyond even that."""
    number = float(text)
    if math.isfinite(number):
        return number
    try:
        return Decimal(text)
    except DecimalException:
        return math.nan


def _refuse(constant: str) -> Any:
    raise _UnusableError(f"has {constant}, which is not JSON and equal to nothing")


def first_mismatch(expected: Any, actual: Any, allowed: Tolerance) -> ValueMismatch | None:
    """Return the first place, in document order, where two parsed values part."""
    # A stack of iterators and not recursion: values may be nested deeper than Python calls can be.
    stack: list[Iterator[tuple[str, Any, Any]]] = [iter([("", expected, actual)])]
    path: list[str] = []
    while stack:
        pair = next(stack[-1], None)
        if pair is None:
            stack.pop()
            if path:
                path.pop()
            continue
        step, one, other = pair
        note = _own_mismatch(one, other, allowed)
        if note is not None:
            return ValueMismatch("".join((*path, step)), one, other, note)
        if isinstance(one, (list, dict)):
            stack.append(_children(one, other))
            path.append(step)
    return None


def _children(one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the members of two lists of one length, or of two objects with the same keys."""
    if isinstance(one, list):
        return ((f"[{at}]", *pair) for at, pair in enumerate(zip(one, other, strict=True)))
    return ((_key_step(key), one[key], other[key]) for key in one)


def _key_step(key: str) -> str:
    return f".{key}" if key.isidentifier() else f"[{excerpt(json.dumps(key).encode())}]"


def _own_mismatch(one: Any, other: Any, allowed: Tolerance) -> str | None:
    """Return a note if two values differ in themselves, their members left out; None if they do not."""
    kind = _kind(one)
    if kind != _kind(other):
        return f"{_kind_words(one)} is expected, and yours is {_kind_words(other)}"
    if kind == "number":
        return None if _same_number(one, other, allowed) else ""
    if kind == "list" and len(one) != len(other):
        return f"a list of {count_text(len(one), 'item')} is expected, and yours has {len(other)}"
    if kind == "object" and one.keys() != other.keys():
        return _key_note(one, other)
    return "" if kind in {"text", "truth value"} and one != other else None


def _key_note(one: dict[str, Any], other: dict[str, Any]) -> str:
    missing = next((key for key in one if key not in other), None)
    if missing is not None:
        return f"the key {quoted(missing.encode(errors='backslashreplace'))} is missing"
    extra = next(key for key in other if key not in one)
    return f"the key {quoted(extra.encode(errors='backslashreplace'))} is one too many"


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


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "truth value"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return "list"
    return "object" if isinstance(value, dict) else "number"


def _kind_words(value: Any) -> str:
    kind = _kind(value)
    return kind if kind == "null" else f"an {kind}" if kind == "object" else f"a {kind}"


def _sentence(mismatch: ValueMismatch) -> str:
    path = mismatch.path if len(mismatch.path) <= _PATH_CHARACTERS else "…" + mismatch.path[-_PATH_CHARACTERS:]
    place = f"At {path}: " if path else ""
    if mismatch.note:
        sentence = f"{place}{mismatch.note}."
        return sentence[0].upper() + sentence[1:]
    expected, actual = (excerpt(_canonical(value, b"?")) for value in (mismatch.expected, mismatch.actual))
    return f"{place}{expected} is expected, and yours is {actual}."


def _canonical(value: Any, text: bytes) -> bytes:
    """Return the value in one layout, so that both sides line up; very large or deep ones as they came."""
    if len(text) > _SHOWN_BYTES:
        return text
    try:
        return json.dumps(value, ensure_ascii=False, default=str).encode(errors="backslashreplace")
    except RecursionError:
        return text


def _difference(expected: bytes, actual: bytes, explanation: str) -> Difference:
    """Return the difference at the first line where the two texts part."""
    pair = first_different_line(raw_lines(expected), raw_lines(actual)) or LinePair(1, expected, actual)
    return line_difference(pair, explanation)
