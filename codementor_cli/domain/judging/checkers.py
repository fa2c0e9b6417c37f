"""Checkers: compare actual with expected output, and find the first difference.

Each takes linear time and works on bytes: invalid UTF-8 and NUL are compared as they are. ``custom`` has no entry, for
its checker is a program that the judge runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest

from codementor_cli.domain.challenge.challenge import Checker, CheckerType
from codementor_cli.domain.judging.checkers_json import check_json
from codementor_cli.domain.judging.difference import (
    Difference,
    LineMismatch,
    TokenMismatch,
    UnorderedMismatch,
    line_difference,
    token_difference,
)
from codementor_cli.domain.judging.numbers import DEFAULT_TOLERANCE, is_nan, is_number, tolerance
from codementor_cli.domain.judging.output import (
    LinePair,
    equal_lines_end,
    equal_tokens_end,
    first_different_line,
    lines,
    raw_lines,
    token_place,
    tokens,
)

_COUNTED_BYTES = 1 << 20
_NAN_PART = re.compile(rb"(?i)nan")

Check = Callable[[bytes, bytes, Checker], Difference | None]
"""``(expected, actual, checker)``; None: accepted."""


def check(expected: bytes, actual: bytes, checker: Checker) -> Difference | None:
    """Return the first difference, or None where the actual output is accepted.

    Raises:
        KeyError: The checker is ``custom``.
    """
    return CHECKS[checker.type](expected, actual, checker)


def check_exact(expected: bytes, actual: bytes, _checker: Checker) -> Difference | None:
    """Accept equal bytes."""
    if expected == actual:
        return None
    pair = first_different_line(raw_lines(expected), raw_lines(actual)) or _last_line(expected, actual)
    return line_difference(pair, LineMismatch(expected, actual, pair))


def _last_line(expected: bytes, actual: bytes) -> LinePair:
    """Return the place of a difference in the last line ends alone."""
    number = min(expected.count(b"\n"), actual.count(b"\n")) + 1
    last = [data.removesuffix(b"\n").rsplit(b"\n", 1)[-1] for data in (expected, actual)]
    return LinePair(number, last[0], last[1])


def check_lines(expected: bytes, actual: bytes, _checker: Checker) -> Difference | None:
    """Accept equal lines, without white space at their ends and without empty lines at the end."""
    pair = None if expected == actual else first_different_line(lines(expected), lines(actual))
    if pair is None:
        return None
    return line_difference(pair, LineMismatch(expected, actual, pair))


def check_tokens(expected: bytes, actual: bytes, checker: Checker) -> Difference | None:
    """Accept equal tokens, in any letter case where the checker says so."""
    same = _same_text if checker.case_sensitive else _same_letters
    return None if expected == actual else _compare_tokens(expected, actual, same)


def check_float(expected: bytes, actual: bytes, checker: Checker) -> Difference | None:
    """Accept tokens that pair up: numbers within the tolerance, all else as text; NaN is never accepted."""
    allowed = tolerance(checker, DEFAULT_TOLERANCE)

    def same(one: bytes, other: bytes) -> bool:
        return is_number(one) and is_number(other) and allowed.allows(one.decode(), other.decode())

    if expected == actual and not _NAN_PART.search(expected):
        return None
    return _compare_tokens(expected, actual, same, nan=bool(_NAN_PART.search(actual)))


def _same_text(_one: bytes, _other: bytes) -> bool:
    return False


def _same_letters(one: bytes, other: bytes) -> bool:
    """Compare without letter case; bytes that are not UTF-8 stay themselves."""
    if one.isascii() and other.isascii():
        return one.lower() == other.lower()
    folded = [token.decode(errors="surrogateescape").casefold() for token in (one, other)]
    return folded[0] == folded[1]


def _compare_tokens(
    expected: bytes, actual: bytes, same: Callable[[bytes, bytes], bool], *, nan: bool = False
) -> Difference | None:
    """Return the first tokens that are not equal and not ``same``; ``nan``: some may be NaN."""
    start = 0 if nan else equal_tokens_end(expected, actual)
    for index, (one, other) in enumerate(zip_longest(tokens(expected, start), tokens(actual, start))):
        if one == other and not (nan and is_nan(other)):
            continue
        if one is None or other is None or not same(one, other):
            return _token_difference(expected, actual, index, start)
    return None


def _token_difference(expected: bytes, actual: bytes, index: int, start: int) -> Difference:
    """Return the difference at the token of this index, counted from an offset; all before it is equal."""
    wanted, got = token_place(expected, index, start), token_place(actual, index, start)
    place = got or wanted
    number = place.line if place else 1
    pair = LinePair(number, wanted.text.rstrip() if wanted else None, got.text.rstrip() if got else None)
    begins = start == 0 or expected[start - 1 : start] == b"\n"
    rest = LineMismatch(expected[start:], actual[start:], pair, at_line_start=begins)
    return token_difference(TokenMismatch(wanted, got, (expected, actual), rest))


def check_unordered(expected: bytes, actual: bytes, _checker: Checker) -> Difference | None:
    """Accept the same lines in any order."""
    if expected == actual:
        return None
    expected, actual = expected.rstrip(), actual.rstrip()
    if not actual and expected:
        pair = LinePair(1, next(lines(expected)), None)
        return line_difference(pair, LineMismatch(expected, actual, pair))
    start = equal_lines_end(expected, actual)
    skipped = expected.count(b"\n", 0, start)
    expected, actual = expected[start:], actual[start:]
    count = 1 + max(len(expected), len(actual)) // _COUNTED_BYTES
    group = _unequal_group(expected, actual, count) if count > 1 else 0
    if group is None:
        return None
    wanted, got = (_group(lines(data), group, count) for data in (expected, actual))
    balance = Counter(wanted)
    balance.subtract(got)
    missing = next((line for line, left in balance.items() if left > 0), None)
    extra = next((line for line, left in balance.items() if left < 0), None)
    if missing is None and extra is None:
        return None
    number = _line_number(expected, missing or b"") if extra is None else _line_number(actual, extra)
    pair = LinePair(skipped + number, missing, extra)
    return line_difference(pair, UnorderedMismatch(pair))


def _group(found: Iterator[bytes], group: int, count: int) -> Iterator[bytes]:
    """Yield the lines of one group; a line's hash says its group."""
    return found if count == 1 else (line for line in found if hash(line) % count == group)


def _unequal_group(expected: bytes, actual: bytes, count: int) -> int | None:
    """Return a group of lines whose multisets differ, so that only its lines need to be counted; None: none does.

    Counting all lines of a large output would take ten times its memory. The sums of 64-bit keyed hashes of equal
    multisets are equal; those of others are so by a chance of one in 2**64.
    """
    if sum(map(hash, lines(expected))) == sum(map(hash, lines(actual))):
        return None
    sums = [0] * count
    for sign, data in ((1, expected), (-1, actual)):
        for key in map(hash, lines(data)):
            sums[key % count] += sign * key
    return next(group for group, left in enumerate(sums) if left)


def _line_number(data: bytes, line: bytes) -> int:
    """Return the 1-based number of the last such line: of lines that are too many, that is the one too many."""
    return max((number for number, found in enumerate(lines(data), 1) if found == line), default=1)


CHECKS: dict[CheckerType, Check] = {
    CheckerType.EXACT: check_exact,
    CheckerType.LINES: check_lines,
    CheckerType.TOKENS: check_tokens,
    CheckerType.FLOAT: check_float,
    CheckerType.UNORDERED: check_unordered,
    CheckerType.JSON: check_json,
}
