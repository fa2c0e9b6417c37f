"""``codementor tokens``: who may use the service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import typer

from codementor_cli.cli.words.lazy import Entry, LazyGroup, group


class _Commands(LazyGroup):
    entries: ClassVar[Mapping[str, Entry]] = {
        "new": Entry("serving.tokens.new", "Make a token."),
        "list": Entry("serving.tokens.list", "List the tokens, live or not."),
        "revoke": Entry("serving.tokens.revoke", "Take back a token."),
    }


def command() -> Any:
    """Build the group."""
    examples = ("codementor tokens new --learner ada", "codementor tokens list")
    return group(_Commands, "tokens", tokens, *examples)


def tokens(context: typer.Context) -> None:
    """Say who may use the service: `codementor serve` knows a person or a program by a token."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
