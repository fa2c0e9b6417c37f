"""The folder of this user's sockets and locks on this machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path


def runtime_folder(environment: Mapping[str, str]) -> Path:
    """Return where it is: never in a home, which several machines may share."""
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "codementor"
    return Path(environment.get("TMPDIR") or "/tmp") / f"codementor-{os.geteuid()}"  # noqa: S108  # checked before it is used


def make_private(folder: Path) -> None:
    """Make a folder that only this user can enter.

    Raises:
        OSError: It cannot be made, or is there and is not this user's alone.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PermissionError(folder)
