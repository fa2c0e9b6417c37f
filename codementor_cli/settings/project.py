"""Rules for a project's ``.codementor.toml``: it can tighten settings, and cannot loosen or redirect them.

The file may come with another person's repository. So each key has a rule for the project's value.
"""

from __future__ import annotations

from enum import Enum
from typing import Any


class Project(Enum):
    """How a project's value of a key counts; the value says why another one is ignored."""

    RANKED = "the environment and flags win over a project's file"
    """It counts as any file does: below flags and the environment, above the user's own file."""
    LOWER = "a project's file can lower a ceiling, and not raise it"
    OFF = "a project's file can turn this off, and not on"
    DOCKER = "a project's file can ask for docker where you leave it to auto, and for nothing else"
    NEVER = "it is not taken from a project's file, because that may come from somebody else"
    """It could send secrets to another machine, cost money, or open the sandbox: the file is refused."""


def stricter(rule: Project, own: Any, theirs: Any) -> Any:
    """Return the value in force.

    Args:
        rule: ``LOWER``, ``OFF`` or ``DOCKER``.
        own: What the user says, or the default; of a ceiling None: there is none.
        theirs: What the project's file says.
    """
    if rule is Project.LOWER:
        return theirs if own is None else min(own, theirs)
    if rule is Project.OFF:
        return own and theirs
    return theirs if (own, theirs) == ("auto", "docker") else own
