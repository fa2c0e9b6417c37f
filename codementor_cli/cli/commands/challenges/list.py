"""``codementor challenges list``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from codementor_cli.cli.failures import problem_lines
from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.completers import complete_tag
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, Quiet, application, streams
from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.errors import ProblemsError

_STYLES = {Difficulty.EASY: "good", Difficulty.MEDIUM: "warn", Difficulty.HARD: "bad"}


def command() -> Any:
    """Build the command."""
    return leaf(
        list_challenges,
        "list",
        "codementor challenges list",
        "codementor challenges list --difficulty easy --tag arrays",
        "codementor challenges list --json",
    )


def list_challenges(
    difficulty: Annotated[Difficulty | None, typer.Option("--difficulty", help="Only these.")] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", metavar="TAG", help="Only with this tag; repeatable.", autocompletion=complete_tag),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> int:
    """List the challenges of every folder; what is wrong with broken ones goes to stderr."""
    found = list(application().catalog.summaries())
    broken = [each for each in found if isinstance(each, ProblemsError)]
    shown = [
        each
        for each in found
        if not isinstance(each, ProblemsError)
        and difficulty in {None, each.difficulty}
        and set(tag or ()) <= set(each.tags)
    ]
    out = streams(quiet)
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.catalog import SummaryReport  # noqa: PLC0415 - the same

        reports = [SummaryReport.of(each).json_value() for each in shown]
        out.answer_text(to_json({"challenges": reports}, out.ascii_only))
    elif shown:
        rows = [
            (each.id, Span(each.difficulty.value, _STYLES[each.difficulty]), each.title, ", ".join(each.tags))
            for each in shown
        ]
        out.answer(table(("ID", "DIFFICULTY", "TITLE", "TAGS"), rows, look_of(out.output_stream)))
    else:
        words = "No challenge fits." if found else "There are no challenges. Write one: codementor challenges new ID"
        out.tell([line(words)])
    for error in broken:
        out.tell(problem_lines(error, "warning"))
    return 0
