"""Signs of wrong answers, each true only where its rivals are excluded. Pure."""

from __future__ import annotations

import re
from fractions import Fraction

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.symptoms import Symptoms
from codementor_cli.domain.mentor.packet import VisibleFailure
from codementor_cli.text.excerpts import MARK

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_INTEGER = re.compile(r"-?\d{1,30}")
_READ_CHARACTERS = 4000
_TELLING_COUNT = 2
"""Failing cases that show the same sign; a single one may do so by chance."""
_INT32 = 1 << 31
_SPAN32 = 1 << 32
_LONGEST_JOINED = 10
_LONGEST_SUM = 20
_ZERO = 48
"""The digit 0's place in ASCII."""


def _numbers(text: str) -> list[str]:
    found = _NUMBER.findall(text[:_READ_CHARACTERS])
    return found[:-1] if text.endswith(MARK) or len(text) > _READ_CHARACTERS else found


def _pairs(seen: Symptoms) -> list[tuple[str, str]]:
    """Return the numbers at the same place of both outputs that differ."""
    wanted, got = _numbers(seen.expected), _numbers(seen.actual)
    return [(one, other) for one, other in zip(wanted, got, strict=False) if one != other][:50]


def wrapped(seen: Symptoms) -> bool:
    """Whether a number is the right one after an overflow at 32 bits."""
    for wanted, got in _pairs(seen):
        if "." not in wanted + got and len(wanted) < 20 and abs(int(wanted)) >= _INT32:
            return (int(wanted) - int(got)) % _SPAN32 == 0
    return False


def cut_off(seen: Symptoms) -> bool:
    """Whether numbers are right and only their decimals are missing."""
    pairs = [(one, other) for one, other in _pairs(seen) if "." in one]
    if all(_whole(one) for one, _ in pairs):
        return False
    return all(int(Fraction(one)) == int(Fraction(other)) and _whole(other) for one, other in pairs)


def _whole(number: str) -> bool:
    return Fraction(number).denominator == 1


def sorted_as_text(seen: Symptoms) -> bool:
    """Whether the right numbers come in the order of their digits, and not of their sizes."""
    wanted, got = seen.expected.split(), seen.actual.split()
    if sorted(wanted) != sorted(got) or not all(_NUMBER.fullmatch(each) for each in wanted):
        return False
    sizes = sorted(wanted, key=Fraction)
    return (
        wanted in (sizes, sizes[::-1]) and got in (sorted(got), sorted(got)[::-1]) and got not in (sizes, sizes[::-1])
    )


def silent(seen: Symptoms) -> bool:
    """Whether the program printed nothing."""
    return not seen.actual and bool(seen.expected.strip())


def joined(seen: Symptoms) -> bool:
    """Whether the output is the parts of a sum, one after the other: 12 for 1 + 2."""
    wanted, got = seen.expected.strip(), seen.actual.strip()
    if not (wanted.isdecimal() and got.isdecimal() and 1 < len(got) <= _LONGEST_JOINED):
        return False
    return wanted != got and _sums_to(got, int(wanted[:_LONGEST_JOINED]))


def repeated(seen: Symptoms) -> bool:
    """Whether a number is written several times instead of multiplied: 22 for 2 * 2."""
    wanted, got = seen.expected.strip(), seen.actual.strip()
    if not (wanted.isdecimal() and got.isdecimal() and wanted != got and len(got) <= _LONGEST_JOINED):
        return False
    halves = [(got[: len(got) // count], count) for count in range(2, len(got) + 1)]
    return any(part * count == got and int(part) * count == int(wanted) for part, count in halves)


def _sums_to(digits: str, total: int) -> bool:
    """Whether digits can be cut into two or more numbers that sum to a total."""
    sums: list[set[int]] = [{0}]
    for end in range(1, len(digits) + 1):
        starts = range(1 if end == len(digits) else 0, end)
        sums.append({one + int(digits[start:end]) for start in starts for one in sums[start]})
    return total in sums[-1]


def off_by_one(seen: Symptoms) -> bool:
    """Whether each wrong number of each visible failure is off by one, always to the same side; all else is right.

    In a single case, numbers may be near each other by chance.
    """
    if not seen.all_shown or len(seen.shown) < _TELLING_COUNT:
        return False
    sides = [_sides(each) for each in seen.shown]
    return all(sides) and set().union(*sides) in ({1}, {-1})


def _sides(failure: VisibleFailure) -> set[int]:
    """Return the differences of whole numbers; empty where anything else differs, or a part is not shown."""
    wanted, got = failure.expected.splitlines(), failure.actual.splitlines()
    if len(wanted) != len(got) or failure.verdict is not Verdict.WA or MARK in (failure.expected + failure.actual)[-1:]:
        return set()
    words = [(one.split(), other.split()) for one, other in zip(wanted, got, strict=True)]
    if any(len(one) != len(other) for one, other in words):
        return set()
    differing = [pair for one, other in words for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if not all(_INTEGER.fullmatch(each) for pair in differing for each in pair):
        return set()
    return {int(other) - int(one) for one, other in differing}


def same_output(seen: Symptoms) -> bool:
    """Whether visible cases with different inputs and answers get one and the same output."""
    wrong = [each for each in seen.shown if each.verdict is Verdict.WA]
    different = len({each.input for each in wrong}) == len({each.expected for each in wrong}) == len(wrong)
    return len(wrong) >= _TELLING_COUNT and different and len({each.actual.strip() for each in wrong} - {""}) == 1


def digits_summed(seen: Symptoms) -> bool:
    """Whether the answer is too large by a multiple of 48, a digit's place in the table of letters."""
    wanted, got = seen.expected.strip(), seen.actual.strip()
    if not (wanted.isdecimal() and got.isdecimal() and len(got) < _LONGEST_SUM):
        return False
    times, rest = divmod(int(got) - int(wanted), _ZERO)
    read = seen.shown[0].input if seen.shown else seen.code
    return rest == 0 and 0 < times <= sum(map(str.isdigit, read + seen.code))


SIGNS = (cut_off, digits_summed, joined, off_by_one, repeated, same_output, silent, sorted_as_text, wrapped)
