"""``codementor images unpack``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.words.completers import complete_language
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Quiet, application, streams


def command() -> Any:
    """Build the command."""
    return leaf(unpack, "unpack", "codementor images unpack /srv/images", "codementor images unpack /srv/images python")


def unpack(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to: one folder a language is made in it.")],
    languages: Annotated[
        list[str] | None,
        typer.Argument(metavar="LANGUAGE", help="Default: all.", autocompletion=complete_language),
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Write images to folders, for bubblewrap on machines without Docker.

    Copy the folder to such a machine, and set CODEMENTOR_BUBBLEWRAP_IMAGES to it.
    """
    app = application()
    known = app.languages
    names = tuple(known.get(name).name for name in languages) if languages else tuple(each.name for each in known.all())
    with status_line(streams(quiet)) as report:
        app.images.unpack(names, folder, report)
    return 0
