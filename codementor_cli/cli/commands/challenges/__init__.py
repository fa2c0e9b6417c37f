"""``codementor challenges``: the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import typer

from codementor_cli.cli.words.lazy import Entry, LazyGroup, group


class _Commands(LazyGroup):
    entries: ClassVar[Mapping[str, Entry]] = {
        "list": Entry("challenges.list", "List the challenges."),
        "show": Entry("challenges.show", "Show a challenge's statement."),
        "new": Entry("challenges.new", "Lay out a new challenge."),
        "verify": Entry("challenges.verify", "Judge the authors' reference submissions."),
        "schema": Entry("challenges.schema", "Print the JSON Schema of challenge.yaml, for editors."),
    }


def command() -> Any:
    """Build the group."""
    return group(
        _Commands, "challenges", challenges, "codementor challenges list", "codementor challenges show equal-trays"
    )


def challenges(context: typer.Context) -> None:
    """List, show, write and verify challenges."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
