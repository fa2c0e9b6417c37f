"""Lines that are nearly right: extra brackets or words, a number in another form, one character, a truth value."""

from __future__ import annotations

import re

from codementor_cli.domain.judging.difference import LineMismatch
from codementor_cli.domain.judging.numbers import is_number
from codementor_cli.domain.judging.output import LinePair, same_tokens, tokens
from codementor_cli.text.excerpts import quoted

_BRACKETS = b"[](){},'\""
_BLANKS = bytes.maketrans(_BRACKETS, b" " * len(_BRACKETS))
LETTER = re.compile(rb"[^\W\d_]|[\x80-\xff]")
_PUNCTUATION = b",;:"
_TELLING_DECIMALS = 2
_HALF = 0.501
_TRUTH_VALUES = frozenset({b"True", b"False", b"true", b"false"})
_SHORTEST = 5
_LONGEST = 500
"""Characters of a line that is searched for one that differs."""


def number(mismatch: LineMismatch) -> str:
    """Return the sentence for the first values that differ, where both are numbers."""
    words = mismatch.words()
    return number_kind(*words, mismatch.pair.number) if words else ""


def number_kind(expected: bytes, actual: bytes, line: int) -> str:
    """Return the sentence for one number in two forms, or rounded; empty for other tokens."""
    if not (is_number(expected) and is_number(actual)):
        return ""
    both = f"line {line} should have {quoted(expected)}, and your program printed {quoted(actual)}"
    off_by = abs(float(expected) - float(actual))
    if off_by == 0:
        return "" if expected == actual else f"The same number, written otherwise: {both}."
    if off_by <= _rounding(expected, actual):
        return f"Close, but rounded otherwise: {both}; how many decimals are asked for?"
    return ""


def _rounding(expected: bytes, actual: bytes) -> float:
    """Return the largest distance of two numbers where one is the other, rounded or cut to fewer decimals.

    With the same count of decimals, of two or more, they may differ by one in the last.
    """
    if b"e" in (expected + actual).lower():
        return 0.0
    fewer, more = sorted(len(number.partition(b".")[2]) for number in (expected, actual))
    if fewer == more:
        return 1.01 * 10.0**-fewer if fewer >= _TELLING_DECIMALS else 0.0
    return 1.01 * 10.0**-fewer if fewer else _HALF


def truth_value(mismatch: LineMismatch) -> str:
    """Return the sentence for ``True`` where a word like ``yes`` is expected."""
    expected, actual = (mismatch.pair.expected or b"").strip(), (mismatch.pair.actual or b"").strip()
    if actual not in _TRUTH_VALUES or not expected.isalpha() or expected.lower() in {b"true", b"false"}:
        return ""
    printed = f"your program printed a truth value, {quoted(actual)}"
    return f"Line {mismatch.pair.number} should be {quoted(expected)}, but {printed}."


def one_character(mismatch: LineMismatch) -> str:
    """One character that is too many, missing or wrong, in a line with words; in numbers it says nothing."""
    texts = [(line or b"").decode(errors="replace") for line in (mismatch.pair.expected, mismatch.pair.actual)]
    wanted, got = texts
    shorter, longer = sorted(map(len, texts))
    if not _SHORTEST <= longer <= _LONGEST or longer - shorter > 1 or not any(map(str.isalpha, wanted)):
        return ""
    same = next((at for at, (one, other) in enumerate(zip(wanted, got, strict=False)) if one != other), shorter)
    after = (same + (len(wanted) >= len(got)), same + (len(got) >= len(wanted)))
    here, there = wanted[same : after[0]], got[same : after[1]]
    if wanted[after[0] :] != got[after[1] :] or (here + there).isdigit():
        return ""
    place = f"in column {same + 1}"
    told = {
        (True, False): f"{quoted(here.encode())} is missing {place}",
        (False, True): f"{quoted(there.encode())} {place} is one too many",
        (True, True): f"it should have {quoted(here.encode())} {place}, and yours has {quoted(there.encode())}",
    }
    return f"Line {mismatch.pair.number} differs in one character: {told[bool(here), bool(there)]}."


def not_text(mismatch: LineMismatch) -> str:
    """Return the sentence for a line with bytes that no screen shows."""
    line = mismatch.pair.actual or b""
    if b"\0" in line and b"\0" not in (mismatch.pair.expected or b""):
        return f"Line {mismatch.pair.number} of your output has a NUL character, which is invisible on a screen."
    try:
        line.decode()
    except UnicodeDecodeError:
        return f"Line {mismatch.pair.number} of your output has bytes that are not UTF-8 text: {quoted(line)}."
    return ""


def brackets(expected: bytes, actual: bytes, pair: LinePair) -> str:
    """Return the sentence for values printed as a list, ``[1, 2]``; empty for anything else.

    Args:
        expected: Expected output, from the line that differs on.
        actual: Actual output, from the same line on.
        pair: The lines that differ.
    """
    line = pair.actual or b""
    if not re.search(rb"[\[({,]", line) or re.search(rb"[\[\](){},]", pair.expected or b""):
        return ""
    if not same_tokens(expected, actual.translate(_BLANKS)):
        return ""
    return (
        f"The values are right, but they are printed with brackets or commas: {quoted(line)}; print the values alone, "
        'as print(*values) in Python or console.log(values.join(" ")) in JavaScript does.'
    )


def labels(pair: LinePair) -> str:
    """Return the sentence for right numbers with words between them; empty for anything else."""
    if not pair.expected or not pair.actual or LETTER.search(pair.expected):
        return ""
    words = [word.rstrip(_PUNCTUATION) for word in tokens(pair.actual)]
    numbers = [word for word in words if word and not LETTER.search(word)]
    if len(numbers) == len(words) or numbers != list(tokens(pair.expected)):
        return ""
    return (
        f"Line {pair.number} has the right numbers, but also words: {quoted(pair.actual)}; "
        f"print only {quoted(pair.expected)}."
    )
