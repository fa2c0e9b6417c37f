"""A command line, and what it does: a row of the table in ``option_cases``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DOWN = {"DOCKER_HOST": "unix:///nonexistent.sock", "CODEMENTOR_SANDBOX": "docker"}
HERE = {"CODEMENTOR_SANDBOX": "bubblewrap"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One command line in the world of ``test_options``, and what it does."""

    line: str
    """As typed after ``codementor``; ``{db}`` is a database of 24 submissions."""
    code: int = 0
    out: str = ""
    """What stdout holds."""
    err: str = ""
    """What stderr holds."""
    never: str = ""
    """What neither holds."""
    file: str = ""
    """What is there afterwards."""
    environment: Mapping[str, str] = field(default_factory=dict)


def refused(line: str, err: str) -> Case:
    """A value that is refused before anything else happens."""
    return Case(line=line, code=2, err=err)


def here(line: str, **does: Any) -> Case:
    """A line that needs a sandbox."""
    return Case(line=line, environment=HERE, **does)


def when(line: str, **does: Any) -> Case:
    """A line about points in time."""
    return Case(line=line, environment={"TZ": "UTC"}, **does)
