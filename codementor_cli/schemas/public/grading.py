"""``codementor/result/v1``: results of a class and of a repository, as ``grade`` writes and --resume reads them.

Also ``codementor assignment check --json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Disclosure
from codementor_cli.domain.grading.results import AssignmentResult, ChallengeResult, ChallengeState, RepositoryState
from codementor_cli.schemas.kept.codec import from_json
from codementor_cli.schemas.public.base import Schema, json_value

_FORMAT: Literal["codementor/result/v1"] = "codementor/result/v1"


class IdentityReport(Schema):
    """Who hands in a repository."""

    key: str
    """The folder's name, or the user's."""
    id: str
    """The roster's word; the key where there is none."""
    name: str
    email: str
    section: str
    on_roster: bool


class PlaceReport(Schema):
    """A line of a student's file."""

    file: str
    line: int | None
    """1-based; null: the file as a whole."""


class DifferenceReport(Schema):
    """The first place where actual and expected output part."""

    line: int
    column: int
    expected_line: str | None
    actual_line: str | None
    explanation: str


class CaseDataReport(Schema):
    """The data of a failing case, as far as the assignment shows it; null: not shown, or none."""

    input: str | None
    expected: str | None
    actual: str | None
    stderr: str | None
    prints: str | None
    difference: DifferenceReport | None


class GradedCaseReport(Schema):
    """One test case. Of hidden ones there is no data."""

    number: int
    name: str
    description: str
    hidden: bool
    verdict: Verdict | None
    """Null: not run, for the program did not compile."""
    passed: bool
    earned: float
    final: float
    """After the late penalty."""
    max_points: float
    message: str
    data: CaseDataReport
    place: PlaceReport | None
    wall_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int


class ChallengeReport(Schema):
    """One challenge of one repository."""

    challenge_id: str
    title: str
    state: ChallengeState
    max_points: float
    earned: float | None
    """Null of a fault."""
    penalty: float | None
    final: float | None
    reason: str
    file: str
    language: str
    verdict: Verdict | None
    accepted: bool
    score: float | None
    """The challenge's own, before it is scaled to its points here."""
    max_score: float
    cases: tuple[GradedCaseReport, ...]
    compiler_output: str
    place: PlaceReport | None
    notes: tuple[str, ...]
    judged_seconds: float


class CommitReport(Schema):
    """The commit that was graded."""

    id: str
    committed_at: datetime
    """The committer's own word."""
    modified: tuple[str, ...]
    """Graded files that differ from the commit."""


class LatenessReport(Schema):
    """How late the commit is: advisory, for whoever commits sets the date."""

    seconds: int
    day_count: int
    percent: float
    closed: bool
    words: str


class RepositoryReport(Schema):
    """One repository."""

    identity: IdentityReport
    repository: str
    state: RepositoryState
    max_points: float
    earned: float | None
    """Null of a fault: never a score."""
    penalty: float | None
    final: float | None
    """The score of record."""
    passed: bool | None
    reason: str
    challenges: tuple[ChallengeReport, ...]
    commit: CommitReport | None
    lateness: LatenessReport | None
    graded_at: datetime | None
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    fingerprint: str


class _Grading(Schema):
    """A grading without the name of the format."""

    assignment_id: str
    title: str
    assignment_digest: str
    max_points: float
    minimum_points: float | None
    due_at: datetime | None
    disclosure: Disclosure
    graded_at: datetime
    started_at: datetime | None = None
    """Null: not known, as of an earlier version."""
    finished: bool
    """False: grading goes on or was interrupted; unfinished repositories are faults."""
    sandbox: str
    repositories: tuple[RepositoryReport, ...]


class ResultReport(_Grading):
    """A grading: of a class, or of one repository."""

    schema_: Literal["codementor/result/v1"] = _FORMAT


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


def result_json(result: AssignmentResult) -> dict[str, Any]:
    """Return a result as plain data for ``json.dumps``."""
    return {"schema": _FORMAT, **json_value(_Grading, result)}


def result_text(result: AssignmentResult) -> str:
    """Return a result as the text of a file."""
    return json.dumps(result_json(result), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_result(text: str) -> AssignmentResult | None:
    """Return the result in a file; None: the file holds none, or one of another version."""
    try:
        data = json.loads(text)
        if data.pop("schema") != _FORMAT:
            return None
        _drop_computed(data)
        return from_json(AssignmentResult, data)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _drop_computed(data: Any) -> None:
    """Remove the keys that follow from others and are no fields of the domain's values."""
    for repository in data["repositories"]:
        for challenge in repository["challenges"]:
            del challenge["accepted"]
            for case in challenge["cases"]:
                del case["passed"]


def check_report(
    checked: Sequence[tuple[str, str, ChallengeResult, bool]], findings: Sequence[str]
) -> AssignmentCheckReport:
    """Return the JSON of a check.

    Args:
        checked: Challenge id, name, result, and whether the result is right.
        findings: Mistakes of the whole assignment.
    """
    programs = [
        CheckedReport(
            challenge_id=challenge_id,
            name=name,
            verdict=result.verdict,
            earned=None if result.earned is None else float(result.earned),
            max_points=float(result.max_points),
            agrees=agrees,
        )
        for challenge_id, name, result, agrees in checked
    ]
    return AssignmentCheckReport(programs=programs, findings=list(findings))
