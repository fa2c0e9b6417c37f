"""``codementor assignment``: what ``grade`` grades by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import typer

from codementor_cli.cli.words.lazy import Entry, LazyGroup, group


class _Commands(LazyGroup):
    entries: ClassVar[Mapping[str, Entry]] = {
        "new": Entry("grading.assignment.new", "Lay out a new assignment."),
        "check": Entry("grading.assignment.check", "Grade the authors' own programs by an assignment."),
    }


def command() -> Any:
    """Build the group."""
    return group(
        _Commands,
        "assignment",
        assignment,
        "codementor assignment new week-1",
        "codementor assignment check week-1/assignment.yaml",
    )


def assignment(context: typer.Context) -> None:
    """Lay out and check assignments."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
