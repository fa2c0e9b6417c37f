"""Repositories to grade: those that were named, or every folder below one."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.errors import ErrorKind, UserFileError
from codementor_cli.files.paths import shown_path
from codementor_cli.text.untrusted import escaped

MAX_REPOSITORY_COUNT = 10_000


@dataclass(frozen=True, slots=True)
class FoundRepository:
    """One repository, not yet looked into."""

    path: Path
    """Absolute; its last name may be a link, which intake refuses."""
    name: str
    """Its folder's name, safe to show."""
    refusal: str = ""
    """Why it cannot be one; empty: it may be."""


def named_repositories(paths: Sequence[Path]) -> tuple[FoundRepository, ...]:
    """Return the repositories that a command line names; links in what was typed are followed.

    Raises:
        UserFileError: One is not there, or is no folder.
    """
    found = {}
    for path in paths:
        try:
            resolved = path.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise UserFileError(
                f"There is no repository {shown_path(path)}.", "Check the name.", kind=ErrorKind.NOT_FOUND
            ) from error
        if not resolved.is_dir():
            raise UserFileError(f"{shown_path(path)} is not a folder.", "Name the repository's folder.")
        found[resolved] = FoundRepository(resolved, escaped(resolved.name or str(resolved)))
    return tuple(found.values())


def repositories_below(root: Path) -> tuple[FoundRepository, ...]:
    """Return every folder below one, by name; hidden ones are left out, and files.

    Raises:
        UserFileError: The folder is not there, may not be read, or holds none or too many.
    """
    try:
        resolved = root.resolve(strict=True)
        with os.scandir(resolved) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except (OSError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) else "its links lead around in a circle"
        raise UserFileError(
            f"{shown_path(root)} cannot be looked into: {why}.", "Check the name.", kind=ErrorKind.NOT_FOUND
        ) from error
    found = []
    for name in names:
        mode = (resolved / name).lstat().st_mode
        if stat.S_ISLNK(mode):
            found.append(FoundRepository(resolved / name, escaped(name), "The repository is a symbolic link."))
        elif stat.S_ISDIR(mode):
            found.append(FoundRepository(resolved / name, escaped(name)))
    if not found:
        raise UserFileError(f"{shown_path(root)} holds no folders.", "Name the folder that holds the repositories.")
    if len(found) > MAX_REPOSITORY_COUNT:
        raise UserFileError(f"{shown_path(root)} holds more than {MAX_REPOSITORY_COUNT} folders.", "Grade fewer.")
    return tuple(found)
