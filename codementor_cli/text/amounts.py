"""Amounts as people read them: counts, sizes, durations, points. ``text/units`` reads them."""

from __future__ import annotations

from decimal import Decimal

_SIZES = (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))
_DURATIONS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


def count_text(count: int, noun: str, plural: str = "") -> str:
    """Return a count and its noun: ``1 line``, ``3 lines``; the plural is the noun and an ``s`` unless it is given."""
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def size_text(size_bytes: int) -> str:
    """Return a size as ``256 MiB``, ``1.5 KiB`` or ``17 bytes``."""
    for unit, factor in _SIZES:
        if size_bytes >= factor:
            return f"{round(size_bytes / factor, 1):g} {unit}"
    return count_text(size_bytes, "byte")


def seconds_text(seconds: float) -> str:
    """Return a limit or a figure in a sentence: ``2 s``, ``1.5 s``, ``0.03 s``."""
    return f"{round(seconds, 2):g} s"


def measured_text(seconds: float) -> str:
    """Return a measured time in a table: ``13 ms``, ``2.05 s``, ``75.0 s``."""
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def spent_text(seconds: float) -> str:
    """Return working time of a person: ``-`` for none, ``< 1 min``, ``12 min``, ``1 h 05 min``."""
    if seconds <= 0:
        return "-"
    minutes = round(seconds / 60)
    if minutes < 1:
        return "< 1 min"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def duration_words(seconds: int) -> str:
    """Return a time as ``2 days 3 hours``, ``5 minutes``, ``1 second``: the two largest units at most."""
    parts = []
    for noun, size in _DURATIONS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(count_text(count, noun))
        elif parts:
            break
    return " ".join(parts[:2]) or "0 seconds"


def points_text(points: float | Decimal, places: int = 2) -> str:
    """Return points without needless zeros: ``12``, ``12.5``; rounded to so many decimals."""
    text = f"{points:.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text
