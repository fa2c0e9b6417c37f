"""The machine's part in the mentor's service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from codementor_cli.domain.mentor.advice.advisor import Advisor
from codementor_cli.errors import CodementorError


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
    told: Callable[[CodementorError], str] = attrgetter("message")
    """What a learner is told of a fault: on the own machine its message, which may name files and addresses."""
    student_model: str = ""
    """Repairs programs to measure a hint."""
