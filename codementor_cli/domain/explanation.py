"""One sentence for a learner: what kind of difference there is between two outputs.

The kinds are tried in the order of ``_KINDS``, the most telling first. All of them take linear time, and stop early
where the outputs have nothing of their kind.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

from codementor_cli.domain.decoration import brackets, labels
from codementor_cli.domain.display import count_text, quoted
from codementor_cli.domain.numbers import is_number
from codementor_cli.domain.output import LinePair, from_line, line_count, lines, same_tokens, tokens

_COUNTED_BYTES = 1 << 21
_PROMPT_END = 200
_SHOWN_TOKENS = 30
_LETTER = re.compile(rb"[^\W\d_]|[\x80-\xff]")
_SPACES = b" \t\n\r\v\f"
_ROUNDING = 1e-2


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two outputs, and the first lines in them that differ."""

    expected: bytes
    actual: bytes
    pair: LinePair

    def rest(self) -> Mismatch:
        """Return the outputs from the lines that differ on: all before them is equal, and needs no second look."""
        start = self.pair.number
        return Mismatch(from_line(self.expected, start), from_line(self.actual, start), self.pair)

    def words(self) -> tuple[bytes, bytes] | None:
        """Return the first tokens that differ in the two lines; None where one line is a part of the other."""
        if self.pair.expected is None or self.pair.actual is None:
            return None
        both = zip(tokens(self.pair.expected), tokens(self.pair.actual), strict=False)
        return next(((one, other) for one, other in both if one != other), None)


def explain(mismatch: Mismatch, *, aligned: bool = True) -> str:
    """Return the sentence.

    Args:
        mismatch: What differs.
        aligned: Whether the lines before those that differ are equal, and stand at the same numbers.
    """
    rest = mismatch.rest() if aligned else mismatch
    for kind in _KINDS:
        sentence = kind(mismatch if kind in _WHOLE else rest)
        if sentence:
            return sentence
    return plain(mismatch.pair)


def plain(pair: LinePair) -> str:
    """Return the sentence for a difference of no special kind."""
    if pair.actual is None:
        return f"Your output ends before line {pair.number}, which should be {quoted(pair.expected or b'')}."
    if pair.expected is None:
        return f"Line {pair.number} of your output is {quoted(pair.actual)}, but the output should end before it."
    return f"Line {pair.number} should be {quoted(pair.expected)}, but your program printed {quoted(pair.actual)}."


def _nothing(mismatch: Mismatch) -> str:
    if mismatch.actual.strip() or not mismatch.expected.strip():
        return ""
    return "Your program printed nothing: does it print its answer, and is the code that does so reached?"


def _prompt(mismatch: Mismatch) -> str:
    """Text before the right answer, as ``input("Enter a number: ")`` prints it."""
    text = _leading_text(mismatch.expected.strip(), mismatch.actual.strip()) or _line_prompt(mismatch)
    if not text:
        return ""
    return (
        f"Your program also printed the text {quoted(text)}; print only the answer: "
        "use input() without a prompt, and leave labels out."
    )


def _leading_text(expected: bytes, actual: bytes) -> bytes:
    """Return what stands before the expected text at the end of the actual one; empty where it is no label."""
    if not expected or len(actual) <= len(expected) or not actual.endswith(expected):
        return b""
    text = actual[: len(actual) - len(expected)]
    glued = text[-1:].isalnum() and expected[:1].isalnum()
    return text if _LETTER.search(text, 0, _PROMPT_END) and not glued else b""


def _line_prompt(mismatch: Mismatch) -> bytes:
    """Return the text before the first line that has some, where every line is right but for such text."""
    found = b""
    for expected, actual in _line_pairs(mismatch):
        if expected is None or actual is None:
            return b""
        text = b"" if expected == actual else _leading_text(expected.strip(), actual.strip())
        if expected != actual and not text:
            return b""
        found = found or text
    return found


def _decoration(mismatch: Mismatch) -> str:
    return brackets(mismatch.expected, mismatch.actual, mismatch.pair) or labels(mismatch.pair)


def _letter_case(mismatch: Mismatch) -> str:
    if not all(_folded(expected or b"") == _folded(actual or b"") for expected, actual in _line_pairs(mismatch)):
        return ""
    return (
        f"Only upper and lower case differ: line {mismatch.pair.number} should be "
        f"{quoted(mismatch.pair.expected or b'')}, and your program printed {quoted(mismatch.pair.actual or b'')}."
    )


def _folded(line: bytes) -> bytes:
    if line.isascii():
        return line.lower()
    return line.decode(errors="surrogateescape").casefold().encode(errors="surrogateescape")


def _white_space(mismatch: Mismatch) -> str:
    expected, actual = mismatch.expected, mismatch.actual
    if same_tokens(expected, actual):
        return _white_space_kind(mismatch)
    if expected.translate(None, _SPACES) == actual.translate(None, _SPACES):
        return (
            f"Only white space differs: compare the spaces and line ends around line {mismatch.pair.number} "
            f"with the expected {quoted(mismatch.pair.expected or b'')}."
        )
    return ""


def _white_space_kind(mismatch: Mismatch) -> str:
    """Return which white space differs, all else being equal."""
    number = mismatch.pair.number
    expected, actual = mismatch.expected, mismatch.actual
    if all((one or b"") == (other or b"") for one, other in _line_pairs(mismatch)):
        return _line_end(expected, actual, number)
    filled = (filter(None, lines(expected)), filter(None, lines(actual)))
    if all(one == other for one, other in zip_longest(*filled)):
        extra = not mismatch.pair.actual
        return f"Only empty lines differ: there is one too {'many' if extra else 'few'} at line {number}."
    if line_count(expected) != line_count(actual):
        return f"The values are right, but the line breaks are not: see line {number}; when should a new line start?"
    return f"Only spaces differ, in line {number}: it should be {quoted(mismatch.pair.expected or b'')}."


def _line_end(expected: bytes, actual: bytes, number: int) -> str:
    """Return what differs at the ends of lines whose text is the same."""
    if expected == actual + b"\n":
        return "Only the line end after the last line is missing."
    if actual == expected + b"\n":
        return "Only the line end after the last line is too many."
    if actual.replace(b"\r\n", b"\n") == expected:
        return r"Only the line ends differ: your program prints \r\n, and \n is expected."
    return f"Only white space at the end of line {number} differs."


def _order(mismatch: Mismatch) -> str:
    """The right lines, in another order; not looked for in very large outputs, where counting takes much memory."""
    if max(len(mismatch.expected), len(mismatch.actual)) > _COUNTED_BYTES:
        return ""
    expected, actual = (Counter(filter(None, lines(data))) for data in (mismatch.expected, mismatch.actual))
    return f"All lines are right, but in another order, from line {mismatch.pair.number} on." * (expected == actual)


def _too_early(mismatch: Mismatch) -> str:
    if mismatch.pair.actual is not None:
        return _line_part(mismatch.pair)
    there, wanted = line_count(mismatch.actual), line_count(mismatch.expected)
    return (
        f"Your output is right so far, but stops too early: {there} of {count_text(wanted, 'line')} "
        f"{'is' if there == 1 else 'are'} there."
    )


def _line_part(pair: LinePair) -> str:
    """Return the sentence for a line that goes on too long or stops too early; empty where neither is so."""
    if not pair.expected or not pair.actual:
        return ""
    wanted, got = (sum(1 for _ in tokens(line)) for line in (pair.expected, pair.actual))
    if any(one != other for one, other in zip(tokens(pair.expected), tokens(pair.actual), strict=False)):
        return ""
    if got < wanted:
        return f"Line {pair.number} stops too early: {got} of {count_text(wanted, 'value')} are there."
    more = b" ".join(islice(tokens(pair.actual), wanted, wanted + _SHOWN_TOKENS))
    too_many = f"{count_text(got - wanted, 'value')} too many: {quoted(more)}"
    return f"Line {pair.number} starts right, but goes on with {too_many}."


def _too_late(mismatch: Mismatch) -> str:
    if mismatch.pair.expected is not None:
        return ""
    more = line_count(mismatch.actual) - line_count(mismatch.expected)
    return (
        f"Your output starts right, but goes on with {count_text(more, 'line')} too many, "
        f"from line {mismatch.pair.number}: {quoted(mismatch.pair.actual or b'')}."
    )


def _number(mismatch: Mismatch) -> str:
    words = mismatch.words()
    return number_kind(*words, mismatch.pair.number) if words else ""


def number_kind(expected: bytes, actual: bytes, line: int) -> str:
    """Return the sentence for two numbers that are close; empty where they are not, or not both numbers."""
    if not (is_number(expected) and is_number(actual)):
        return ""
    wanted, got = float(expected), float(actual)
    both = f"line {line} should have {quoted(expected)}, and your program printed {quoted(actual)}"
    if expected.lstrip(b"+-").isdigit() and actual.lstrip(b"+-").isdigit():
        return f"Off by one: {both}; check where loops and ranges end." if abs(wanted - got) == 1 else ""
    off_by = abs(wanted - got)
    if off_by == 0:
        return f"The same number, written otherwise: {both}."
    if off_by <= max(_ROUNDING * abs(wanted), _half_a_unit(expected, actual)) < math.inf:
        return f"Close, but rounded otherwise: {both}; how many decimals are asked for?"
    return ""


def _half_a_unit(expected: bytes, actual: bytes) -> float:
    """Return half a unit of the last decimal that both numbers have; 0 where one has no decimals."""
    decimals = min(len(number.partition(b".")[2]) for number in (expected, actual))
    return 0.51 * 10.0**-decimals if decimals else 0.0


def _not_text(mismatch: Mismatch) -> str:
    line = mismatch.pair.actual or b""
    if b"\0" in line and b"\0" not in (mismatch.pair.expected or b""):
        return f"Line {mismatch.pair.number} of your output has a NUL character, which is invisible on a screen."
    try:
        line.decode()
    except UnicodeDecodeError:
        return f"Line {mismatch.pair.number} of your output has bytes that are not UTF-8 text: {quoted(line)}."
    return ""


def _line_pairs(mismatch: Mismatch) -> Iterator[tuple[bytes | None, bytes | None]]:
    return zip_longest(lines(mismatch.expected.rstrip()), lines(mismatch.actual.rstrip()))


_KINDS: tuple[Callable[[Mismatch], str], ...] = (
    _nothing,
    _prompt,
    _decoration,
    _white_space,
    _letter_case,
    _order,
    _too_early,
    _too_late,
    _number,
    _not_text,
)

_WHOLE = frozenset({_nothing, _too_early, _too_late})
