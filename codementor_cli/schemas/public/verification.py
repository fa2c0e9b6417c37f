"""``codementor challenges verify --json``."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.challenge import ReferenceSubmission
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.schemas.public.base import Schema, clean


class ReferenceReport(Schema):
    """One reference submission."""

    name: str
    """Path under ``submissions/``."""
    language: str
    expected: Verdict
    verdict: Verdict
    agrees: bool
    feedback: str
    remembered: bool
    """Whether it was judged at an earlier time, and nothing has changed since."""


class NotJudgedReport(Schema):
    """A program that the machine could not judge."""

    name: str
    """Path under ``submissions/``, or whose starter code it is."""
    reason: str


class VerifyReport(Schema):
    """One challenge."""

    challenge_id: str
    submissions: list[ReferenceReport]
    findings: list[str]
    """What is wrong with the challenge as a whole."""
    warnings: list[str]
    """What its author should look at."""
    not_judged: list[NotJudgedReport]
    """Empty unless the machine failed."""
    error: str | None
    """What is wrong with its files, all of it; null where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of one challenge."""

    challenge_id: str
    judged: tuple[tuple[ReferenceSubmission, Judgement, bool], ...]
    """What it got, and whether that is of an earlier time."""
    findings: tuple[str, ...]
    warnings: tuple[str, ...]
    not_judged: tuple[tuple[str, str], ...]
    """Name and reason."""
    error: str


def verify_report(verified: Verified) -> VerifyReport:
    """Return the JSON of one challenge's verification."""
    return VerifyReport(
        challenge_id=verified.challenge_id,
        submissions=[
            ReferenceReport(
                name=clean(reference.name),
                language=judgement.language,
                expected=reference.expected,
                verdict=judgement.verdict,
                agrees=judgement.verdict is reference.expected,
                feedback=clean(judgement.feedback),
                remembered=remembered,
            )
            for reference, judgement, remembered in verified.judged
        ],
        findings=[clean(each) for each in verified.findings],
        warnings=[clean(each) for each in verified.warnings],
        not_judged=[NotJudgedReport(name=clean(name), reason=clean(reason)) for name, reason in verified.not_judged],
        error=clean(verified.error) or None,
    )
