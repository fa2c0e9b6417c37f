"""Submissions as they are kept: owner, program, challenge version, time, source and judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.practice.learner import LearnerId


class Source(StrEnum):
    """Origin of a submission."""

    CLI = "cli"
    API = "api"
    GRADE = "grade"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeVersion:
    """A challenge as it was judged: fields for lists, and the digest of the version."""

    id: str
    digest: str
    """SHA-256 in hex of all that decides a verdict: equal digests mean equal judging."""
    title: str
    difficulty: Difficulty
    tags: tuple[str, ...]
    max_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One judged program, whole."""

    uid: str
    """32 hexadecimal digits; the same wherever the submission is imported."""
    learner: LearnerId
    created_at: datetime
    """Aware, UTC: when judging ended."""
    source: Source
    challenge: ChallengeVersion
    program: Program
    file: str
    """Absolute path of the judged file; empty for stdin, the API and imports."""
    judgement: Judgement
    """Hidden cases are marked, and keep their data: schemas and renderers leave it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSubmission:
    """A submission and its number in this store."""

    number: int
    """1-based, in the order of recording; what ``show N`` takes and JSON calls ``id``."""
    submission: Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """Filters and place of a list of submissions, newest first."""

    challenge_id: str | None = None
    verdict: Verdict | None = None
    language: str | None = None
    since: datetime | None = None
    """Aware; submissions made at or after it."""
    limit: int = 20
    """1 or more."""
    offset: int = 0
    """How many of the newest to leave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One line of a history."""

    number: int
    challenge_id: str
    language: str
    verdict: Verdict
    score: float
    max_score: float
    passed_count: int
    total_count: int
    wall_seconds: float
    """Of all cases together."""
    created_at: datetime
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """A part of a history."""

    entries: tuple[HistoryEntry, ...]
    total: int
    """How many match, on all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCount:
    """Outcome of an import."""

    submission_count: int
    """New in this store."""
    mentor_call_count: int
    """New in this store."""
    known_count: int
    """Known before; unchanged."""


def challenge_version(challenge: Challenge, max_score: float) -> ChallengeVersion:
    """Return the version of a challenge that is judged.

    Args:
        challenge: As loaded.
        max_score: Sum of the points of its cases.
    """
    return ChallengeVersion(
        id=challenge.id,
        digest=challenge.suite_digest,
        title=challenge.title,
        difficulty=challenge.difficulty,
        tags=challenge.tags,
        max_score=max_score,
    )
