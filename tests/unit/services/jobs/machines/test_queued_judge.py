"""A judging that is a job: what goes wrong on its way is said, and nothing goes on that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import CancelledError, ErrorKind, SandboxFault, UserFileError
from codementor_cli.services.jobs.machines.queued_judge import QueuedJudge
from codementor_cli.services.judging.cancel import CancelToken
from tests.fakes.desk import COMPILED, RESULTS, DeskOfFakes, HeldJudge, running_desk
from tests.fakes.jobs import ADA, program
from tests.fakes.progress import RecordingProgress
from tests.fakes.queue import MemoryJobs
from tests.fakes.subjects import CHALLENGE

REQUEST = JudgeRequest(suite=CHALLENGE.suite, program=program(), limits=Limits())


@pytest.fixture
def jobs() -> MemoryJobs:
    return MemoryJobs()


@pytest.fixture
def made(jobs: MemoryJobs) -> Iterator[DeskOfFakes]:
    with running_desk(jobs) as running:
        yield running


def _judge(made: DeskOfFakes, longest_seconds: float = 60.0) -> QueuedJudge:
    return QueuedJudge(desk=made.desk, owner=ADA, engine="fake", longest_seconds=longest_seconds)


def test_steps_are_told_as_they_come(made: DeskOfFakes) -> None:
    class Releasing(RecordingProgress):
        """Lets the judging end once its first result came."""

        def judged(self, result: CaseResult) -> None:
            super().judged(result)
            made.judge.release()

    progress = Releasing()
    judgement = _judge(made).judge(REQUEST, progress)
    assert (judgement.verdict, judgement.results) == (Verdict.WA, RESULTS)
    assert progress.compilations == [COMPILED]
    assert tuple(progress.results) == RESULTS


def test_job_is_its_owners_and_records_nothing(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    made.judge.release()
    _judge(made).judge(REQUEST, RecordingProgress())
    (job,) = jobs.kept.values()
    assert (job.owner, job.state) == (ADA, JobState.DONE)
    assert jobs.store.submissions == []


def test_job_that_is_cancelled_elsewhere_is_a_cancelled_judging(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    class Cancelling(RecordingProgress):
        """Cancels the job, as its owner may."""

        def compiled(self, compilation: Compilation) -> None:
            super().compiled(compilation)
            (uid,) = jobs.kept
            made.desk.cancel(uid)

    with pytest.raises(CancelledError):
        _judge(made).judge(REQUEST, Cancelling())


def test_cancelled_judging_begins_no_job(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        _judge(made).judge(REQUEST, RecordingProgress(), token)
    assert jobs.kept == {}


def test_full_queue_is_a_fault_of_the_judge(jobs: MemoryJobs) -> None:
    with (
        running_desk(jobs, caps=QueueCaps(owner_count=0)) as made,
        pytest.raises(SandboxFault, match="jobs that have not ended"),
    ):
        _judge(made).judge(REQUEST, RecordingProgress())


def test_job_that_is_not_run_in_time_is_cancelled(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    with pytest.raises(SandboxFault, match="not judged in time: too many wait") as caught:
        _judge(made, longest_seconds=0.01).judge(REQUEST, RecordingProgress())
    assert caught.value.next_step == "Ask again later."
    assert [each.state for each in jobs.kept.values()] == [JobState.CANCELLED]


@pytest.mark.parametrize(
    ("raised", "kind", "error"),
    [
        (SandboxFault("There is no sandbox.", "Install one."), SandboxFault, ErrorKind.ENVIRONMENT),
        (RuntimeError("secret"), SandboxFault, ErrorKind.BUG),
        (UserFileError("There is no case.", "Look."), UserFileError, ErrorKind.INVALID_INPUT),
    ],
)
def test_problem_of_the_job_is_raised(
    jobs: MemoryJobs, raised: Exception, kind: type[SandboxFault | UserFileError], error: ErrorKind
) -> None:
    with running_desk(jobs, judge=HeldJudge(error=raised)) as made:
        made.judge.release()
        with pytest.raises(kind) as caught:
            _judge(made).judge(REQUEST, RecordingProgress())
    assert caught.value.kind is error
    assert "secret" not in caught.value.message


def test_progress_that_raises_ends_the_job(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    class Raising(RecordingProgress):
        """Cannot go on."""

        def compiled(self, compilation: Compilation) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _judge(made).judge(REQUEST, Raising())
    assert [each.state for each in jobs.kept.values()] == [JobState.CANCELLED]
