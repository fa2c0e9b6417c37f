"""The machine's part in the mentor's service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from codementor_cli.domain.mentor.advice.advisor import Advisor


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorMachine:
    """Clock, chance, private words and the models' names."""

    now: Callable[[], datetime]
    """Aware, UTC."""
    token: Callable[[], str]
    """32 hexadecimal digits that cannot be guessed, new each time."""
    advisor: Advisor
    """Gives a diagnosis where no model is asked."""
    private: tuple[str, ...] = ()
    """Words that must not leave the machine: the home folder, the user's name."""
    student_model: str = ""
    """Repairs programs to measure a hint."""
