"""Jobs, and answers to them, that a queue must give back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from codementor_cli.domain.challenge.challenge import TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.jobs.job import JudgedAnswer, JudgeWork, Lease, NewJob, RunWork, SubmitWork
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.learner import LearnerId
from tests.contract.kept import MOMENT, kept_submission

ADA, BOB = LearnerId("ada"), LearnerId("bob")


def program(text: bytes = b"print(3)\n") -> Program:
    """Return a program of one file."""
    return Program(language="python", files=(SourceFile("main.py", text),), main="main.py")


def new_job(number: int, owner: LearnerId = ADA, **changes: object) -> NewJob:
    """Return a job to submit the program of a number; ``changes`` of its fields."""
    made = NewJob(
        uid=UUID(int=number).hex,
        owner=owner,
        request_digest=f"{number:064x}",
        work=SubmitWork(program=program(b"print(%d)\n" % number), challenge_id="equal-trays"),
        created_at=MOMENT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a job, as a test names them


def run_work(stdin: bytes = b"") -> RunWork:
    """Return the work of running a program once."""
    return RunWork(program=program(), stdin=stdin)


def judged(number: int) -> JudgedAnswer:
    """Return the answer to ``new_job`` of that number, before it is recorded."""
    return JudgedAnswer(judgement=kept_submission(number).judgement, challenge_id="equal-trays")


JUDGE = JudgeWork(
    request=JudgeRequest(
        suite=TestSuite(tests=(TestCase(name="one", input=b"1\n", expected=b"2\n"),)),
        program=program(),
        limits=Limits(),
        case_names=("one",),
    )
)
"""A whole request to judge."""


def lease(server: str = "one", seconds: float = 0, lasts: float = 30) -> Lease:
    """Return a lease that a server takes so many seconds after ``MOMENT``."""
    now = MOMENT + timedelta(seconds=seconds)
    return Lease(server=server, now=now, until=now + timedelta(seconds=lasts))
