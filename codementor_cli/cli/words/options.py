"""Options that several commands share, and what they become."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.cli.words.completers import complete_sandbox
from codementor_cli.errors import UsageError
from codementor_cli.settings import SANDBOXES, load_settings
from codementor_cli.text.untrusted import visible_line

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say less: the result only, no progress.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more: every failure in full, with its figures.")]
SandboxName = Annotated[
    str | None,
    typer.Option(
        "--sandbox",
        metavar="ENGINE",
        help="Which engine runs programs: auto, docker or bubblewrap.",
        autocompletion=complete_sandbox,
    ),
]
Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="PATH",
        help="Where submissions are kept: a file, sqlite:///PATH or postgresql://USER@HOST/NAME. "
        "Default: DATABASE_URL, or your data.",
    ),
]


def application(
    sandbox: str | None = None,
    folder: Path | None = None,
    begun: Application | None = None,
    tell: Callable[[str], None] | None = None,
    judge: str | None = None,
) -> Application:
    """Return the application for this command line.

    Args:
        sandbox: From ``--sandbox``.
        folder: Where project settings and challenges are looked for; None: the working folder.
        begun: One whose lanes have started already, taken where nothing else is asked for; None: there is none.
        tell: Told where programs are judged elsewhere than one may expect; None: the user is, on stderr.
        judge: From ``--judge``.

    Raises:
        UsageError: The engine is none, or both an engine of this machine and a server are named.
        ProblemsError: A settings file has problems.
    """
    if begun is not None and sandbox is None and folder is None:
        return begun
    flags = {} if sandbox is None else {"sandbox": _engine(sandbox)}
    if judge is not None:
        if sandbox is not None:
            message = "--sandbox judges on this machine, and --judge on a server: name one of them."
            raise UsageError(message, "codementor doctor")
        flags["executor.host"] = judge
    return Application(load_settings(flags, working_folder=folder), tell or tell_note)


def tell_note(text: str) -> None:
    """Tell the user where programs are judged."""
    Streams().insist([line(Span("note:", "warn"), f" {visible_line(text)}")])


def streams(quiet: bool = False, verbose: bool = False) -> Streams:
    """Return where this command writes."""
    return Streams(quiet=quiet, verbose=verbose)


def _engine(name: str) -> str:
    if name not in SANDBOXES:
        raise UsageError(f"--sandbox takes {', '.join(SANDBOXES)}; found {name!r}.", "codementor doctor")
    return name
