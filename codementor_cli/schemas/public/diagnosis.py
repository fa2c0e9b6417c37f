"""``codementor doctor --json``."""

from __future__ import annotations

from codementor_cli.domain.diagnosis import Diagnosis, Health
from codementor_cli.schemas.public.base import Schema


class DiagnosisReport(Schema):
    """One thing that was looked at."""

    subject: str
    health: Health
    message: str
    next_step: str
    """What to type; empty where nothing is to be done."""


class DoctorReport(Schema):
    """Everything that judging needs."""

    works: bool
    """Whether judging can work."""
    checks: list[DiagnosisReport]


def doctor_report(found: tuple[Diagnosis, ...]) -> DoctorReport:
    """Return the JSON of a diagnosis."""
    checks = [
        DiagnosisReport(
            subject=each.subject,
            health=each.health,
            message=each.message,
            next_step=each.next_step,
        )
        for each in found
    ]
    return DoctorReport(works=all(each.health is not Health.FAILED for each in found), checks=checks)
