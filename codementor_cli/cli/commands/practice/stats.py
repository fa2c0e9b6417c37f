"""``codementor stats``: a learner's progress."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from codementor_cli.cli.learner import challenges_of, practice_of
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.practice.progress import Scene, progress_report
from codementor_cli.cli.render.practice.when import Clock
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, application, streams
from codementor_cli.domain.practice.statistics import statistics


def command() -> Any:
    """Build the command."""
    return leaf(stats, "stats", "codementor stats", "codementor stats --verbose", "codementor stats --json")


def stats(
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every tag and challenge.")] = False,
    database: Database = None,
) -> int:
    """Show your progress: by difficulty and tag, submissions until accepted, streak, time spent.

    Time is the sum of all gaps of 30 minutes at most between one submission and the next of the same challenge. A
    streak is of days in your time zone; today breaks none before it is over.
    """
    app, out = application(), streams(quiet, verbose)
    record, usage = practice_of(app, database)
    now = datetime.now(tz=UTC).astimezone()
    found = statistics(challenges_of(app, out), record, now.date())
    look = look_of(out.output_stream)
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.progress import statistics_report  # noqa: PLC0415 - the same

        out.answer_text(to_json(statistics_report(found, usage).json_value(), out.ascii_only))
    elif found.submission_count:
        out.answer(progress_report(found, usage, Scene(look=look, clock=Clock(now), everything=verbose)))
    else:
        arrow = marks(look_of(out.error_stream).unicode).arrow
        out.tell([line("Nothing was submitted yet."), line(Span(f"{arrow} codementor next", "faint"))])
    return 0
