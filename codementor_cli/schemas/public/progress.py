"""``codementor stats --json`` and ``codementor next --json``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.mentor.mentoring import MentorUsage
from codementor_cli.domain.practice.record import ChallengeProgress
from codementor_cli.domain.practice.statistics import Statistics, Tally
from codementor_cli.domain.practice.suggestion import Motive, Suggestion
from codementor_cli.schemas.public.base import Schema, milliseconds


class TallyReport(Schema):
    """Challenges of one kind, counted."""

    name: str
    """The difficulty or the tag; ``all``."""
    accepted: int
    tried: int
    """Accepted ones too."""
    total: int

    @classmethod
    def of(cls, tally: Tally) -> TallyReport:
        """Return the report of a tally."""
        return cls(name=tally.name, accepted=tally.accepted_count, tried=tally.tried_count, total=tally.total_count)


class StreakReport(Schema):
    """Days in a row, in the learner's time zone."""

    current_days: int
    """Up to today, or up to yesterday where today is not over."""
    longest_days: int
    today: bool
    """Whether something was submitted today."""


class ChallengeProgressReport(Schema):
    """What was done on one challenge."""

    challenge_id: str
    title: str
    difficulty: Difficulty
    tags: list[str]
    accepted: bool
    best_score: float
    max_score: float
    submissions: int
    submissions_to_accepted: int | None
    """Null: not accepted yet."""
    practice_time: float
    """Milliseconds: all gaps of 30 minutes at most between one submission and the next."""
    first_at: datetime
    """UTC."""
    last_at: datetime
    first_accepted_at: datetime | None


class MentorUsageReport(Schema):
    """What asking Claude cost."""

    model: str
    calls: int
    input_tokens: int
    output_tokens: int


class StatisticsReport(Schema):
    """A learner's progress."""

    challenges: TallyReport
    submissions: int
    practice_time: float
    """Milliseconds, on all challenges together."""
    streak: StreakReport
    days: list[date]
    """On which something was submitted, oldest first."""
    by_difficulty: list[TallyReport]
    by_tag: list[TallyReport]
    submissions_to_accepted: list[int]
    """Of each accepted challenge, in the order of acceptance."""
    progress: list[ChallengeProgressReport]
    """Of each challenge tried, last tried first."""
    mentor: list[MentorUsageReport]


class SuggestionReport(Schema):
    """One challenge to try."""

    challenge_id: str
    title: str
    difficulty: Difficulty
    tags: list[str]
    motive: Motive
    reason: str


class NextReport(Schema):
    """What to try next, the best first; none: everything is accepted."""

    suggestions: list[SuggestionReport]


def statistics_report(found: Statistics, usage: Sequence[MentorUsage]) -> StatisticsReport:
    """Return the JSON of a learner's progress."""
    return StatisticsReport(
        challenges=TallyReport.of(found.overall),
        submissions=found.submission_count,
        practice_time=milliseconds(found.practice_seconds),
        streak=StreakReport(
            current_days=found.streak.current_days,
            longest_days=found.streak.longest_days,
            today=found.streak.today,
        ),
        days=list(found.days),
        by_difficulty=[TallyReport.of(each) for each in found.by_difficulty],
        by_tag=[TallyReport.of(each) for each in found.by_tag],
        submissions_to_accepted=list(found.to_accepted),
        progress=[_progress(each) for each in found.challenges],
        mentor=[
            MentorUsageReport(
                model=each.model,
                calls=each.call_count,
                input_tokens=each.input_tokens,
                output_tokens=each.output_tokens,
            )
            for each in usage
        ],
    )


def next_report(suggestions: Sequence[Suggestion]) -> NextReport:
    """Return the JSON of suggestions."""
    return NextReport(
        suggestions=[
            SuggestionReport(
                challenge_id=each.challenge_id,
                title=each.title,
                difficulty=each.difficulty,
                tags=list(each.tags),
                motive=each.motive,
                reason=each.reason,
            )
            for each in suggestions
        ]
    )


def _progress(each: ChallengeProgress) -> ChallengeProgressReport:
    accepted_at = each.first_accepted_at
    return ChallengeProgressReport(
        challenge_id=each.challenge_id,
        title=each.title,
        difficulty=each.difficulty,
        tags=list(each.tags),
        accepted=accepted_at is not None,
        best_score=each.best_score,
        max_score=each.max_score,
        submissions=each.submission_count,
        submissions_to_accepted=each.submissions_to_accepted,
        practice_time=milliseconds(each.practice_seconds),
        first_at=each.first_at.astimezone(UTC),
        last_at=each.last_at.astimezone(UTC),
        first_accepted_at=None if accepted_at is None else accepted_at.astimezone(UTC),
    )
