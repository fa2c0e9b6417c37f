"""The course of one grading: reports are valid from its first second to its last, and results are kept as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from codementor_cli.domain.grading.assignment import Assignment
from codementor_cli.domain.grading.gradebook import UNFINISHED, class_result, fault_result
from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Source
from codementor_cli.errors import CodementorError, StoreFault
from codementor_cli.ports import Results
from codementor_cli.services.grading import workers
from codementor_cli.services.grading.repository import Candidate, Grader, Judged
from codementor_cli.services.grading.workers import Graded, grade_class
from codementor_cli.services.judging.record import Records, record
from codementor_cli.services.practice.submissions import Origin, new_submission

_ORIGIN = Origin(learner=LOCAL, source=Source.GRADE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """One grading to do: candidates, and the places of results."""

    assignment: Assignment
    candidates: tuple[Candidate, ...]
    of_class: bool
    """Whether a class is graded, and not one repository alone."""
    jobs: int
    """Programs judged at a time."""
    start: Callable[[], Grader]
    """Return the grader, which is stopped at the end; an EnvironmentFault stands in the reports."""
    results: Results | None
    """None: no results are kept."""
    resume: bool
    """Whether earlier results with the same fingerprint count."""
    report: Callable[[AssignmentResult], None]
    """Write every report, in place of its earlier text."""
    records: Records | None
    """The store of submissions; None: none is recorded."""


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """The store failed once; it is not asked again, and grading goes on."""

    fault: StoreFault


Event = workers.Event | NotRecorded
Listener = Callable[[Event], None]


def grade(grading: Grading, listener: Listener) -> AssignmentResult:
    """Grade every candidate, and return the result of the class.

    Reports and kept results are valid from the start: a repository without a result is a fault in them.

    Args:
        grading: Candidates, and the places of results.
        listener: Called with each event.

    Raises:
        UserFileError: A report cannot be written, or another grading holds the results.
        EnvironmentFault: There is no sandbox, or the disk is full; the reports say so.
    """
    with nullcontext() if grading.results is None else grading.results.held():
        gradebook = _Gradebook(grading)
        gradebook.write(UNFINISHED)
        try:
            gradebook.run(listener)
        except BaseException as error:
            # The reports keep the results so far, also after an interrupt.
            with suppress(CodementorError):
                gradebook.write(error.message if isinstance(error, CodementorError) else UNFINISHED)
            raise
        return gradebook.write(UNFINISHED)


class _Gradebook:
    """The results so far."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading
        self._graded: dict[int, RepositoryResult] = {}
        self._started_at = _now()
        self._sandbox = ""
        self._records = grading.records

    def run(self, listener: Listener) -> None:
        """Grade, and take note of each event."""
        grading = self._grading
        grader = grading.start()
        self._sandbox = grader.sandbox
        try:
            with closing(grade_class(grader, grading.candidates, grading.jobs, self._kept, _now)) as events:
                for event in events:
                    if isinstance(event, Graded):
                        self._add(event)
                    elif isinstance(event, Judged):
                        self._recorded(event, listener)
                    listener(event)
        finally:
            grader.stop()

    def write(self, reason: str) -> AssignmentResult:
        """Write the class's result and the reports; a repository without a result is a fault with a reason."""
        grading = self._grading
        result = self._class(
            [
                self._graded.get(index) or fault_result(grading.assignment, each.identity, each.name, reason)
                for index, each in enumerate(grading.candidates)
            ],
            finished=len(self._graded) == len(grading.candidates),
        )
        if grading.results is not None:
            grading.results.write_class(result)
        grading.report(result)
        return result

    def _kept(self, index: int, fingerprint: str) -> RepositoryResult | None:
        results = self._grading.results
        return results.kept(index, fingerprint) if results is not None and self._grading.resume else None

    def _add(self, event: Graded) -> None:
        """Keep a result, on disk first."""
        if self._grading.results is not None and not event.kept:
            self._grading.results.write(event.index, self._class([event.result], finished=True))
        self._graded[event.index] = event.result

    def _recorded(self, judged: Judged, listener: Listener) -> None:
        if self._records is None:
            return
        submission = new_submission(judged.challenge, judged.taken.program, judged.judgement, _ORIGIN)
        fault = record(self._records, submission).fault
        if fault is not None:
            self._records = None
            listener(NotRecorded(fault))

    def _class(self, repositories: Sequence[RepositoryResult], *, finished: bool) -> AssignmentResult:
        result = class_result(self._grading.assignment, repositories, _now(), self._sandbox)
        return replace(result, started_at=self._started_at, finished=finished)


def _now() -> datetime:
    return datetime.now(tz=UTC)
