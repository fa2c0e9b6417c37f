"""Places of the user's own, kept apart from folders that other people write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def holder(path: Path, folders: Sequence[Path]) -> Path | None:
    """Return the folder that a path lies in, links followed; None: it lies in none.

    Args:
        path: It need not be there yet.
        folders: Absolute, without links.
    """
    resolved = path.resolve()
    return next((each for each in folders if resolved.is_relative_to(each)), None)


def leads_over_a_link(path: Path, folders: Sequence[Path]) -> bool:
    """Whether a folder on the way to a path is a symbolic link in one of some folders."""
    return any(link.is_symlink() and holder(link.parent, folders) for link in path.absolute().parents)
