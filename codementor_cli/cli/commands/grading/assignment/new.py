"""``codementor assignment new``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from codementor_cli.bootstrap.grading import new_assignment
from codementor_cli.cli.render.text import line
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import application, streams
from codementor_cli.text.untrusted import visible_line


def command() -> Any:
    """Build the command."""
    return leaf(new, "new", "codementor assignment new week-1")


def new(
    assignment_id: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and dashes.")],
) -> int:
    """Lay out a new assignment in the folder ID: a complete one that checks as it stands."""
    file = new_assignment(application(), assignment_id)
    out = streams()
    out.answer([line(visible_line(str(file)))])
    out.tell(
        [
            line("Say in that file what is worth how much and where it is handed in, then:"),
            line(f"  codementor assignment check {assignment_id}/assignment.yaml"),
        ]
    )
    return 0
