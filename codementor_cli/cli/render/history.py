"""Past submissions as a table that fits the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codementor_cli.cli.render.marks import marks, score
from codementor_cli.cli.render.table import cut, table
from codementor_cli.cli.render.text import Line, Look, Span, columns
from codementor_cli.cli.render.untrusted import visible_line
from codementor_cli.cli.render.when import Clock, moment
from codementor_cli.domain.submission import HistoryEntry
from codementor_cli.domain.verdict import Verdict

_TITLES = ("#", "WHEN", "CHALLENGE", "LANGUAGE", "VERDICT", "SCORE", "CASES")
_SPARE = ("CASES", "LANGUAGE", "SCORE", "WHEN")
"""What is left out where the terminal is narrow, the first first."""
_GAP_COLUMNS = 2
_ID_COLUMNS = 8
"""Least that is left of a challenge's id."""


def history_table(entries: Sequence[HistoryEntry], clock: Clock, look: Look) -> list[Line]:
    """Return a title line and a line for each submission; on a terminal, none is longer than that is wide."""
    rows = [_cells(each, clock, look) for each in entries]
    cells = {title: [row[title] for row in rows] for title in _TITLES}
    cells["#"] = _right_aligned(cells["#"])
    shown = list(_TITLES)
    if look.terminal:
        for title in _SPARE:
            if _width(cells, shown) > look.width:
                shown.remove(title)
        room = look.width - _width(cells, [title for title in shown if title != "CHALLENGE"]) - _GAP_COLUMNS
        cells["CHALLENGE"] = [cut(each, max(room, _ID_COLUMNS), look.unicode) for each in cells["CHALLENGE"]]
    return table(shown, list(zip(*(cells[title] for title in shown), strict=True)))


def verdict_span(verdict: Verdict, look: Look) -> Span:
    """Return a verdict with its mark: ``✗ time limit``."""
    signs, good = marks(look.unicode), verdict is Verdict.AC
    words = verdict.words.removesuffix(" exceeded")
    return Span(f"{signs.good if good else signs.bad} {words}", "good" if good else "bad")


def _cells(entry: HistoryEntry, clock: Clock, look: Look) -> dict[str, Span]:
    """Return a cell for each title."""
    return {
        "#": Span(str(entry.number), "faint"),
        "WHEN": Span(moment(entry.created_at, clock, look)),
        "CHALLENGE": Span(visible_line(entry.challenge_id)),
        "LANGUAGE": Span(visible_line(entry.language)),
        "VERDICT": verdict_span(entry.verdict, look),
        "SCORE": Span(f"{score(entry.score)}/{score(entry.max_score)}"),
        "CASES": Span(f"{entry.passed_count}/{entry.total_count}"),
    }


def _right_aligned(cells: Sequence[Span]) -> list[Span]:
    width = max((len(each.text) for each in cells), default=0)
    return [Span(each.text.rjust(width), each.style) for each in cells]


def _width(cells: Mapping[str, Sequence[Span]], shown: Sequence[str]) -> int:
    widest = [max([len(title), *(columns(each.text) for each in cells[title])]) for title in shown]
    return sum(widest) + _GAP_COLUMNS * (len(shown) - 1)
