"""``codementor assignment check --json``."""

from __future__ import annotations

from collections.abc import Sequence

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.results import ChallengeResult
from codementor_cli.schemas.public.base import Schema, clean


class CheckedReport(Schema):
    """One program of a challenge's author."""

    challenge_id: str
    name: str
    """``accepted/main.py``, or ``starter (python)``."""
    verdict: Verdict | None
    earned: float | None
    """Null: it could not be judged."""
    max_points: float
    agrees: bool
    """Whether it earns what it should: a reference everything, a starter less."""


class AssignmentCheckReport(Schema):
    """What was checked."""

    programs: list[CheckedReport]
    findings: list[str]
    """What is wrong with the assignment as a whole."""


def check_report(
    checked: Sequence[tuple[str, str, ChallengeResult, bool]], findings: Sequence[str]
) -> AssignmentCheckReport:
    """Return the JSON of a check.

    Args:
        checked: Challenge id, name, result, and whether it is as it should be.
        findings: What is wrong as a whole.
    """
    programs = [
        CheckedReport(
            challenge_id=challenge_id,
            name=clean(name),
            verdict=result.verdict,
            earned=None if result.earned is None else float(result.earned),
            max_points=float(result.max_points),
            agrees=agrees,
        )
        for challenge_id, name, result, agrees in checked
    ]
    return AssignmentCheckReport(programs=programs, findings=[clean(each) for each in findings])
