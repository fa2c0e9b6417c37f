"""What a YAML parser says, in words that tell an author what to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class _Words:
    """One kind of error."""

    sign: str
    """Part of what the parser says."""
    message: str
    suggestion: str
    at_start: bool = False
    """Whether the place to look at is where the broken thing starts, not where the parser gave up."""


_TAB = _Words("a tab", "a tab in the indentation", "indent with spaces")
_RESERVED = _Words("", "no value starts with this character", "put the text in quotes")
_STRANGE = "cannot start any token"
_KINDS = (
    _Words(
        "mapping values are not allowed",
        "a second colon in one value, or a line that is indented too far",
        'put text with ": " in quotes, or start the key where the keys above it start',
    ),
    _Words("found a tab character", _TAB.message, _TAB.suggestion),
    _Words("unexpected end of stream", "a quote is opened here and not closed", "close it with the same quote", True),
    _Words(
        "did not find expected key",
        "expected a key, or the end of the value before it",
        "start keys where the keys above them start; after a closing quote the value is over",
    ),
    _Words("could not find expected ':'", "a line without a colon", "write key: value, or indent it as text", True),
    _Words("did not find expected ',' or", "a bracket is opened here and not closed", "count [ ] and { }", True),
    _Words(
        "did not find expected '-' indicator",
        "expected the next list entry, or a key of the one before",
        "start with - below the other dashes, or start the key where the keys above it start",
    ),
    _Words("unknown escape character", "no escape has this letter", r"write \\ for a backslash, or use single quotes"),
    _Words("block sequence entries are not allowed", "a list starts in a new line", "put each - in a line of its own"),
)
"""Source: the messages of libyaml's scanner.c and parser.c."""


def plainly(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str, Any]:
    """Return what the parser found, how to mend it (empty where its words must do), and the mark of the place.

    Args:
        error: From the parser.
        text: What it read.
    """
    mark = error.problem_mark or error.context_mark
    said = str(error.problem)
    if _STRANGE in said and mark is not None:
        kind = _TAB if _line(text, mark.line)[mark.column : mark.column + 1] == "\t" else _RESERVED
        return kind.message, kind.suggestion, mark
    for kind in _KINDS:
        if kind.sign in said:
            return kind.message, kind.suggestion, (error.context_mark if kind.at_start else None) or mark
    return f"{error.context}: {said}" if error.context else said, "", mark


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""
