"""``codementor images``: the images that lanes start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import typer

from codementor_cli.cli.words.lazy import Entry, LazyGroup, group


class _Commands(LazyGroup):
    entries: ClassVar[Mapping[str, Entry]] = {
        "list": Entry("machine.images.list", "List the images, built or not."),
        "build": Entry("machine.images.build", "Build images."),
        "prune": Entry("machine.images.prune", "Remove images of older versions."),
        "unpack": Entry("machine.images.unpack", "Write images to folders, for machines without Docker."),
    }


def command() -> Any:
    """Build the group."""
    return group(_Commands, "images", images, "codementor images list", "codementor images build python java")


def images(context: typer.Context) -> None:
    """List, build and remove the sandbox's images."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
