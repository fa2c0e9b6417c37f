"""Kinds of differences between the lines of two outputs, each with a sentence for a learner.

``_KINDS`` has them in order, the most telling first. Each takes linear time, and stops early where the outputs show
nothing of its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import islice, zip_longest

from codementor_cli.domain.feedback import near_misses
from codementor_cli.domain.judging.difference import LineMismatch
from codementor_cli.domain.judging.output import LinePair, line_count, lines, same_tokens, tokens
from codementor_cli.text.amounts import count_text
from codementor_cli.text.excerpts import quoted

_COUNTED_BYTES = 1 << 21
_EXPLAINED_BYTES = 1 << 22
"""Of both outputs together: the search for a kind takes several copies of them."""
_PROMPT_END = 200
_SHOWN_TOKENS = 30
_SPACES = b" \t\n\r\v\f"


def explain_lines(mismatch: LineMismatch, *, aligned: bool = True) -> str:
    """Return the sentence.

    Args:
        mismatch: The outputs and the lines that differ.
        aligned: Whether all lines before them are equal and have the same numbers.
    """
    if len(mismatch.expected) + len(mismatch.actual) > _EXPLAINED_BYTES:
        return plain(mismatch.pair)
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


def _nothing(mismatch: LineMismatch) -> str:
    if mismatch.actual.strip() or not mismatch.expected.strip():
        return ""
    if mismatch.actual:
        return "Your program printed only white space: is what should be printed empty?"
    return "Your program printed nothing: does it print its answer, and is the code that does so reached?"


def _prompt(mismatch: LineMismatch) -> str:
    """Text before the right answer: a label, or the prompt of ``input("Enter a number: ")``."""
    text = _leading_text(mismatch.expected.strip(), mismatch.actual.strip()) or _line_prompt(mismatch)
    if not text:
        return ""
    return f"Your program also printed the text {quoted(text)}; print only the answer, without questions and labels."


def _leading_text(expected: bytes, actual: bytes) -> bytes:
    """Return the text before the expected one at the end of the actual one; empty where it is no label."""
    if not expected or len(actual) <= len(expected) or not actual.endswith(expected):
        return b""
    text = actual[: len(actual) - len(expected)]
    glued = text[-1:].isalnum() and expected[:1].isalnum()
    return text if near_misses.LETTER.search(text, 0, _PROMPT_END) and not glued else b""


def _line_prompt(mismatch: LineMismatch) -> bytes:
    """Return the first text before a line, where every line is right apart from such text."""
    found = b""
    for expected, actual in mismatch.line_pairs():
        if expected is None or actual is None:
            return b""
        text = b"" if expected == actual else _leading_text(expected.strip(), actual.strip())
        if expected != actual and not text:
            return b""
        found = found or text
    return found


def _extra_output(mismatch: LineMismatch) -> str:
    return near_misses.brackets(mismatch.expected, mismatch.actual, mismatch.pair) or near_misses.labels(mismatch.pair)


def _letter_case(mismatch: LineMismatch) -> str:
    if not all(_folded(expected or b"") == _folded(actual or b"") for expected, actual in mismatch.line_pairs()):
        return ""
    return (
        f"Only upper and lower case differ: line {mismatch.pair.number} should be "
        f"{quoted(mismatch.pair.expected or b'')}, and your program printed {quoted(mismatch.pair.actual or b'')}."
    )


def _folded(line: bytes) -> bytes:
    if line.isascii():
        return line.lower()
    return line.decode(errors="surrogateescape").casefold().encode(errors="surrogateescape")


def _white_space(mismatch: LineMismatch) -> str:
    expected, actual = mismatch.expected, mismatch.actual
    if same_tokens(expected, actual):
        return _white_space_kind(mismatch)
    if expected.translate(None, _SPACES) == actual.translate(None, _SPACES):
        return (
            f"Only white space differs: compare the spaces and line ends around line {mismatch.pair.number} "
            f"with the expected {quoted(mismatch.pair.expected or b'')}."
        )
    return ""


def _white_space_kind(mismatch: LineMismatch) -> str:
    """Return the sentence on white space where all else is equal."""
    number = mismatch.pair.number
    expected, actual = mismatch.expected, mismatch.actual
    if all((one or b"") == (other or b"") for one, other in mismatch.line_pairs()):
        return _line_end(expected, actual, number)
    filled = (filter(None, lines(expected)), filter(None, lines(actual)))
    if all(one == other for one, other in zip_longest(*filled)):
        extra = not mismatch.pair.actual
        return f"Only empty lines differ: there is one too {'many' if extra else 'few'} at line {number}."
    if line_count(expected) != line_count(actual):
        return f"The values are right, but the line breaks are not: see line {number}; when should a new line start?"
    if all((one or b"").lstrip() == (other or b"").lstrip() for one, other in mismatch.line_pairs()):
        return _line_starts(mismatch.pair)
    return f"Only spaces differ, in line {number}: it should be {quoted(mismatch.pair.expected or b'')}."


def _line_starts(pair: LinePair) -> str:
    """Return the sentence on the spaces at the start of a line that is right otherwise."""
    wanted, got = (len(line) - len(line.lstrip()) for line in (pair.expected or b"", pair.actual or b""))
    return (
        f"Only the spaces at the start of lines differ: line {pair.number} should start with {wanted or 'none'}, "
        f"and yours starts with {got or 'none'}."
    )


def _line_end(expected: bytes, actual: bytes, number: int) -> str:
    """Return the sentence on the ends of lines whose text is equal."""
    if expected == actual + b"\n":
        return "Only the line end after the last line is missing."
    if actual == expected + b"\n":
        return "Only the line end after the last line is too many."
    if actual.replace(b"\r\n", b"\n") == expected:
        return r"Only the line ends differ: your program prints \r\n, and \n is expected."
    return f"Only white space at the end of line {number} differs."


def _order(mismatch: LineMismatch) -> str:
    """The right lines in another order; very large outputs are not searched, as counting takes much memory."""
    if max(len(mismatch.expected), len(mismatch.actual)) > _COUNTED_BYTES:
        return ""
    expected, actual = (Counter(filter(None, lines(data))) for data in (mismatch.expected, mismatch.actual))
    return f"All lines are right, but in another order, from line {mismatch.pair.number} on." * (expected == actual)


def _too_early(mismatch: LineMismatch) -> str:
    if mismatch.pair.actual is not None:
        return _line_part(mismatch.pair)
    there, wanted = line_count(mismatch.actual), line_count(mismatch.expected)
    return (
        f"Your output is right so far, but stops too early: {there} of {count_text(wanted, 'line')} "
        f"{'is' if there == 1 else 'are'} there."
    )


def _line_part(pair: LinePair) -> str:
    """Return the sentence on a line that is too long or too short; empty for other lines."""
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


def _too_late(mismatch: LineMismatch) -> str:
    if mismatch.pair.expected is not None:
        return ""
    more = line_count(mismatch.actual) - line_count(mismatch.expected)
    return (
        f"Your output starts right, but goes on with {count_text(more, 'line')} too many, "
        f"from line {mismatch.pair.number}: {quoted(mismatch.pair.actual or b'')}."
    )


def _lines_before(mismatch: LineMismatch) -> str:
    """Whole lines that are too many, or missing, before output that is right."""
    if not mismatch.at_line_start:
        return ""
    expected, actual = mismatch.expected.rstrip(), mismatch.actual.rstrip()
    number = mismatch.pair.number
    if expected and actual.endswith(b"\n" + expected) and actual[: -len(expected)].strip():
        return _extra_lines(number, actual[: -len(expected)])
    if actual and expected.endswith(b"\n" + actual) and expected[: -len(actual)].strip():
        missing = expected[: -len(actual)]
        count, first = missing.count(b"\n"), quoted(next(lines(missing)))
        if count == 1:
            return f"Line {number}, {first}, is missing; what you print after it is right."
        return f"{count} lines are missing from line {number}, {first}, on; what you print after them is right."
    return ""


def _extra_lines(number: int, extra: bytes) -> str:
    count, first = extra.count(b"\n"), quoted(next(lines(extra)))
    if count == 1:
        return f"Line {number} of your output, {first}, is one too many; what comes after it is right."
    return f"Your output has {count} lines too many, from line {number}: {first}; what comes after them is right."


def _one_line(mismatch: LineMismatch) -> str:
    """One line that is too many, or missing, before at least two lines that agree."""
    if not mismatch.at_line_start:
        return ""
    wanted, got = (list(islice(lines(data), 3)) for data in (mismatch.expected, mismatch.actual))
    number = mismatch.pair.number
    if _tells(wanted) and got[1:] == wanted[:2]:
        following = f"{quoted(wanted[0])}, which should stand there, comes in the next line"
        return f"Line {number} of your output, {quoted(got[0])}, is one too many: {following}."
    if _tells(got) and wanted[1:] == got[:2]:
        return f"Line {number}, {quoted(wanted[0])}, is missing: your output goes on with what should come after it."
    return ""


def _tells(found: list[bytes]) -> bool:
    """Whether the first two lines exist and differ: of equal lines, none can be named as the missing one."""
    return len(found) > 1 and all(found[:2]) and found[0] != found[1]


_KINDS: tuple[Callable[[LineMismatch], str], ...] = (
    _nothing,
    _lines_before,
    _prompt,
    _extra_output,
    _white_space,
    _letter_case,
    _order,
    _too_early,
    _too_late,
    _one_line,
    near_misses.number,
    near_misses.truth_value,
    near_misses.not_text,
    near_misses.one_character,
)

_WHOLE = frozenset({_nothing, _too_early, _too_late})
