"""Expected and actual output side by side, with the first difference marked and white space made visible."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.cli.render.marks import Marks, marks
from codementor_cli.cli.render.text import Line, Look, Span, columns, line
from codementor_cli.domain.judging.judgement import ExplainedDifference
from codementor_cli.text.untrusted import visible

SIDE_BY_SIDE_COLUMNS = 100
"""From this width on, the two outputs stand side by side."""

_LINES_BEFORE = 3
_LINES_AFTER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two outputs to compare."""

    expected: bytes
    actual: bytes
    difference: ExplainedDifference | None
    """None: nothing to mark."""
    actual_truncated: bool = False
    titles: tuple[str, str] = ("Expected", "Yours")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One line of one output, ready to show."""

    text: str = ""
    caret: int | None = None
    """Column of the first difference, 0-based."""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class _Window:
    """The lines that are shown, 0-based, and the place of the difference."""

    first: int
    last: int
    line: int
    column: int


def comparison(pair: Pair, look: Look) -> list[Line]:
    """Return the lines around the first difference; a last line names the omissions."""
    window = _window(pair.difference)
    beside = look.width >= SIDE_BY_SIDE_COLUMNS
    width = (look.width - 10) // 2 if beside else look.width - 6
    signs = marks(look.unicode)
    sides = (_split(pair.expected, window), _split(pair.actual, window))
    expected = _cells(sides[0], sides[1], window, (width, signs))
    actual = _cells(sides[1], sides[0], window, (width, signs))
    shown = _beside(pair.titles, expected, actual, (width, signs)) if beside else []
    if not beside:
        shown += _alone(pair.titles[0], expected, ("good", signs))
        shown += _alone(pair.titles[1], actual, ("bad", signs))
    return shown + _omissions(pair, window, signs)


def _window(difference: ExplainedDifference | None) -> _Window:
    if difference is None:
        return _Window(0, _LINES_BEFORE + _LINES_AFTER, -1, 0)
    at = difference.line - 1
    return _Window(max(0, at - _LINES_BEFORE), at + _LINES_AFTER, at, difference.column - 1)


def _split(output: bytes, window: _Window) -> list[bytes]:
    """Return the lines in the window, with their line ends; the rest is not split."""
    pieces = output.split(b"\n", window.last + 1)
    whole = [piece + b"\n" for piece in pieces[:-1]] + ([pieces[-1]] if len(pieces) <= window.last + 1 else [])
    if whole and not whole[-1]:
        whole.pop()
    return whole[window.first : window.last + 1]


def _cells(own: list[bytes], other: list[bytes], window: _Window, shape: tuple[int, Marks]) -> list[_Cell]:
    cells = []
    for offset in range(max(len(own), len(other))):
        number = window.first + offset
        content = own[offset] if offset < len(own) else None
        opposite = other[offset] if offset < len(other) else None
        differs = window.line >= 0 and number >= window.line and content != opposite
        cells.append(_cell(content, differs, window.column if number == window.line else None, shape))
    return cells


def _cell(content: bytes | None, differs: bool, column: int | None, shape: tuple[int, Marks]) -> _Cell:
    width, signs = shape
    if content is None:
        return _Cell("", 0 if column is not None else None, differs)
    text = content.decode("utf-8", "backslashreplace")
    ended = text.endswith("\n")
    text = text.removesuffix("\n")
    start = 0
    if column is not None and column > width * 2 // 3:
        start = column - width // 3
    head = signs.cut if start else ""
    piece = text[start : start + width]
    tail = signs.line_end if differs and ended and len(piece) == len(text) - start else ""
    shown = head + _shown(piece, differs, signs) + tail
    caret = None
    if column is not None:
        caret = min(columns(head + _shown(text[start:column], differs, signs)), width - 1)
    return _Cell(_clipped(shown, width, signs.cut), caret, differs)


def _shown(text: str, differs: bool, signs: Marks) -> str:
    if not differs:
        return visible(text).expandtabs(4)
    marked = text.replace(" ", signs.space)
    pieces = (signs.carriage_return.join(visible(part) for part in each.split("\r")) for each in marked.split("\t"))
    return signs.tab.join(pieces)


def _clipped(text: str, width: int, cut: str) -> str:
    if columns(text) <= width:
        return text
    while columns(text) > width - 1:
        text = text[: min(len(text) - 1, width - 1)]
    return text + cut


def _beside(
    titles: tuple[str, str], expected: list[_Cell], actual: list[_Cell], shape: tuple[int, Marks]
) -> list[Line]:
    width, signs = shape
    divider = f" {signs.divider} "
    shown = [line("    ", Span(_padded(titles[0], width), "strong"), divider, Span(titles[1], "strong"))]
    for left, right in zip(expected, actual, strict=True):
        marked = left.caret is not None
        shown.append(
            line(
                "  > " if marked else "    ",
                Span(_padded(left.text, width), "good" if left.differs else ""),
                divider,
                Span(right.text, "bad" if right.differs else ""),
            )
        )
        if marked:
            carets = (_caret(left), _caret(right))
            shown.append(line("    ", Span(_padded(carets[0], width), "warn"), divider, Span(carets[1], "warn")))
    return shown


def _alone(title: str, cells: list[_Cell], shape: tuple[str, Marks]) -> list[Line]:
    style, signs = shape
    shown = [line("  ", Span(title, "strong"))]
    if not any(cell.text for cell in cells):
        return [*shown, line("    ", Span("(nothing)", "faint"))]
    last = max(index for index, cell in enumerate(cells) if cell.text or cell.caret is not None)
    for cell in cells[: last + 1]:
        marked = cell.caret is not None
        shown.append(line("  > " if marked else f"  {signs.divider} ", Span(cell.text, style if cell.differs else "")))
        if marked:
            shown.append(line("    ", Span(_caret(cell), "warn")))
    return shown


def _caret(cell: _Cell) -> str:
    return " " * (cell.caret or 0) + "^"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _omissions(pair: Pair, window: _Window, signs: Marks) -> list[Line]:
    said = []
    if window.first:
        said.append(f"lines before line {window.first + 1} are equal and not shown")
    longest = max(pair.expected.count(b"\n"), pair.actual.count(b"\n"))
    if longest > window.last + 1:
        said.append(f"lines after line {window.last + 1} are not shown")
    if pair.actual_truncated:
        said.append("your output was cut for keeping")
    return [line("  ", Span(f"{signs.cut} {'; '.join(said)}", "faint"))] if said else []
