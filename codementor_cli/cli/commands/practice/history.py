"""``codementor history``: past submissions."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import existing_store
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.practice.history import history_table
from codementor_cli.cli.render.practice.when import Clock
from codementor_cli.cli.render.text import Line, Span, line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.cli.words.completers import complete_challenge, complete_language, complete_verdict
from codementor_cli.cli.words.filters import Filters
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, application, streams
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryPage, HistoryQuery
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible_line

_EMPTY = HistoryPage(entries=(), total=0)


def command() -> Any:
    """Build the command."""
    return leaf(
        history,
        "history",
        "codementor history",
        "codementor history --challenge equal-trays --verdict WA",
        "codementor history --since '2 weeks' --language python --page 2",
        "codementor history --since yesterday --json",
    )


def history(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    challenge: Annotated[
        str | None,
        typer.Option("--challenge", "-c", metavar="ID", help="Only of this one.", autocompletion=complete_challenge),
    ] = None,
    verdict: Annotated[
        str | None,
        typer.Option(
            "--verdict",
            metavar="VERDICT",
            help="Only these: WA, 'wrong answer', TLE, …",
            autocompletion=complete_verdict,
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="NAME", help="Only in this one.", autocompletion=complete_language),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="2026-11-20, '2026-11-20 14:00', 12h, 7d, '2 weeks', yesterday."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="Submissions a page.")
    ] = HistoryQuery().limit,
    page: Annotated[int | None, typer.Option("--page", metavar="N", min=1, help="1: the newest.")] = None,
    offset: Annotated[
        int | None, typer.Option("--offset", metavar="N", min=0, help="Leave out so many of the newest.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    database: Database = None,
) -> int:
    """List past submissions, newest first, 20 a page.

    Times are those of your time zone.
    """
    app, out = application(), streams(quiet)
    filters = Filters(
        challenge_id=challenge,
        verdict=verdict,
        language=language,
        since=since,
        limit=limit,
        page=page,
        offset=offset,
        database=database,
    )
    now = datetime.now(tz=UTC).astimezone()
    query = filters.query(now)
    found = _page(app, query, database)
    if not found.total:
        _check_names(app, filters)
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.history import history_report  # noqa: PLC0415 - the same

        out.answer_text(to_json(history_report(found, query).json_value(), out.ascii_only))
        return 0
    if found.entries:
        out.answer(history_table(found.entries, Clock(now), look_of(out.output_stream)))
    out.tell(_footer(found, query, filters, out))
    return 0


def _page(app: Application, query: HistoryQuery, database: str | None) -> HistoryPage:
    with existing_store(app, database) as store:
        return _EMPTY if store is None else store.page(LOCAL, query)


def _check_names(app: Application, filters: Filters) -> None:
    """Check the names of a query that found nothing: one may be mistyped.

    Raises:
        UserFileError: There is no such challenge or language; near matches are named.
    """
    if filters.language is not None:
        app.languages.get(filters.language)
    if filters.challenge_id is not None and filters.challenge_id not in app.catalog.ids():
        app.catalog.load(filters.challenge_id)


def _footer(page: HistoryPage, query: HistoryQuery, filters: Filters, out: Streams) -> list[Line]:
    """Return the place of this page, and the command for the next one."""
    signs = marks(look_of(out.error_stream).unicode)
    arrow, dash = signs.arrow, signs.skipped
    if not page.total:
        words, typed = _nothing(filters)
    elif not page.entries:
        last = (page.total - 1) // query.limit + 1
        words = f"There is nothing so far back: {count_text(page.total, 'submission')} in all."
        typed = filters.command(["--page", str(last)])
    else:
        first, last = query.offset + 1, query.offset + len(page.entries)
        if last >= page.total and first == 1:
            return []
        words = f"{first}{dash}{last} of {count_text(page.total, 'submission')}"
        typed = filters.command(_next_place(query, filters)) if last < page.total else ""
    step = [line(Span(f"{arrow} {visible_line(typed)}", "faint"))] if typed else []
    return [line(words), *step]


def _next_place(query: HistoryQuery, filters: Filters) -> list[str]:
    if filters.offset is not None:
        return ["--offset", str(query.offset + query.limit)]
    return ["--page", str((filters.page or 1) + 1)]


def _nothing(filters: Filters) -> tuple[str, str]:
    if filters.challenge_id is not None and not any((filters.verdict, filters.language, filters.since)):
        identity = shlex.quote(filters.challenge_id)
        return f"Nothing was submitted for {visible_line(filters.challenge_id)} yet.", f"codementor start {identity}"
    if filters.narrow:
        return "No submission fits.", "codementor history"
    return "Nothing was submitted yet.", "codementor next"
