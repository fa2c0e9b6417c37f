"""``codementor store``: what is kept, as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import typer

from codementor_cli.cli.words.lazy import Entry, LazyGroup, group


class _Commands(LazyGroup):
    entries: ClassVar[Mapping[str, Entry]] = {
        "copy": Entry("machine.store.copy", "Copy everything that is kept to another database."),
    }


def command() -> Any:
    """Build the group."""
    return group(_Commands, "store", store, "codementor store copy submissions.db copy.db")


def store(context: typer.Context) -> None:
    """Move what is kept: submissions, hints, drafts, tokens and jobs are in one database."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
