"""``codementor queue``: what waits for workers, and which workers live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import typer

from codementor_cli.cli.words.lazy import Entry, LazyGroup, group


class _Commands(LazyGroup):
    entries: ClassVar[Mapping[str, Entry]] = {
        "status": Entry("serving.queue.status", "Show jobs, workers, and what the broker gave up."),
        "forget": Entry("serving.queue.forget", "Drop the list of what the broker gave up."),
    }


def command() -> Any:
    """Build the group."""
    return group(_Commands, "queue", queue, "codementor queue status", "codementor queue forget")


def queue(context: typer.Context) -> None:
    """Say what waits for workers: jobs of `codementor serve` with PostgreSQL and RabbitMQ."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
