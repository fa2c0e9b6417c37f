"""``codementor history --json``, as ``GET /api/execution/history`` answers, and ``codementor import --json``."""

from __future__ import annotations

from datetime import UTC, datetime

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.submission import HistoryEntry, HistoryPage, HistoryQuery, ImportCount, Source
from codementor_cli.schemas.public.base import Schema, milliseconds


class HistoryEntryReport(Schema):
    """One submission in a list."""

    id: int
    """Its number, as ``codementor show`` takes it."""
    challenge_id: str
    language: str
    verdict: Verdict
    score: float
    max_score: float
    passed_tests: int
    total_tests: int
    execution_time: float
    """Milliseconds on the wall, all cases together."""
    created_at: datetime
    """UTC."""
    source: Source


class HistoryReport(Schema):
    """A part of the history, newest first."""

    submissions: list[HistoryEntryReport]
    total: int
    """How many match, on all pages."""
    limit: int
    offset: int
    """How many of the newest were left out."""


class ImportReport(Schema):
    """What came of an import."""

    submissions: int
    """New here."""
    mentor_calls: int
    """New here."""
    known: int
    """Were here already, and stay as they are."""

    @classmethod
    def of(cls, count: ImportCount) -> ImportReport:
        """Return the report."""
        return cls(submissions=count.submission_count, mentor_calls=count.mentor_call_count, known=count.known_count)


def history_report(page: HistoryPage, query: HistoryQuery) -> HistoryReport:
    """Return the JSON of a page."""
    return HistoryReport(
        submissions=[_entry(each) for each in page.entries], total=page.total, limit=query.limit, offset=query.offset
    )


def _entry(entry: HistoryEntry) -> HistoryEntryReport:
    return HistoryEntryReport(
        id=entry.number,
        challenge_id=entry.challenge_id,
        language=entry.language,
        verdict=entry.verdict,
        score=entry.score,
        max_score=entry.max_score,
        passed_tests=entry.passed_count,
        total_tests=entry.total_count,
        execution_time=milliseconds(entry.wall_seconds),
        created_at=entry.created_at.astimezone(UTC),
        source=entry.source,
    )
