"""Past submissions as a table that fits the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from codementor_cli.cli.render.fitting import Fitting, fitted_table
from codementor_cli.cli.render.marks import mark
from codementor_cli.cli.render.practice.when import Clock, moment
from codementor_cli.cli.render.text import Line, Look, Span
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.submission import HistoryEntry
from codementor_cli.text.amounts import points_text
from codementor_cli.text.untrusted import visible_line

_FITTING = Fitting(spare=("CASES", "LANGUAGE", "SCORE", "WHEN"), flexible="CHALLENGE")


def history_table(entries: Sequence[HistoryEntry], clock: Clock, look: Look) -> list[Line]:
    """Return a title line and a line for each submission; nothing for none."""
    width = max((len(str(each.number)) for each in entries), default=0)
    return fitted_table([_cells(each, clock, look, width) for each in entries], _FITTING, look) if entries else []


def verdict_span(verdict: Verdict, look: Look) -> Span:
    """Return a verdict with its mark: ``✗ time limit``."""
    return mark(verdict is Verdict.AC, look, f" {verdict.words.removesuffix(' exceeded')}")


def _cells(entry: HistoryEntry, clock: Clock, look: Look, number_columns: int) -> dict[str, Span]:
    """Return a cell for each title."""
    return {
        "#": Span(f"{entry.number:>{number_columns}}", "faint"),
        "WHEN": Span(moment(entry.created_at, clock, look)),
        "CHALLENGE": Span(visible_line(entry.challenge_id)),
        "LANGUAGE": Span(visible_line(entry.language)),
        "VERDICT": verdict_span(entry.verdict, look),
        "SCORE": Span(f"{points_text(entry.score)}/{points_text(entry.max_score)}"),
        "CASES": Span(f"{entry.passed_count}/{entry.total_count}"),
    }
