"""``codementor challenges verify --json``."""

from __future__ import annotations

from codementor_cli.domain.challenge import ReferenceSubmission
from codementor_cli.domain.judgement import Judgement
from codementor_cli.domain.verdict import Verdict
from codementor_cli.schemas.base import Schema, clean


class ReferenceReport(Schema):
    """One reference submission."""

    name: str
    """Path under ``submissions/``."""
    language: str
    expected: Verdict
    verdict: Verdict
    agrees: bool
    feedback: str


class VerifyReport(Schema):
    """One challenge."""

    challenge_id: str
    submissions: list[ReferenceReport]
    findings: list[str]
    """What is wrong with the challenge as a whole."""
    error: str | None
    """What is wrong with its files, all of it; null where nothing is."""


def verify_report(
    challenge_id: str,
    judged: tuple[tuple[ReferenceSubmission, Judgement], ...],
    findings: tuple[str, ...],
    error: str,
) -> VerifyReport:
    """Return the JSON of one challenge's verification."""
    return VerifyReport(
        challenge_id=challenge_id,
        submissions=[
            ReferenceReport(
                name=clean(reference.name),
                language=judgement.language,
                expected=reference.expected,
                verdict=judgement.verdict,
                agrees=judgement.verdict is reference.expected,
                feedback=clean(judgement.feedback),
            )
            for reference, judgement in judged
        ],
        findings=[clean(each) for each in findings],
        error=clean(error) or None,
    )
