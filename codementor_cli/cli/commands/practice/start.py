"""``codementor start``: a folder to work on a challenge in."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap.working_folder import Started, start
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Line, Span, line
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.completers import complete_challenge, complete_language
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Quiet, application, streams
from codementor_cli.text.untrusted import visible_line


def command() -> Any:
    """Build the command."""
    return leaf(
        start_challenge,
        "start",
        "codementor start equal-trays",
        "codementor start equal-trays --language cpp",
        'cd "$(codementor start equal-trays --quiet)"',
    )


def start_challenge(
    challenge_id: Annotated[
        str, typer.Argument(metavar="ID", help="The challenge to work on.", autocompletion=complete_challenge)
    ],
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            "-l",
            metavar="NAME",
            help="Default: Python, if it takes it.",
            autocompletion=complete_language,
        ),
    ] = None,
    folder: Annotated[str | None, typer.Option("--folder", metavar="PATH", help="Default: a new folder ID.")] = None,
    quiet: Quiet = False,
) -> int:
    """Lay out a folder with a first file, the statement and settings: in it, `codementor test` needs no argument.

    Nothing is ever overwritten: files that are there already stay, and are named. With another --language a second
    start adds a file in that one, and `codementor test` judges it from then on.
    """
    out = streams(quiet)
    started = start(application(), challenge_id, language, None if folder is None else Path(folder))
    out.answer([line(visible_line(str(started.folder)))])
    out.tell(_told(started, marks(look_of(out.error_stream).unicode).arrow))
    return 0


def _told(started: Started, arrow: str) -> list[Line]:
    """Return lines on the files written and kept, and the next commands."""
    laid = started.laid
    said = [line(f"wrote {_names(laid.written)}")] if laid.written else []
    if laid.kept:
        said.append(line(f"kept {_names(laid.kept)}, as {'it was' if len(laid.kept) == 1 else 'they were'}"))
    if started.switched:
        said.append(line(f"codementor test judges {visible_line(started.main)} from now on"))
    return [*said, *(line(Span(f"{arrow} {visible_line(each)}", "faint")) for each in _next_commands(started))]


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(map(visible_line, names))


def _next_commands(started: Started) -> tuple[str, ...]:
    here = Path.cwd()
    go = () if started.folder == here else (f"cd {shlex.quote(os.path.relpath(started.folder, here))}",)
    if started.judged == started.main:
        return (*go, "codementor test")
    return (*go, f"codementor test {shlex.quote(started.main)} --challenge {shlex.quote(started.challenge_id)}")
