"""Right values with extra output: the brackets of a list, or words around the answer."""

from __future__ import annotations

import re

from codementor_cli.domain.judging.output import LinePair, same_tokens, tokens
from codementor_cli.text.excerpts import quoted

_BRACKETS = b"[](){},'\""
_BLANKS = bytes.maketrans(_BRACKETS, b" " * len(_BRACKETS))
_LETTER = re.compile(rb"[^\W\d_]|[\x80-\xff]")
_PUNCTUATION = b",;:"


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
    if not pair.expected or not pair.actual or _LETTER.search(pair.expected):
        return ""
    words = [word.rstrip(_PUNCTUATION) for word in tokens(pair.actual)]
    numbers = [word for word in words if word and not _LETTER.search(word)]
    if len(numbers) == len(words) or numbers != list(tokens(pair.expected)):
        return ""
    return (
        f"Line {pair.number} has the right numbers, but also words: {quoted(pair.actual)}; "
        f"print only {quoted(pair.expected)}."
    )
