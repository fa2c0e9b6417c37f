from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.challenge import Checker, CheckerType
from codementor_cli.domain.feedback.explanation import explain
from codementor_cli.domain.judging.checkers import CHECKS, check

EXACT, LINES, TOKENS = CheckerType.EXACT, CheckerType.LINES, CheckerType.TOKENS
FLOAT, UNORDERED, JSON = CheckerType.FLOAT, CheckerType.UNORDERED, CheckerType.JSON

# Few symbols, so that outputs often are nearly equal.
output = st.lists(st.sampled_from([b"a", b"B", b" ", b"\n", b"\r", b"\0", b"1", b".5", b"\xff", b"\xc3\xa9"])).map(
    b"".join
)


def accepts(kind: CheckerType, expected: bytes, actual: bytes, **options: float) -> bool:
    checker = Checker(type=kind, absolute=options.get("absolute"), relative=options.get("relative"))
    return check(expected, actual, checker) is None


def norm(data: bytes) -> list[bytes]:
    return [line.rstrip() for line in data.rstrip().split(b"\n")]


@given(output, output)
def test_lines_agrees_with_a_plain_comparison(expected: bytes, actual: bytes) -> None:
    assert accepts(LINES, expected, actual) == (norm(expected) == norm(actual))


@given(output, output)
def test_tokens_agrees_with_a_plain_comparison(expected: bytes, actual: bytes) -> None:
    assert accepts(TOKENS, expected, actual) == (expected.split() == actual.split())


@given(output, output)
def test_unordered_agrees_with_a_plain_comparison(expected: bytes, actual: bytes) -> None:
    assert accepts(UNORDERED, expected, actual) == (Counter(norm(expected)) == Counter(norm(actual)))


@given(output, output)
def test_exact_accepts_equal_bytes_alone(expected: bytes, actual: bytes) -> None:
    assert accepts(EXACT, expected, actual) == (expected == actual)


@pytest.mark.parametrize("kind", [EXACT, LINES, TOKENS, FLOAT, UNORDERED])
@given(data=st.binary())
def test_any_output_is_equal_to_itself(kind: CheckerType, data: bytes) -> None:
    if kind is not FLOAT or b"nan" not in data.lower():
        assert accepts(kind, data, data)


@pytest.mark.parametrize("kind", list(CHECKS))
@given(expected=st.binary(), actual=st.binary())
def test_any_bytes_get_a_difference_in_capped_lines_or_none(kind: CheckerType, expected: bytes, actual: bytes) -> None:
    difference = check(expected, actual, Checker(type=kind))
    if difference is not None:
        assert difference.line >= 1
        assert difference.column >= 1
        assert explain(difference).endswith((".", "?"))
        assert max(len(difference.expected_line or ""), len(difference.actual_line or "")) <= 200


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (b"a\n", b"a"),
        (b"a\nb\n", b"a \r\nb\t\r\n\r\n \n"),
        (b"", b"\n\n"),
    ],
)
def test_lines_ignores_white_space_at_ends(expected: bytes, actual: bytes) -> None:
    assert accepts(LINES, expected, actual)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [(b"\xff", "\ufffd".encode()), (b"\xff", b"\xfe"), (b"a", b"a\0"), (b"a", b" a"), (b"a\nb", b"a\n\nb")],
)
def test_lines_refuses_what_only_looks_equal(expected: bytes, actual: bytes) -> None:
    assert not accepts(LINES, expected, actual)


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        (b"Yes NO", b"yEs no", True),
        ("É".encode(), "é".encode(), True),
        (b"\xff", b"\xfe", False),
        (b"a", b"b", False),
    ],
)
def test_tokens_can_ignore_letter_case(expected: bytes, actual: bytes, same: bool) -> None:
    assert (check(expected, actual, Checker(type=TOKENS, case_sensitive=False)) is None) is same


def test_tokens_longer_than_a_block_stay_whole() -> None:
    assert accepts(TOKENS, b"x" * 200_000 + b" y", b"x" * 200_000 + b"\ny")
    assert not accepts(TOKENS, b"x" * 200_000 + b" y", b"x" * 100_000 + b" " + b"x" * 100_000 + b" y")


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (b"1.0", b"1.0000001"),
        (b"1000000", b"1000000.5"),
        (b"0.5 x", b".5\nx"),
        (b"1e400", b"10e399"),
        (b"-0", b"0"),
        (b"inf", b"inf"),
        (b"1e99999999999999999999", b"1e99999999999999999999"),
    ],
)
def test_float_accepts_numbers_within_the_default_tolerance(expected: bytes, actual: bytes) -> None:
    assert accepts(FLOAT, expected, actual)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (b"1.0", b"1.1"),
        (b"nan", b"nan"),
        (b"x -NaN", b"x -NaN"),
        (b"1", b"inf"),
        (b"10", b"1_0"),
        (b"16", b"0x10"),
        (b"1", b"1e"),
        (b"1e400", b"1e401"),
        (b"1e99999999999999999999", b"2e99999999999999999999"),
        (b"1 2", b"1"),
        (b"1", b"1 2"),
    ],
)
def test_float_refuses_other_numbers_and_what_is_no_number(expected: bytes, actual: bytes) -> None:
    assert not accepts(FLOAT, expected, actual)


def test_float_tolerance_is_exact_where_floats_are_not() -> None:
    assert accepts(FLOAT, b"0.7", b"0.8", absolute=0.1)
    assert not accepts(FLOAT, b"9007199254740993", b"9007199254740992", absolute=0.0)
    assert not accepts(FLOAT, b"1" * 5000, b"1" * 4999 + b"2", absolute=0.0)
    assert accepts(FLOAT, b"100", b"101", relative=0.01)
    assert not accepts(FLOAT, b"100", b"101.1", relative=0.01)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_float_without_tolerance_compares_values(expected: float, actual: float) -> None:
    assert accepts(FLOAT, repr(expected).encode(), repr(actual).encode(), absolute=0.0) == (expected == actual)


def test_float_refuses_a_huge_almost_number_at_once() -> None:
    assert not accepts(FLOAT, b"7" * 1_000_000, b"7" * 999_999 + b"x")


def test_unordered_counts_lines_of_large_outputs_too() -> None:
    ordered = [b"%07d\n" % number for number in range(300_000)]
    expected = b"".join(ordered)
    assert accepts(UNORDERED, expected, b"".join(reversed(ordered)))
    difference = check(expected, b"x\n" + expected, Checker(type=UNORDERED))
    assert difference is not None
    assert difference.actual_line == "x"


@pytest.mark.parametrize(
    ("expected", "actual", "words"),
    [
        (b"a\nb", b"b", 'The line "a" is missing'),
        (b"a\nb", b"b\na\na", 'Line 3, "a", is one too many'),
        (b"a\nb", b"c\na", 'The line "b" is missing, and line 1, "c"'),
        (b"a\nb", b" ", "printed nothing"),
    ],
)
def test_unordered_names_the_line_that_is_missing_or_too_many(expected: bytes, actual: bytes, words: str) -> None:
    difference = check(expected, actual, Checker(type=UNORDERED))
    assert difference is not None
    assert words in explain(difference)


def test_difference_of_exact_outputs_tells_the_line_end() -> None:
    difference = check(b"a\nb\n", b"a\nb", Checker(type=EXACT))
    assert difference is not None
    assert (difference.line, difference.column) == (2, 2)
    assert explain(difference) == "Only the line end after the last line is missing."


def test_difference_window_is_cut_around_the_column_and_marked() -> None:
    expected, actual = "é".encode() * 1000 + b"x", "é".encode() * 1000 + b"y" + b"z" * 1000
    difference = check(expected, actual, Checker(type=LINES))
    assert difference is not None
    assert difference.column == 1001
    assert difference.expected_line == "…" + "é" * 80 + "x"
    assert difference.actual_line == "…" + "é" * 80 + "y" + "z" * 117 + "…"


def test_difference_starts_at_a_whole_character() -> None:
    difference = check("aé".encode(), "aè".encode(), Checker(type=LINES))
    assert difference is not None
    assert (difference.column, difference.expected_line, difference.actual_line) == (2, "aé", "aè")
