"""Jobs: work that the service was asked for, and its answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import NO_OPTIONS, LanguageOptions, Program
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import ErrorKind


class JobState(StrEnum):
    """How far a job is. A job that ended stays as it is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    """It has an answer, which may be a judgement that is not accepted."""
    FAILED = "failed"
    """It has a problem in place of an answer."""
    CANCELLED = "cancelled"

    @property
    def is_end(self) -> bool:
        """Whether nothing follows."""
        return self not in {JobState.QUEUED, JobState.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWork:
    """Run a program once, without a test case to judge by."""

    program: Program
    stdin: bytes = b""
    arguments: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    """In force: ceilings applied."""
    options: LanguageOptions = NO_OPTIONS
    """For its compiler and its interpreter."""
    expected_output: bytes | None = None
    """What its client expects; clients that are told a verdict are told it by this, whenever the answer is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeWork:
    """Judge a program by test cases that came with the request, or by some of a challenge's; nothing is recorded."""

    request: JudgeRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitWork:
    """Judge a program by a challenge, and record the submission."""

    program: Program
    challenge_id: str
    """Loaded from the catalog when the job runs."""


Work = RunWork | JudgeWork | SubmitWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RanAnswer:
    """What came of a run."""

    compilation: Compilation | None
    execution: Execution | None
    """None: it did not compile."""
    language: str
    sandbox: str
    """The engine's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAnswer:
    """What came of a judging. Hidden cases keep their data: schemas leave it out."""

    judgement: Judgement
    challenge_id: str | None = None
    """None: it was judged by cases of its own."""
    submission_number: int | None = None
    """None: it is no submission."""


Answer = RanAnswer | JudgedAnswer


def ended_work(work: Work) -> Work:
    """Return what is kept of the work of a job that ended: of whole requests no test data, and no file's content.

    Nothing reads them then, and a class's judgings would fill the disk. A run keeps all: its answer is shown by it.
    """
    if not isinstance(work, JudgeWork):
        return work
    asked = work.request
    files = tuple(replace(each, content=b"") for each in asked.program.files)
    suite = replace(asked.suite, tests=())
    return JudgeWork(request=replace(asked, suite=suite, program=replace(asked.program, files=files), case_names=()))


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProblem:
    """Why a job has no answer, as ``CodementorError`` says it."""

    kind: ErrorKind
    message: str
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work with an owner, an identity and a state."""

    uid: str
    """32 hexadecimal digits; the uid of the submission that it records, too."""
    owner: LearnerId
    idempotency_key: str | None
    """The owner's name for the request; None: each request is a new job."""
    request_digest: str
    """SHA-256 in hex of the request: two requests with one key must be equal in it."""
    work: Work
    """Where the job has ended, what ``ended_work`` leaves."""
    bulk: bool
    """Whether it is one of many, for which nobody waits."""
    state: JobState
    attempt: int
    """How many times it was begun; 0: never."""
    fair_tag: float
    """Its place in the queue: see ``order``."""
    created_at: datetime
    """Aware, UTC; so are the others."""
    started_at: datetime | None = None
    """Of the last attempt."""
    finished_at: datetime | None = None
    answer: Answer | None = None
    """Set where it is done."""
    problem: JobProblem | None = None
    """Set where it failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job as it is asked for."""

    uid: str
    owner: LearnerId
    request_digest: str
    work: Work
    created_at: datetime
    idempotency_key: str | None = None
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """The job that answers a request."""

    job: Job
    is_new: bool
    """False: the same request came before, under the same key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A server's claim on the jobs that it runs: where it is not renewed, another server takes them over."""

    server: str
    """Names the process; see ``services.jobs``."""
    now: datetime
    until: datetime


MOST_ATTEMPTS = 3
"""A job whose server died that many times is not begun again: its program may be what ends servers."""

GAVE_UP = JobProblem(
    kind=ErrorKind.ENVIRONMENT,
    message=f"Judge error: the server ended {MOST_ATTEMPTS} times while it judged this program; nothing is recorded.",
    next_step="Send it again. Where that happens again, tell the operator of the server.",
)
"""The problem of such a job."""

UNREADABLE = JobProblem(
    kind=ErrorKind.ENVIRONMENT,
    message="Judge error: the server cannot read this job; another version of it was running.",
    next_step="Send it again.",
)
"""The problem of a job whose row says nothing that this version knows."""

JUDGE_ERRORS = (GAVE_UP, UNREADABLE)
"""Problems whose words hold nothing of a machine: whoever sent the program is told them."""
