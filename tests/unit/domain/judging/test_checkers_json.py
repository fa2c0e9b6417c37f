from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.challenge import Checker, CheckerType
from codementor_cli.domain.feedback.explanation import explain
from codementor_cli.domain.judging.checkers_json import check_json

CHECKER = Checker(type=CheckerType.JSON)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def explanation(expected: bytes, actual: bytes, checker: Checker = CHECKER) -> str:
    difference = check_json(expected, actual, checker)
    return explain(difference) if difference else ""


@given(values)
def test_layout_and_key_order_do_not_count(value: object) -> None:
    loose = json.dumps(value, indent=3, sort_keys=True).encode()
    assert not explanation(json.dumps(value).encode(), loose)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (b"1", b"1.0"),
        (b"100", b"1e2"),
        (b'{"a": 1, "b": 2}', b'{"b":2,"a":1}'),
        (b'{"a": 2}', b'{"a": 1, "a": 2}'),
        (b"1" * 9000, b"1" * 9000 + b".0"),
        (b"1e400", b"10e399"),
        (b"[" * 500 + b"]" * 500, b" " + b"[" * 500 + b"]" * 500),
        (b'"\\u00e9"', '"é"'.encode()),
    ],
)
def test_equal_values_are_accepted(expected: bytes, actual: bytes) -> None:
    assert not explanation(expected, actual)


@pytest.mark.parametrize(
    ("expected", "actual", "told"),
    [
        (b"[1, 2]", b"[1, 3]", "At [1]: 2 is expected, and yours is 3."),
        (b"1", b"true", "A number is expected, and yours is a truth value."),
        (b"null", b"{}", "Null is expected, and yours is an object."),
        (b'"a"', b'"b"', '"a" is expected, and yours is "b".'),
        (b"true", b"false", "true is expected, and yours is false."),
        (b"[1]", b"[1, 2]", "A list of 1 item is expected, and yours has 2."),
        (b'{"a b": [1]}', b'{"a b": [2]}', 'At ["a b"][0]: 1 is expected, and yours is 2.'),
        (b'{"a": {"k": 1}}', b'{"a": {"x": 1}}', 'At .a: the key "k" is missing.'),
        (b"{}", b'{"x": 1}', 'The key "x" is one too many.'),
        (b"9007199254740993", b"9007199254740992", "9007199254740993 is expected, and yours is 9007199254740992."),
        (b"[1]", b"", "Your output is empty, where JSON is expected."),
        (b"[1]", b"[1", "Your output is not JSON: at line 1, column 3: Expecting ',' delimiter."),
        (b'"a"', b'"\xff"', "Your output is not UTF-8 text, so not JSON."),
        (b"1", b"NaN", "Your output has NaN, which is not JSON and equal to nothing."),
        (b"[1]", b"[" * 100_000, "Your output is nested too deeply to compare."),
        (b"NaN", b"NaN", "The expected output has NaN, which is not JSON and equal to nothing: nothing can match it."),
    ],
)
def test_other_values_are_refused_with_their_place(expected: bytes, actual: bytes, told: str) -> None:
    assert explanation(expected, actual) == told


def test_number_beyond_all_measure_is_equal_to_nothing() -> None:
    assert explanation(b"1e99999999999999999999", b"1e99999999999999999999")


def test_tolerance_applies_to_numbers_at_any_depth() -> None:
    checker = Checker(type=CheckerType.JSON, absolute=1e-6)
    assert not explanation(b'{"a": [0.5]}', b'{"a": [0.5000001]}', checker)
    assert explanation(b'{"a": [0.5]}', b'{"a": [0.6]}', checker)
    assert explanation(b"1" * 9000, b"2" * 9000, checker)


def test_long_path_is_cut() -> None:
    told = explanation(b"[" * 500 + b"1" + b"]" * 500, b"[" * 500 + b"2" + b"]" * 500)
    assert told.startswith("At …")
    assert len(told) < 200


def test_huge_values_are_shown_as_they_came() -> None:
    expected = b"[" + b"1, " * 500_000 + b"1]"
    difference = check_json(expected, expected[:-2] + b"2]", CHECKER)
    assert difference is not None
    assert difference.expected_line is not None
    assert difference.expected_line.endswith("1, 1]")
