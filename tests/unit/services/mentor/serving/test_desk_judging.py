"""The desk of jobs as the judge of a question's program."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import (
    CancelledError,
    EnvironmentFault,
    ErrorKind,
    QueueFullError,
    SandboxFault,
    UserFileError,
)
from codementor_cli.services.judging.cancel import CancelToken
from codementor_cli.services.mentor.serving.desk_judging import DeskJudging
from tests.fakes.desk import DeskOfFakes, HeldJudge, running_desk
from tests.fakes.jobs import ADA, program
from tests.fakes.queue import MemoryJobs
from tests.fakes.subjects import CHALLENGE

REQUEST = JudgeRequest(suite=CHALLENGE.suite, program=program(), limits=Limits())
PATIENCE_SECONDS = 60.0


@pytest.fixture
def jobs() -> MemoryJobs:
    return MemoryJobs()


@pytest.fixture
def made(jobs: MemoryJobs) -> Iterator[DeskOfFakes]:
    with running_desk(jobs) as running:
        yield running


def _judging(made: DeskOfFakes, token: CancelToken | None = None) -> DeskJudging:
    return DeskJudging(made.desk, ADA, token or CancelToken())


def test_program_for_a_challenge_is_recorded_under_its_jobs_uid(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    made.judge.release()
    judgement, uid = _judging(made).submitted(program(), CHALLENGE.id)
    (submission,) = jobs.store.submissions
    assert (submission.uid, submission.learner, submission.judgement) == (uid, ADA, judgement)


def test_judge_error_is_no_submission(jobs: MemoryJobs) -> None:
    with running_desk(jobs, judge=HeldJudge(verdict=Verdict.JE)) as made:
        made.judge.release()
        judgement, uid = _judging(made).submitted(program(), CHALLENGE.id)
    assert (judgement.verdict, uid) == (Verdict.JE, "")


def test_program_for_no_challenge_is_not_recorded(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    made.judge.release()
    assert _judging(made).judged(REQUEST).verdict is Verdict.WA
    assert jobs.store.submissions == []


def test_cancelled_question_ends_its_running_job(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    token, ended = CancelToken(), threading.Event()

    def ask() -> None:
        with pytest.raises(CancelledError):
            _judging(made, token).judged(REQUEST)
        ended.set()

    thread = threading.Thread(target=ask)
    thread.start()
    made.judge.begun.get(timeout=PATIENCE_SECONDS)
    token.cancel()
    thread.join(PATIENCE_SECONDS)
    assert ended.is_set()
    assert [each.state for each in jobs.kept.values()] == [JobState.CANCELLED]


def test_question_cancelled_before_makes_no_job(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        _judging(made, token).judged(REQUEST)
    assert jobs.kept == {}


def test_job_that_is_cancelled_by_its_owner_ends_the_question(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    def cancel() -> None:
        made.judge.begun.get(timeout=PATIENCE_SECONDS)
        made.desk.cancel(next(iter(jobs.kept)))

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(CancelledError):
        _judging(made).judged(REQUEST)
    thread.join(PATIENCE_SECONDS)


@pytest.mark.parametrize(
    ("error", "kind", "raised"),
    [
        (SandboxFault("The daemon is gone."), ErrorKind.ENVIRONMENT, EnvironmentFault),
        (UserFileError("Not in this language."), ErrorKind.INVALID_INPUT, UserFileError),
    ],
)
def test_problem_of_a_job_is_raised_as_what_it_was(
    jobs: MemoryJobs, error: Exception, kind: ErrorKind, raised: type[Exception]
) -> None:
    with running_desk(jobs, judge=HeldJudge(error=error)) as made:
        made.judge.release()
        with pytest.raises(raised, match=str(error)) as caught:
            _judging(made).judged(REQUEST)
    assert isinstance(caught.value, EnvironmentFault | UserFileError)
    assert caught.value.kind is kind


def test_full_queue_refuses(jobs: MemoryJobs) -> None:
    caps = replace(QueueCaps(), owner_count=0)
    with running_desk(jobs, caps=caps) as made, pytest.raises(QueueFullError):
        _judging(made).judged(REQUEST)
