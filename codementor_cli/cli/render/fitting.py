"""Tables that give up columns, the least needed first, where a terminal is narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codementor_cli.cli.render.table import cut, table
from codementor_cli.cli.render.text import Line, Look, Span, columns

_GAP_COLUMNS = 2
_LEAST_COLUMNS = 8
"""What is left of the column that is cut, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What a table can do without."""

    spare: tuple[str, ...]
    """Titles of columns that are left out, the first first."""
    flexible: str
    """Title of the column that is cut once these are gone."""


def fitted_table(rows: Sequence[Mapping[str, Span]], fitting: Fitting, look: Look) -> list[Line]:
    """Return a title line and a line for each row; on a terminal, none is longer than that is wide.

    Args:
        rows: A cell for each title, all with the same titles in the same order; at least one.
        fitting: What is left out or cut where there is no room.
        look: Where it is shown: only terminals are narrow.
    """
    cells = {title: [row[title] for row in rows] for title in rows[0]}
    shown = list(cells)
    if look.terminal:
        for title in fitting.spare:
            if _width(cells, shown) > look.width:
                shown.remove(title)
        others = [title for title in shown if title != fitting.flexible]
        room = max(look.width - _width(cells, others) - _GAP_COLUMNS, _LEAST_COLUMNS)
        cells[fitting.flexible] = [cut(each, room, look.unicode) for each in cells[fitting.flexible]]
    return table(shown, list(zip(*(cells[title] for title in shown), strict=True)))


def _width(cells: Mapping[str, Sequence[Span]], shown: Sequence[str]) -> int:
    widest = [max([columns(title), *(columns(each.text) for each in cells[title])]) for title in shown]
    return sum(widest) + _GAP_COLUMNS * (len(shown) - 1)
