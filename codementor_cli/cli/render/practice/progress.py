"""Progress of a learner as text with small charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from codementor_cli.cli.render.fitting import Fitting, fitted_table
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.practice.charts import bar, sparkline, strip
from codementor_cli.cli.render.practice.when import Clock, moment
from codementor_cli.cli.render.table import cut
from codementor_cli.cli.render.text import Line, Look, Span, columns, line, prose
from codementor_cli.domain.mentor.mentoring import MentorUsage
from codementor_cli.domain.practice.record import ChallengeProgress
from codementor_cli.domain.practice.statistics import Statistics, Tally
from codementor_cli.text.amounts import count_text, points_text, spent_text
from codementor_cli.text.untrusted import visible_line

_BAR_COLUMNS = 20
_NAME_COLUMNS = 24
_STRIP_DAYS = 28
_FITTING = Fitting(spare=("LAST", "SUBMITTED", "TIME", "ACCEPTED"), flexible="CHALLENGE")
_SHOWN_COUNT = 10
"""Count of tags and challenges that are shown without ``--verbose``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Look, clock and extent of a report."""

    look: Look
    clock: Clock
    everything: bool = False
    """Whether every tag and challenge is shown."""


def progress_report(found: Statistics, usage: Sequence[MentorUsage], scene: Scene) -> list[Line]:
    """Return the report of a learner's progress."""
    sections = (
        _overview(found, scene),
        _tallies("Difficulty", found.by_difficulty, scene.look),
        _tags(found, scene),
        _to_accepted(found, scene.look),
        _challenges(found, scene),
        _mentor(usage, scene.look),
    )
    shown: list[Line] = []
    for section in sections:
        shown += [*([line()] if shown and section else []), *section]
    return shown


def _overview(found: Statistics, scene: Scene) -> list[Line]:
    overall, streak, look = found.overall, found.streak, scene.look
    more = overall.tried_count - overall.accepted_count
    figures = f" of {count_text(overall.total_count, 'challenge')} accepted" + (f", {more} more tried" if more else "")
    time = f" in {spent_text(found.practice_seconds)}" if found.practice_seconds else ""
    days = count_text(streak.current_days, "day")
    open_day = "; submit something today to go on" if streak.current_days and not streak.today else ""
    return [
        line(Span(f"{overall.accepted_count}{figures}", "strong")),
        *prose(f"{count_text(found.submission_count, 'submission')}{time}", look),
        *prose(f"Streak: {days}, longest {count_text(streak.longest_days, 'day')}{open_day}", look),
        *_month(found, scene),
    ]


def _month(found: Statistics, scene: Scene) -> list[Line]:
    """Return the days of four weeks, those with a submission marked."""
    today, practised = scene.clock.local(scene.clock.now).date(), set(found.days)
    month = [today - timedelta(days=back) in practised for back in reversed(range(_STRIP_DAYS))]
    title, drawn = "Four weeks up to today:", Span(strip(month, scene.look.unicode), "good")
    if len(title) + 1 + _STRIP_DAYS > scene.look.width:
        return [line(title), line("  ", drawn)]
    return [line(title, " ", drawn)]


def _tallies(title: str, tallies: Sequence[Tally], look: Look) -> list[Line]:
    if not tallies:
        return []
    names = [cut(Span(visible_line(each.name)), min(_NAME_COLUMNS, look.width // 2), look.unicode) for each in tallies]
    width = max(columns(each.text) for each in names)
    figures = [_figures(each) for each in tallies]
    room = look.width - width - max(map(len, figures)) - 6
    shown = [line(Span(title, "strong"))]
    for name, counted, each in zip(names, figures, tallies, strict=True):
        drawn = bar(each.accepted_count, each.total_count, min(_BAR_COLUMNS, room), look.unicode) if room > 1 else ""
        padding = " " * (width - columns(name.text))
        shown.append(line("  ", name, padding, "  ", Span(drawn, "good"), "  " if drawn else "", counted))
    return shown


def _figures(tally: Tally) -> str:
    """Return ``1 of 4, 2 tried``."""
    more = tally.tried_count - tally.accepted_count
    return f"{tally.accepted_count} of {tally.total_count}" + (f", {more} tried" if more else "")


def _tags(found: Statistics, scene: Scene) -> list[Line]:
    """Return the tags, those never tried only where everything is asked for."""
    tried = [each for each in found.by_tag if each.tried_count][:_SHOWN_COUNT]
    kept = found.by_tag if scene.everything else tried
    return [*_tallies("Tag", kept, scene.look), *_more(len(found.by_tag) - len(kept), scene.look)]


def _to_accepted(found: Statistics, look: Look) -> list[Line]:
    """Return how many submissions a first accepted one took, challenge by challenge, and on average."""
    taken = found.to_accepted
    if not taken:
        return []
    # One value alone has no shape.
    drawn = sparkline(taken[-(look.width - 4) :], look.unicode) if len(taken) > 1 else ""
    average = points_text(round(sum(taken) / len(taken), 1))
    return [
        line(Span("Submissions until accepted", "strong")),
        *([line("  ", Span(drawn, "good"))] if drawn else []),
        *prose(
            f"{average} on average, {max(taken)} at most; {taken.count(1)} of {len(taken)} with the first one",
            look,
            "  ",
        ),
    ]


def _challenges(found: Statistics, scene: Scene) -> list[Line]:
    kept = found.challenges if scene.everything else found.challenges[:_SHOWN_COUNT]
    if not kept:
        return []
    rows = [_challenge(each, scene) for each in kept]
    return [*fitted_table(rows, _FITTING, scene.look), *_more(len(found.challenges) - len(kept), scene.look)]


def _challenge(each: ChallengeProgress, scene: Scene) -> dict[str, Span]:
    accepted, signs = each.submissions_to_accepted, marks(scene.look.unicode)
    best = f"{points_text(each.best_score)}/{points_text(each.max_score)}"
    return {
        "CHALLENGE": Span(visible_line(each.challenge_id)),
        "BEST": Span(f"{signs.bad if accepted is None else signs.good} {best}", "bad" if accepted is None else "good"),
        "SUBMITTED": Span(count_text(each.submission_count, "time")),
        "ACCEPTED": Span("-" if accepted is None else _ordinal(accepted)),
        "TIME": Span(spent_text(each.practice_seconds)),
        "LAST": Span(moment(each.last_at, scene.clock, scene.look)),
    }


def _ordinal(number: int) -> str:
    """Return ``1st``, ``2nd``, ``11th``."""
    last = 0 if number % 100 in {11, 12, 13} else number % 10
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(last, "th")


def _mentor(usage: Sequence[MentorUsage], look: Look) -> list[Line]:
    if not usage:
        return []
    rows = [
        {
            "CLAUDE": Span(visible_line(each.model)),
            "ANSWERS": Span(f"{each.call_count:,}"),
            "TOKENS IN": Span(f"{each.input_tokens:,}"),
            "TOKENS OUT": Span(f"{each.output_tokens:,}"),
        }
        for each in usage
    ]
    return fitted_table(rows, Fitting(spare=("ANSWERS",), flexible="CLAUDE"), look)


def _more(count: int, look: Look) -> list[Line]:
    return [line("  ", Span(f"{marks(look.unicode).cut} {count} more with --verbose", "faint"))] if count > 0 else []
