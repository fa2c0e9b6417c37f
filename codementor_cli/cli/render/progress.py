"""Progress of a learner as text with small charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from codementor_cli.cli.render.charts import bar, sparkline, strip
from codementor_cli.cli.render.marks import marks, score
from codementor_cli.cli.render.table import cut, table
from codementor_cli.cli.render.text import Line, Look, Span, columns, line
from codementor_cli.cli.render.untrusted import visible_line
from codementor_cli.cli.render.when import Clock, moment, spent
from codementor_cli.domain.display import count_text
from codementor_cli.domain.mentoring import MentorUsage
from codementor_cli.domain.practice import ChallengeProgress
from codementor_cli.domain.progress import Statistics, Tally

_BAR_COLUMNS = 20
_NAME_COLUMNS = 24
_STRIP_DAYS = 28
_SHOWN_COUNT = 10
"""Tags and challenges that are shown where not all are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where progress is shown, and how much of it."""

    look: Look
    clock: Clock
    everything: bool = False
    """Every tag and challenge, however many."""


def progress_report(found: Statistics, usage: Sequence[MentorUsage], scene: Scene) -> list[Line]:
    """Return all of a learner's progress."""
    sections = (
        _overview(found, scene),
        _tallies("Difficulty", found.by_difficulty, scene.look),
        _tags(found, scene),
        _to_accepted(found, scene.look),
        _challenges(found, scene),
        _mentor(usage),
    )
    shown: list[Line] = []
    for section in sections:
        shown += [*([line()] if shown and section else []), *section]
    return shown


def _overview(found: Statistics, scene: Scene) -> list[Line]:
    overall, streak = found.overall, found.streak
    more = overall.tried_count - overall.accepted_count
    figures = f" of {count_text(overall.total_count, 'challenge')} accepted" + (f", {more} more tried" if more else "")
    time = f" in {spent(found.practice_seconds)}" if found.practice_seconds else ""
    days = count_text(streak.current_days, "day")
    open_day = "; submit something today to go on" if streak.current_days and not streak.today else ""
    today = scene.clock.local(scene.clock.now).date()
    practised = set(found.days)
    month = [today - timedelta(days=back) in practised for back in reversed(range(_STRIP_DAYS))]
    return [
        line(Span(f"{overall.accepted_count}{figures}", "strong")),
        line(f"{count_text(found.submission_count, 'submission')}{time}"),
        line(f"Streak: {days}, longest {count_text(streak.longest_days, 'day')}{open_day}"),
        line("Four weeks up to today: ", Span(strip(month, scene.look.unicode), "good")),
    ]


def _tallies(title: str, tallies: Sequence[Tally], look: Look) -> list[Line]:
    if not tallies:
        return []
    names = [cut(Span(visible_line(each.name)), _NAME_COLUMNS, look.unicode).text for each in tallies]
    width = max(map(columns, names))
    shown = [line(Span(title, "strong"))]
    for name, each in zip(names, tallies, strict=True):
        drawn = bar(each.accepted_count, each.total_count, min(_BAR_COLUMNS, look.width // 3), look.unicode)
        open_count = each.tried_count - each.accepted_count
        tried = f", {open_count} tried" if open_count else ""
        padded = name + " " * (width - columns(name))
        shown.append(
            line("  ", padded, "  ", Span(drawn, "good"), f"  {each.accepted_count} of {each.total_count}{tried}")
        )
    return shown


def _tags(found: Statistics, scene: Scene) -> list[Line]:
    kept = found.by_tag if scene.everything else found.by_tag[:_SHOWN_COUNT]
    return [*_tallies("Tag", kept, scene.look), *_more(len(found.by_tag) - len(kept), scene.look)]


def _to_accepted(found: Statistics, look: Look) -> list[Line]:
    """Return how many submissions a first accepted one took, challenge by challenge, and on average."""
    taken = found.to_accepted
    if not taken:
        return []
    drawn = sparkline(taken[-(look.width - 4) :], look.unicode)
    average = score(round(sum(taken) / len(taken), 1))
    return [
        line(Span("Submissions until accepted, first challenge to last", "strong")),
        line("  ", Span(drawn, "good")),
        line(f"  {average} on average, {max(taken)} at most; {taken.count(1)} of {len(taken)} with the first one"),
    ]


def _challenges(found: Statistics, scene: Scene) -> list[Line]:
    kept = found.challenges if scene.everything else found.challenges[:_SHOWN_COUNT]
    if not kept:
        return []
    rows = [_challenge(each, scene) for each in kept]
    titles = ("CHALLENGE", "BEST", "SUBMISSIONS", "TIME", "LAST")
    return [*table(titles, rows, scene.look), *_more(len(found.challenges) - len(kept), scene.look)]


def _challenge(each: ChallengeProgress, scene: Scene) -> tuple[Span, ...]:
    accepted = each.submissions_to_accepted
    signs = marks(scene.look.unicode)
    best = f"{score(each.best_score)}/{score(each.max_score)}"
    counted = str(each.submission_count)
    if accepted is not None and accepted < each.submission_count:
        counted += f", accepted: {accepted}."
    return (
        cut(Span(visible_line(each.challenge_id)), _NAME_COLUMNS, scene.look.unicode),
        Span(f"{signs.bad if accepted is None else signs.good} {best}", "bad" if accepted is None else "good"),
        Span(counted),
        Span(spent(each.practice_seconds)),
        Span(moment(each.last_at, scene.clock, scene.look)),
    )


def _mentor(usage: Sequence[MentorUsage]) -> list[Line]:
    if not usage:
        return []
    rows = [(each.model, f"{each.call_count:,}", f"{each.input_tokens:,}", f"{each.output_tokens:,}") for each in usage]
    return table(("CLAUDE MODEL", "ANSWERS", "TOKENS SENT", "TOKENS WRITTEN"), rows)


def _more(count: int, look: Look) -> list[Line]:
    return [line("  ", Span(f"{marks(look.unicode).cut} {count} more with --verbose", "faint"))] if count > 0 else []
