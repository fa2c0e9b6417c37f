"""Signs, in Unicode and in ASCII, and amounts with their units."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.cli.render.text import Look, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Signs that one output can show."""

    good: str
    bad: str
    skipped: str
    space: str
    tab: str
    line_end: str
    carriage_return: str
    cut: str
    divider: str
    arrow: str


_UNICODE = Marks(
    good="✓",
    bad="✗",
    skipped="–",
    space="·",
    tab="→",
    line_end="↵",
    carriage_return="␍",
    cut="…",
    divider="│",
    arrow="→",
)
_ASCII = Marks(
    good="+",
    bad="x",
    skipped="-",
    space="_",
    tab="\\t",
    line_end="\\n",
    carriage_return="\\r",
    cut="~",
    divider="|",
    arrow="->",
)


def marks(unicode: bool) -> Marks:
    """Return the signs for an output that can, or cannot, show Unicode."""
    return _UNICODE if unicode else _ASCII


def mark(good: bool, look: Look, words: str = "") -> Span:
    """Return the sign of something that is good or bad, and words after it, in the style of both."""
    signs = marks(look.unicode)
    return Span((signs.good if good else signs.bad) + words, "good" if good else "bad")
