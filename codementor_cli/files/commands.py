"""Programs of this machine, by name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping


def absolute_folders(environment: Mapping[str, str]) -> str:
    """Return ``PATH`` without relative folders: the working folder may be a student's repository."""
    folders = environment.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(each for each in folders if os.path.isabs(each))  # noqa: PTH117 - as the shell splits it


def find_command(name: str, environment: Mapping[str, str]) -> str | None:
    """Return the absolute path of a program; None: it is not installed."""
    return shutil.which(name, path=absolute_folders(environment))
