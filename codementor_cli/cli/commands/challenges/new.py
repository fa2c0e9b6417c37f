"""``codementor challenges new``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from codementor_cli.cli.render.text import line
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import application, streams
from codementor_cli.text.untrusted import visible_line


def command() -> Any:
    """Build the command."""
    return leaf(new, "new", "codementor challenges new my-first-challenge")


def new(
    challenge_id: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and dashes.")],
) -> int:
    """Lay out a new challenge in challenges/ID of the working folder: an example, which verifies as it stands."""
    folder = application().new_challenge(challenge_id)
    out = streams()
    out.answer([line(visible_line(str(folder)))])
    out.tell(
        [
            line(
                "It holds an example, the sum of two numbers. "
                "Replace it by your own: challenge.yaml, starter/, submissions/."
            ),
            line("Then judge its reference submissions:"),
            line(f"  codementor challenges verify {challenge_id}"),
        ]
    )
    return 0
