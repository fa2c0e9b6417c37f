"""Signs, in Unicode and in ASCII, and amounts with their units."""

from __future__ import annotations

from dataclasses import dataclass


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


def duration(seconds: float) -> str:
    """Return ``13 ms``, ``2.05 s``, ``75 s``."""
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def score(points: float) -> str:
    """Return points with at most two decimals, without needless zeros."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
