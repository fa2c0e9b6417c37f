"""``codementor store copy``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from codementor_cli.bootstrap.stores.copying import CopyReport, copy_everything
from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Quiet, streams
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible_line


def command() -> Any:
    """Build the command."""
    return leaf(
        copy,
        "copy",
        "codementor store copy submissions.db postgresql://codementor@db.example.org/codementor",
        "codementor store copy postgresql://codementor@db.example.org/codementor submissions.db",
    )


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A path, sqlite:///PATH or postgresql://...")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The same; an empty database, or none yet.")],
    quiet: Quiet = False,
) -> int:
    """Copy all that is kept to another database: submissions, hints, drafts, tokens and jobs, with their numbers.

    In the end both are compared. A copy that was cut off goes on where it is typed again; until it is whole, no other
    command opens TO. Stop the services that use FROM first: what they record while it is copied is not in the copy.
    """
    out = streams(quiet)
    with status_line(out) as told:
        # Elsewhere each page would be a line.
        is_live = look_of(out.error_stream).terminal
        report = copy_everything(source, target, told if is_live else lambda _: None)
    out.answer([line(_sentence(report))])
    running = report.copied.running_count
    if running:
        said = f"{count_text(running, 'job')} were running in FROM: what they record later is not in the copy."
        out.tell([line(said)])
    return 0


def _sentence(report: CopyReport) -> str:
    rows, source, target = (
        count_text(report.copied.row_count, "row"),
        visible_line(report.source),
        visible_line(report.target),
    )
    if report.copied.new_count == 0:
        return f"{target} is a copy of {source} already: {rows}, compared one by one."
    return f"Copied {rows} from {source} to {target}; both were compared, and are the same."
