"""``codementor images prune``."""

from __future__ import annotations

from typing import Any

from codementor_cli.bootstrap.engines import build_folder
from codementor_cli.bootstrap.verifying import forget_verdicts
from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Quiet, application, streams
from codementor_cli.text.amounts import count_text, size_text
from codementor_cli.text.untrusted import visible_line


def command() -> Any:
    """Build the command."""
    return leaf(prune, "prune", "codementor images prune")


def prune(quiet: Quiet = False) -> int:
    """Remove kept compilations and verdicts, and our own older images; never the images of other programs."""
    out = streams(quiet)
    app = application()
    builds = build_folder(app)
    if builds is not None:
        count, size = builds.clear()
        app.forget_languages()
        forget_verdicts(app)
        out.tell([line(f"{count_text(count, 'kept compilation')} removed, {size_text(size)}.")])
    with status_line(out) as report:
        removed = app.images.prune(report)
    out.answer([line(visible_line(tag)) for tag in removed])
    out.tell([line(f"{count_text(len(removed), 'image')} removed.")])
    return 0
