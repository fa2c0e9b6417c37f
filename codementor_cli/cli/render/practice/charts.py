"""Small charts of characters: bars, sparklines, strips of days; in ASCII where the terminal shows nothing else."""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = "▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_ASCII_LEVELS = "_.-=+*%#"


def bar(part: int, whole: int, width: int, unicode: bool) -> str:
    """Return a bar of ``width`` columns, filled by ``part`` of ``whole``; something is never shown as nothing.

    Args:
        part: 0 to ``whole``.
        whole: 0: the bar is empty.
        width: Columns.
        unicode: Whether blocks can be shown; else ``#`` and ``.``.
    """
    eighths = round(8 * width * part / whole) if whole else 0
    if part:
        eighths = max(1, eighths)
    if part < whole:
        eighths = min(eighths, 8 * width - 1)
    if not unicode:
        filled = width if eighths == 8 * width else min(width - 1, max(int(part > 0), eighths // 8))
        return "#" * filled + "." * (width - filled)
    full, rest = divmod(eighths, 8)
    drawn = _EIGHTHS[7] * full + (_EIGHTHS[rest - 1] if rest else "")
    return drawn + "░" * (width - len(drawn))


def sparkline(values: Sequence[int], unicode: bool) -> str:
    """Return one character a value, the largest the highest; 0 and less are the lowest."""
    levels = _LEVELS if unicode else _ASCII_LEVELS
    highest = max(values, default=0)
    if highest <= 0:
        return levels[0] * len(values)
    return "".join(levels[max(0, -(-each * len(levels) // highest) - 1)] for each in values)


def strip(marked: Sequence[bool], unicode: bool) -> str:
    """Return one character a value: a block where it is true."""
    there, absent = ("■", "·") if unicode else ("#", ".")
    return "".join(there if each else absent for each in marked)
