"""``codementor images build``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.words.completers import complete_language
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Quiet, application, streams


def command() -> Any:
    """Build the command."""
    return leaf(build, "build", "codementor images build", "codementor images build python java")


def build(
    languages: Annotated[
        list[str] | None,
        typer.Argument(metavar="LANGUAGE", help="Default: all.", autocompletion=complete_language),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Also those that are built already.")] = False,
    quiet: Quiet = False,
) -> int:
    """Build the images of some languages, or of all."""
    app = application()
    known = app.languages
    names = tuple(known.get(name).name for name in languages) if languages else tuple(each.name for each in known.all())
    with status_line(streams(quiet)) as report:
        app.images.build(names, report, force=force)
    return 0
