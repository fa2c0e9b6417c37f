"""Findings of ``codementor doctor`` on a machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """The state of a thing that judging needs."""

    OK = "ok"
    WARNING = "warning"
    """Judging works without it, or works less well."""
    FAILED = "failed"
    """Judging cannot work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The finding on one thing."""

    subject: str
    """``Docker``, ``images``."""
    health: Health
    message: str
    """The finding in words."""
    next_step: str = ""
    """The command to type next; empty where all is well."""
