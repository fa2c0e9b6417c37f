"""Advice without a model, as TOML files that teachers and translators edit; the first file's head says how."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from codementor_cli.domain.mentor.advice.advisor import Advisor

FOLDER = Path(__file__).parent


@cache
def shipped_advisor() -> Advisor:
    """Return the advisor over these files; each is read when it is first needed."""
    return Advisor(lambda name: (FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
