"""``codementor import --json``."""

from __future__ import annotations

from codementor_cli.domain.practice.submission import ImportCount
from codementor_cli.schemas.public.base import Schema


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
