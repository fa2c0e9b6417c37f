"""Changes since the last save, in lines."""

from __future__ import annotations

from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Line, Look, Span, line
from codementor_cli.domain.practice.change import Change
from codementor_cli.text.amounts import points_text
from codementor_cli.text.untrusted import visible_line

_MOST_NAMED = 6


def change_lines(change: Change, look: Look) -> list[Line]:
    """Return lines on better cases, worse cases and the score; one line where nothing changed."""
    if change.is_empty:
        return [line(Span("Same result as before.", "faint"))]
    signs, shown = marks(look.unicode), []
    if change.newly_accepted:
        shown.append(line(Span(f"{signs.good} now accepted: {_names(change.newly_accepted)}", "good")))
    if change.newly_failed:
        shown.append(line(Span(f"{signs.bad} accepted before: {_names(change.newly_failed)}", "bad")))
    if change.verdict is not change.verdict_before:
        shown.append(line(f"{change.verdict_before.words} {signs.arrow} {change.verdict.words}"))
    if change.score != change.score_before:
        shown.append(line(f"score {points_text(change.score_before)} {signs.arrow} {points_text(change.score)}"))
    return shown


def _names(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(map(visible_line, names[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
