"""Progress of a learner, as lists and statistics read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from codementor_cli.domain.challenge.challenge import Difficulty


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeProgress:
    """Progress on one challenge, over all its versions."""

    challenge_id: str
    title: str
    difficulty: Difficulty
    tags: tuple[str, ...]
    submission_count: int
    """1 or more."""
    best_score: float
    max_score: float
    """Of the version judged last."""
    first_at: datetime
    """Aware, UTC."""
    last_at: datetime
    first_accepted_at: datetime | None
    """None: not accepted yet."""
    submissions_to_accepted: int | None
    """1-based number of the first accepted submission; None: not accepted yet."""
    practice_seconds: float = 0.0
    """Sum of the gaps between consecutive submissions of this challenge that are ``SITTING_GAP`` at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRecord:
    """Facts that statistics are computed from."""

    challenges: tuple[ChallengeProgress, ...]
    """By id; those with a submission."""
    days: tuple[date, ...]
    """Days in the learner's own time zone on which something was submitted, oldest first."""
