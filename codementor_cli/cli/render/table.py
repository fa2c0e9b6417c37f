"""Plain tables: aligned columns, no frames, so that pipes and screen readers like them too."""

from __future__ import annotations

from collections.abc import Sequence

from codementor_cli.cli.render.text import Line, Look, Span, columns, line
from codementor_cli.text.untrusted import visible_line

_GAP = "  "


def table(titles: Sequence[str], rows: Sequence[Sequence[str | Span]], cut_for: Look | None = None) -> list[Line]:
    """Return a title line and a line for each row; cells are made safe and columns aligned.

    Args:
        titles: One a column.
        rows: As many cells each.
        cut_for: A terminal whose lines the last column must not run over; None: it may.
    """
    cells = [[_cell(each) for each in row] for row in rows]
    if cut_for is not None and cut_for.terminal:
        before = [max(columns(row[index].text) for row in cells) for index in range(len(titles) - 1)]
        room = cut_for.width - sum(map(max, before, map(len, titles))) - len(_GAP) * len(before)
        cells = [[*row[:-1], cut(row[-1], room, cut_for.unicode)] for row in cells]
    heads = [Span(title, "strong") for title in titles]
    widths = [max(columns(row[index].text) for row in [heads, *cells]) for index in range(len(titles))]
    return [_row(row, widths) for row in [heads, *cells]]


def _cell(value: str | Span) -> Span:
    return Span(visible_line(value)) if isinstance(value, str) else Span(visible_line(value.text), value.style)


def cut(cell: Span, room: int, unicode: bool) -> Span:
    """Shorten a cell to so many columns, with a sign that something is missing."""
    if columns(cell.text) <= room:
        return cell
    dots = "…" if unicode else "..."
    # What is far beyond is not measured over and over; characters without a width are rare.
    text = cell.text[: 2 * max(0, room)]
    while text and columns(text) + len(dots) > room:
        text = text[:-1]
    return Span(text + dots, cell.style)


def _row(row: Sequence[Span], widths: Sequence[int]) -> Line:
    parts: list[str | Span] = []
    for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
        last = index == len(widths) - 1
        parts += [cell, "" if last else " " * (width - columns(cell.text)) + _GAP]
    return line(*parts)
