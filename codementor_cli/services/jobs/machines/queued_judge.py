"""A judge whose judgings are jobs: they run wherever the jobs of its desk run."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from codementor_cli.domain.jobs.job import Job, JobProblem, JobState, JudgedAnswer, JudgeWork
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import (
    CancelledError,
    CodementorError,
    ErrorKind,
    QueueFullError,
    SandboxFault,
    UserFileError,
)
from codementor_cli.ports import Cancel, Progress
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.events import JobEvent
from codementor_cli.services.judging.cancel import NEVER

LONGEST_SECONDS = 300.0
"""For the queue and the judging together, where a person waits."""
_CHECK_SECONDS = 0.5
"""Between two looks at a token that asks: a cancelled judging ends within a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedJudge:
    """Judges in its owner's turn; meets ``ports.Judge``."""

    desk: JobDesk
    owner: LearnerId
    engine: str
    """The workers'."""
    longest_seconds: float = LONGEST_SECONDS
    """Then the job is cancelled."""

    @property
    def name(self) -> str:
        """The engine that runs programs."""
        return self.engine

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        """Judge; see ``ports.Judge``."""
        token, news = cancel or NEVER, threading.Event()
        token.check()
        try:
            # Without a key, no request is compared with another one.
            uid = self.desk.submit(self.owner, JudgeWork(request=request), None, "").job.uid
        except QueueFullError as error:
            raise SandboxFault(error.message, error.next_step) from error
        leave = self.desk.subscribe(uid, lambda _: news.set())
        try:
            with token.ending(news.set):
                return self._followed(uid, progress, token, news)
        except BaseException:
            with suppress(CodementorError):
                self.desk.cancel(uid)
            raise
        finally:
            leave()

    def _followed(self, uid: str, progress: Progress, cancel: Cancel, news: threading.Event) -> Judgement:
        """Tell what happens to a job, in the thread that calls, until its end."""
        after, deadline = 0, time.monotonic() + self.longest_seconds
        while True:
            news.clear()
            cancel.check()
            for event in self.desk.events(uid, after):
                cancel.check()
                after = event.number
                _tell(event, progress)
                if event.is_last and isinstance(event.data, Job):
                    return judged_answer(event.data).judgement
            if time.monotonic() >= deadline:
                raise NotInTimeError
            news.wait(min(_CHECK_SECONDS, deadline - time.monotonic()))


class NotInTimeError(SandboxFault):
    """A job was not run within the time that its asker has."""

    def __init__(self) -> None:
        super().__init__("The program was not judged in time: too many wait.", "Ask again later.")


def judged_answer(job: Job) -> JudgedAnswer:
    """Return the answer of a judging that ended.

    Raises:
        CancelledError: It was cancelled.
        UserFileError: It cannot be judged.
        SandboxFault: The judge failed.
    """
    if job.state is JobState.CANCELLED:
        raise CancelledError
    if job.problem is not None:
        raise _error(job.problem)
    if not isinstance(job.answer, JudgedAnswer):
        raise TypeError("a judging that is done has a judgement")
    return job.answer


def _error(problem: JobProblem) -> CodementorError:
    if problem.kind in {ErrorKind.ENVIRONMENT, ErrorKind.BUG}:
        return SandboxFault(problem.message, problem.next_step, kind=problem.kind)
    return UserFileError(problem.message, problem.next_step, kind=problem.kind)


def _tell(event: JobEvent, progress: Progress) -> None:
    if isinstance(event.data, Compilation):
        progress.compiled(event.data)
    elif isinstance(event.data, CaseResult):
        progress.judged(event.data)
