from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.grading.gradebook import UNFINISHED
from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult, RepositoryState
from codementor_cli.domain.judging.execution import CaseRun, Execution
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import EnvironmentFault, StoreFault
from codementor_cli.services.grading.course import Event, Grading, NotRecorded, grade
from codementor_cli.services.grading.repository import Grader, Judged
from codementor_cli.services.grading.workers import Graded
from tests.fakes.grading_inputs import ASSIGNMENT, candidate, grader
from tests.fakes.sandbox import FakeSandbox, printing


@dataclass
class MemoryResults:
    """Results in memory; meets ``ports.Results``."""

    kept_results: dict[int, RepositoryResult] = field(default_factory=dict)
    classes: list[AssignmentResult] = field(default_factory=list)
    is_held: bool = False

    @contextmanager
    def held(self) -> Iterator[None]:
        self.is_held = True
        yield
        self.is_held = False

    def kept(self, index: int, fingerprint: str) -> RepositoryResult | None:
        found = self.kept_results.get(index)
        return found if found is not None and found.fingerprint == fingerprint else None

    def write(self, index: int, result: AssignmentResult) -> None:
        (self.kept_results[index],) = result.repositories

    def write_class(self, result: AssignmentResult) -> None:
        assert self.is_held
        self.classes.append(result)


def _echo(_program: Program, run: CaseRun) -> Execution | str:
    return printing(run.stdin)


def _start() -> Grader:
    return grader(FakeSandbox(_echo))


def _no_sandbox() -> Grader:
    raise EnvironmentFault("There is no sandbox.")


def _grading(reports: list[AssignmentResult], results: MemoryResults | None = None) -> Grading:
    return Grading(
        assignment=ASSIGNMENT,
        candidates=(candidate("ada"), candidate("ben")),
        of_class=True,
        jobs=1,
        start=_start,
        results=results,
        resume=False,
        report=reports.append,
        records=None,
    )


def _ignore(_event: Event) -> None:
    """Look at nothing."""


def test_reports_are_valid_before_and_after_grading() -> None:
    reports: list[AssignmentResult] = []
    result = grade(_grading(reports), _ignore)
    assert [each.finished for each in reports] == [False, True]
    assert [each.reason for each in reports[0].repositories] == [UNFINISHED] * 2
    assert reports[-1] == result
    assert (result.passed, result.sandbox) == (True, "fake")
    assert [each.final for each in result.repositories] == [Decimal(20), Decimal(20)]


def test_fault_before_the_first_repository_stands_in_the_reports() -> None:
    reports: list[AssignmentResult] = []
    with pytest.raises(EnvironmentFault, match="no sandbox"):
        grade(replace(_grading(reports), start=_no_sandbox), _ignore)
    assert [each.reason for each in reports[-1].repositories] == [
        "There is no sandbox. It is judged again next time."
    ] * 2


def test_interrupted_grading_keeps_the_results_so_far() -> None:
    reports: list[AssignmentResult] = []
    results = MemoryResults()

    def interrupt(event: Event) -> None:
        if isinstance(event, Graded):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(_grading(reports, results), interrupt)
    assert [each.state for each in reports[-1].repositories] == [RepositoryState.GRADED, RepositoryState.FAULT]
    assert reports[-1].repositories[1].reason == UNFINISHED
    assert list(results.kept_results) == [0]


def test_resumed_grading_judges_only_what_is_missing() -> None:
    results = MemoryResults()
    judged: list[Judged] = []
    grade(_grading([], results), _ignore)
    first = results.kept_results.pop(1)

    def note(event: Event) -> None:
        if isinstance(event, Judged):
            judged.append(event)

    again = grade(replace(_grading([], results), resume=True), note)
    assert len(judged) == len(ASSIGNMENT.challenges)
    assert again.repositories[1].final == first.final
    grade(_grading([], results), note)
    assert len(judged) == 3 * len(ASSIGNMENT.challenges)


def test_history_that_fails_once_is_not_asked_again_and_grading_goes_on() -> None:
    asked: list[Submission] = []
    events: list[Event] = []

    class FullStore:
        def record(self, submission: Submission) -> int:
            asked.append(submission)
            raise StoreFault("The store is full.")

    result = grade(replace(_grading([]), records=FullStore()), events.append)
    assert result.passed
    assert len(asked) == 1
    assert [each.fault.message for each in events if isinstance(each, NotRecorded)] == [
        "The submission was not recorded. The store is full."
    ]
