"""``codementor/result/v1``: what ``grade`` writes of a class and of each repository, and the way back for --resume."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Disclosure
from codementor_cli.domain.grading.points import UNIT
from codementor_cli.domain.grading.results import AssignmentResult, ChallengeState, RepositoryState
from codementor_cli.schemas.public.base import Schema, clean


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_clean)]
Points = Annotated[float, BeforeValidator(float)]
"""Exact: at most four decimals."""
MaybePoints = Annotated[float | None, BeforeValidator(lambda value: None if value is None else float(value))]


class _Part(Schema):
    """A part of a result, read off the domain's value of the same shape."""

    model_config = ConfigDict(from_attributes=True)


class IdentityReport(_Part):
    """Who hands in a repository."""

    key: Text
    """The folder's name, or the user's."""
    id: Text
    """The roster's word; the key where there is none."""
    name: Text
    email: Text
    section: Text
    on_roster: bool


class PlaceReport(_Part):
    """A line of a student's file."""

    file: Text
    line: int | None
    """1-based; null: the file as a whole."""


class DifferenceReport(_Part):
    """The first place where actual and expected output part."""

    line: int
    column: int
    expected_line: Text | None
    actual_line: Text | None
    explanation: Text


class CaseDataReport(_Part):
    """The data of a failing case, as far as the assignment shows it; null: not shown, or none."""

    input: Text | None
    expected: Text | None
    actual: Text | None
    stderr: Text | None
    prints: Text | None
    difference: DifferenceReport | None


class GradedCaseReport(_Part):
    """One test case. Of hidden ones there is no data."""

    number: int
    name: Text
    description: Text
    hidden: bool
    verdict: Verdict | None
    """Null: not run, for the program did not compile."""
    passed: bool
    earned: Points
    final: Points
    """After the late penalty."""
    max_points: Points
    message: Text
    data: CaseDataReport
    place: PlaceReport | None
    wall_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int


class ChallengeReport(_Part):
    """One challenge of one repository."""

    challenge_id: Text
    title: Text
    state: ChallengeState
    max_points: Points
    earned: MaybePoints
    """Null of a fault."""
    penalty: MaybePoints
    final: MaybePoints
    reason: Text
    file: Text
    language: Text
    verdict: Verdict | None
    accepted: bool
    score: float | None
    """The challenge's own, before it is scaled to its points here."""
    max_score: float
    cases: tuple[GradedCaseReport, ...]
    compiler_output: Text
    place: PlaceReport | None
    notes: tuple[Text, ...]
    judged_seconds: float


class CommitReport(_Part):
    """The commit that was graded."""

    id: Text
    committed_at: datetime
    """The committer's own word."""
    modified: tuple[Text, ...]
    """Graded files that differ from the commit."""


class LatenessReport(_Part):
    """How late the commit is: advisory, for whoever commits sets the date."""

    seconds: int
    day_count: int
    percent: Points
    closed: bool
    words: Text


class RepositoryReport(_Part):
    """One repository."""

    identity: IdentityReport
    repository: Text
    state: RepositoryState
    max_points: Points
    earned: MaybePoints
    """Null of a fault: never a score."""
    penalty: MaybePoints
    final: MaybePoints
    """The score of record."""
    passed: bool | None
    reason: Text
    challenges: tuple[ChallengeReport, ...]
    commit: CommitReport | None
    lateness: LatenessReport | None
    graded_at: datetime | None
    notes: tuple[Text, ...]
    faults: tuple[Text, ...]
    fingerprint: Text


class ResultReport(_Part):
    """A grading: of a class, or of one repository."""

    schema_: Literal["codementor/result/v1"] = Field(default="codementor/result/v1", alias="schema")
    assignment_id: Text
    title: Text
    assignment_digest: Text
    max_points: Points
    minimum_points: MaybePoints
    due_at: datetime | None
    disclosure: Disclosure
    graded_at: datetime
    started_at: datetime | None = None
    """Null: not known, as of an earlier version."""
    finished: bool
    """False: grading goes on or was interrupted; unfinished repositories are faults."""
    sandbox: Text
    repositories: tuple[RepositoryReport, ...]


def result_json(result: AssignmentResult) -> dict[str, Any]:
    """Return a result as plain data for ``json.dumps``."""
    value: dict[str, Any] = ResultReport.model_validate(result).model_dump(mode="json", by_alias=True)
    return value


def read_result(text: str) -> AssignmentResult | None:
    """Return the result that a file of ours holds; None where it is none, or of another version."""
    try:
        report = ResultReport.model_validate_json(text)
    except ValidationError:
        return None
    value = _domain(AssignmentResult, report)
    return value if isinstance(value, AssignmentResult) else None


def result_text(result: AssignmentResult) -> str:
    """Return a result as the text of a file."""
    return json.dumps(result_json(result), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _domain(kind: Any, value: Any) -> Any:
    """Return a part of a report as the domain's value of a type."""
    if value is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_domain(get_args(kind)[0], each) for each in value)
    wanted = next((each for each in get_args(kind) if each is not type(None)), kind)
    if wanted is Decimal:
        return Decimal(str(value)).quantize(UNIT)
    if not dataclasses.is_dataclass(wanted) or not isinstance(wanted, type):
        return value
    hints = get_type_hints(wanted)
    return wanted(
        **{each.name: _domain(hints[each.name], getattr(value, each.name)) for each in dataclasses.fields(wanted)}
    )
