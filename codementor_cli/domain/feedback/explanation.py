"""One sentence for a learner on the difference that a checker found."""

from __future__ import annotations

import json
from typing import Any

from codementor_cli.domain.feedback.line_kinds import explain_lines
from codementor_cli.domain.feedback.near_misses import number_kind
from codementor_cli.domain.judging.checkers_json import canonical, kind_of
from codementor_cli.domain.judging.difference import (
    Difference,
    JsonFault,
    LineMismatch,
    TokenMismatch,
    UnorderedMismatch,
    UnusableJson,
    ValueMismatch,
)
from codementor_cli.domain.judging.numbers import is_nan
from codementor_cli.domain.judging.output import LinePair, TokenPlace, tokens
from codementor_cli.text.amounts import count_text
from codementor_cli.text.excerpts import excerpt, quoted
from codementor_cli.text.sentences import capitalised

_PATH_CHARACTERS = 80
_JSON_FAULTS = {
    JsonFault.EMPTY: "is empty, where JSON is expected",
    JsonFault.NOT_UTF8: "is not UTF-8 text, so not JSON",
    JsonFault.NOT_JSON: "is not JSON: at line {line}, column {column}: {said}",
    JsonFault.TOO_DEEP: "is nested too deeply to compare",
    JsonFault.CONSTANT: "has {said}, which is not JSON and equal to nothing",
}


def explain(difference: Difference) -> str:
    """Return the sentence on the kind of difference."""
    match difference.mismatch:
        case LineMismatch() as mismatch:
            return explain_lines(mismatch)
        case TokenMismatch() as mismatch:
            return _of_tokens(mismatch) or explain_lines(mismatch.rest, aligned=False)
        case UnorderedMismatch(pair):
            return _of_any_order(pair)
        case UnusableJson() as mismatch:
            return _of_unusable(mismatch)
        case ValueMismatch() as mismatch:
            return _of_values(mismatch)


def _of_tokens(mismatch: TokenMismatch) -> str:
    """Return the sentence on two tokens, or on an early or late end; empty where the whole output says more."""
    if mismatch.expected is None or mismatch.actual is None:
        return _of_ends(*mismatch.outputs)
    return _of_two_tokens(mismatch.expected, mismatch.actual)


def _of_two_tokens(expected: TokenPlace, actual: TokenPlace) -> str:
    if is_nan(actual.token):
        shown = quoted(actual.token)
        return f"Line {actual.line} of your output has {shown}, which stands for no number and is never accepted."
    return number_kind(expected.token, actual.token, actual.line)


def _of_ends(expected: bytes, actual: bytes) -> str:
    wanted, got = (sum(1 for _ in tokens(data)) for data in (expected, actual))
    if got > wanted:
        return f"Your output starts right, but goes on with {count_text(got - wanted, 'value')} too many."
    return f"Your output is right so far, but stops too early: {got} of {count_text(wanted, 'value')} came." * (got > 0)


def _of_any_order(pair: LinePair) -> str:
    if pair.actual is None:
        return f"The line {quoted(pair.expected or b'')} is missing (lines may come in any order)."
    if pair.expected is None:
        return f"Line {pair.number}, {quoted(pair.actual)}, is one too many (lines may come in any order)."
    return (
        f"The line {quoted(pair.expected)} is missing, and line {pair.number}, {quoted(pair.actual)}, "
        "is not expected (lines may come in any order)."
    )


def _of_unusable(mismatch: UnusableJson) -> str:
    words = _JSON_FAULTS[mismatch.fault].format(said=mismatch.said, line=mismatch.line, column=mismatch.column)
    return f"The expected output {words}: nothing can match it." if mismatch.of_expected else f"Your output {words}."


def _of_values(mismatch: ValueMismatch) -> str:
    path = "".join(map(_step, mismatch.path))
    path = path if len(path) <= _PATH_CHARACTERS else "…" + path[-_PATH_CHARACTERS:]
    place = f"At {path}: " if path else ""
    note = _note(mismatch.expected, mismatch.actual)
    if note:
        return capitalised(f"{place}{note}.")
    expected, actual = (excerpt(canonical(value, b"?")) for value in (mismatch.expected, mismatch.actual))
    return f"{place}{expected} is expected, and yours is {actual}."


def _step(step: str | int) -> str:
    """Return a step of a path, as ``[2]`` or ``.name``."""
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if step.isidentifier() else f"[{excerpt(json.dumps(step).encode())}]"


def _note(one: Any, other: Any) -> str:
    """Return the difference of two values; empty where the values themselves show it."""
    kind = kind_of(one)
    if kind != kind_of(other):
        return f"{_kind_words(one)} is expected, and yours is {_kind_words(other)}"
    if kind == "list":
        return f"a list of {count_text(len(one), 'item')} is expected, and yours has {len(other)}"
    return _key_note(one, other) if kind == "object" else ""


def _key_note(one: dict[str, Any], other: dict[str, Any]) -> str:
    missing = next((key for key in one if key not in other), None)
    if missing is not None:
        return f"the key {quoted(missing.encode(errors='backslashreplace'))} is missing"
    extra = next(key for key in other if key not in one)
    return f"the key {quoted(extra.encode(errors='backslashreplace'))} is one too many"


def _kind_words(value: Any) -> str:
    kind = kind_of(value)
    return kind if kind == "null" else f"an {kind}" if kind == "object" else f"a {kind}"
