"""Challenges as lists name them, and what a learner did on them, for tests of progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.practice.record import ChallengeProgress, PracticeRecord

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""A Monday."""


@dataclass(frozen=True)
class ListedChallenge:
    """One challenge of a catalog."""

    id: str
    difficulty: Difficulty = Difficulty.EASY
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.id.title()


def did(
    challenge: ListedChallenge, count: int = 1, *, accepted: bool = True, score: float = 0, day: int = 0
) -> ChallengeProgress:
    """Return what was done on a challenge: ``count`` submissions on one day, the last of them accepted or not."""
    at = START + timedelta(days=day)
    return ChallengeProgress(
        challenge_id=challenge.id,
        title=challenge.title,
        difficulty=challenge.difficulty,
        tags=challenge.tags,
        submission_count=count,
        best_score=100 if accepted else score,
        max_score=100,
        first_at=at,
        last_at=at + timedelta(minutes=count),
        first_accepted_at=at + timedelta(minutes=count) if accepted else None,
        submissions_to_accepted=count if accepted else None,
        practice_seconds=60 * (count - 1),
    )


def record(*done: ChallengeProgress) -> PracticeRecord:
    """Return the record of what was done."""
    return PracticeRecord(challenges=done, days=tuple(sorted({each.last_at.date() for each in done})))


def days(*numbers: int) -> tuple[date, ...]:
    """Return days of November 2026."""
    return tuple(date(2026, 11, number) for number in numbers)
