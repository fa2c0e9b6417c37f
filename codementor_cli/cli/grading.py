"""One grading from its first second to its last: valid reports all along, results kept as they come."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.grading import AssignmentContent, make_grader
from codementor_cli.cli.failures import problem_lines
from codementor_cli.cli.grading_progress import GradingProgress
from codementor_cli.cli.report_targets import ReportTargets
from codementor_cli.cli.result_folder import ResultFolder
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.domain.grading.gradebook import UNFINISHED, fault_result
from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Source
from codementor_cli.errors import CodementorError, StoreFault
from codementor_cli.ports import Store
from codementor_cli.services.grading.repository import Candidate, Judged
from codementor_cli.services.grading.workers import Graded, Kept, grade_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """What to grade, and where results go."""

    app: Application
    content: AssignmentContent
    candidates: tuple[Candidate, ...]
    jobs: int
    resume: bool
    folder: ResultFolder | None
    """None: no results are kept."""
    reports: ReportTargets
    store: Store | None
    """None: nothing is recorded."""
    streams: Streams


def grade(grading: Grading) -> AssignmentResult:
    """Grade, and return the class's result.

    Reports and results are there and valid from the start: until a repository is graded, it is a fault in them.

    Raises:
        UserFileError: A report cannot be written where it should go, or another grading uses the same folder.
        EnvironmentFault: There is no sandbox, or the disk is full; the reports say so.
    """
    with nullcontext() if grading.folder is None else grading.folder.held():
        return _graded(grading)


def _graded(grading: Grading) -> AssignmentResult:
    course = _Course(grading)
    course.write(UNFINISHED)
    try:
        _run(grading, course)
    except CodementorError as error:
        with suppress(CodementorError):
            course.write(error.message)
        raise
    except BaseException:
        # Interrupted: what is done is told, and what is not is a fault.
        with suppress(CodementorError):
            course.write(UNFINISHED)
        raise
    return course.write(UNFINISHED)


class _Course:
    """What is known so far."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading
        self._results: dict[int, RepositoryResult] = {}
        self._started_at = _now()
        self.sandbox = ""

    def add(self, event: Graded) -> None:
        """Keep a result, on disk first."""
        folder = self._grading.folder
        if folder is not None and not event.kept:
            folder.write(event.index, self._class((event.result,), finished=True), event.result)
        self._results[event.index] = event.result

    def write(self, reason: str) -> AssignmentResult:
        """Write reports and the class's result; what is not graded is a fault with a reason."""
        grading = self._grading
        assignment = grading.content.assignment
        repositories = tuple(
            self._results.get(index) or fault_result(assignment, each.identity, each.name, reason)
            for index, each in enumerate(grading.candidates)
        )
        result = self._class(repositories, finished=len(self._results) == len(grading.candidates))
        if grading.folder is not None:
            grading.folder.write_class(result)
        grading.reports.write(result)
        return result

    def _class(self, repositories: Sequence[RepositoryResult], *, finished: bool) -> AssignmentResult:
        assignment = self._grading.content.assignment
        return AssignmentResult(
            assignment_id=assignment.id,
            title=assignment.title,
            assignment_digest=assignment.digest,
            max_points=assignment.max_points,
            minimum_points=assignment.minimum_points,
            due_at=assignment.due_at,
            disclosure=assignment.disclosure,
            graded_at=_now(),
            started_at=self._started_at,
            finished=finished,
            sandbox=self.sandbox,
            repositories=tuple(repositories),
        )


def _run(grading: Grading, course: _Course) -> None:
    folder, store = grading.folder, grading.store
    kept: Kept = folder.kept if folder is not None and grading.resume else _none_kept
    live = grading.streams.error_stream is not None and grading.streams.error_stream.isatty()
    with status_line(grading.streams) as tell:
        grader, sandbox = make_grader(grading.app, grading.content, tell)
        course.sandbox = sandbox.name
        progress = GradingProgress(grading.candidates, grading.jobs, tell, live=live)
        try:
            with closing(grade_class(grader, grading.candidates, grading.jobs, kept, _now)) as events:
                for event in events:
                    if isinstance(event, Graded):
                        course.add(event)
                    elif isinstance(event, Judged) and store is not None:
                        store = _recorded(store, event, grading.streams)
                    progress.happened(event)
        finally:
            sandbox.stop()
        tell("")


def _recorded(store: Store, judged: Judged, streams: Streams) -> Store | None:
    """Record a submission; a store that fails once is not asked again, and grading goes on."""
    from codementor_cli.services.practice.submissions import new_submission  # noqa: PLC0415 - only with --record

    try:
        program = judged.taken.program
        store.record(new_submission(judged.challenge, program, judged.judgement, learner=LOCAL, source=Source.GRADE))
    except StoreFault as fault:
        streams.insist(problem_lines(fault, "warning"))
        return None
    return store


def _none_kept(_index: int, _fingerprint: str) -> RepositoryResult | None:
    return None


def _now() -> datetime:
    return datetime.now(tz=UTC)
