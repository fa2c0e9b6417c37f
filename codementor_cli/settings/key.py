"""What one setting is: name in files, variable, default, and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from codementor_cli.settings.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One setting."""

    name: str
    """As in the files: ``table.key``."""
    variable: str
    """Environment variable; empty: files alone set it."""
    default: Any
    description: str
    example: str
    read: Callable[[Any], Any]
    """From text of a variable, or a TOML value, to the value; raises ValueError with what was expected."""
    project: Project
    """The rule for a project's file, which may come with another person's repository."""
    secret: bool = False
    """Never shown."""
    unused: str = ""
    """Why no command of this version reads it; empty where one does."""
    from_folder: bool = False
    """Holds paths; in a file they start from that file's folder."""
