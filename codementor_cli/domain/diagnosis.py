"""What works on a machine and what does not, for ``codementor doctor``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a thing that we need is."""

    OK = "ok"
    WARNING = "warning"
    """Judging works without it, or less well."""
    FAILED = "failed"
    """Judging cannot work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One thing that was looked at."""

    subject: str
    """``Docker``, ``images``."""
    health: Health
    message: str
    """What was found, in words."""
    next_step: str = ""
    """What to type next; empty where nothing is to be done."""
