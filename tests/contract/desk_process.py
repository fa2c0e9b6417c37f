"""A server without a network, for tests of sudden ends: a desk of jobs over a database, with a quick judge.

Its argument is the path of a file, or the URL of a PostgreSQL database. Each line on stdin is ``KEY``: submit the
program of that key, with it as the idempotency key. When its job has ended, ``KEY UID NUMBER`` goes to stdout; NUMBER
is that of the submission.
"""

# ruff: noqa: T201 - printing is how it answers

from __future__ import annotations

import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.job import Job, JudgedAnswer, SubmitWork
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.ports import Cancel, Progress, Store
from codementor_cli.ports.serving import Jobs
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.perform import JobParts
from codementor_cli.services.judging.submit import Machine
from codementor_cli.store import open_sqlite
from codementor_cli.store.postgres.jobs import PostgresJobs
from codementor_cli.store.postgres.store import open_postgres
from codementor_cli.store.sqlite.jobs import SqliteJobs
from tests.contract.kept import case_result
from tests.fakes.jobs import program
from tests.fakes.one_challenge import OneChallenge
from tests.fakes.sandbox import FakeLanguages, FakeSandbox, printing

OWNER_COUNT = 7


class QuickJudge:
    """Judges in a few milliseconds, whatever the program."""

    name = "fake"

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        results = (case_result(0, 1), case_result(1, 1, hidden=True))
        for each in results:
            threading.Event().wait(0.002)  # a judging takes time, and may be killed in it
            progress.judged(each)
        return Judgement(
            verdict=Verdict.WA,
            results=results,
            total_count=2,
            score=50,
            max_score=100,
            language=request.program.language,
            sandbox="fake",
        )


def owner_of(key: str) -> LearnerId:
    """Return the owner that sends a key."""
    return LearnerId(f"owner-{int(key) % OWNER_COUNT}")


@dataclass(frozen=True)
class _Answering:
    """Answers lines of stdin."""

    desk: JobDesk
    guard: threading.Lock

    def submit(self, key: str) -> None:
        """Submit the program of a key; its answer is printed when it is there."""
        work = SubmitWork(program=program(f"print({key})\n".encode()), challenge_id="add-two")
        uid = self.desk.submit(owner_of(key), work, key, f"{int(key):064x}").job.uid
        self.desk.subscribe(uid, lambda event: self._answer(key, event.data) if event.is_last else None)
        job = self.desk.job(uid)
        if job.state.is_end:
            self._answer(key, job)

    def _answer(self, key: str, job: object) -> None:
        assert isinstance(job, Job)
        number = job.answer.submission_number if isinstance(job.answer, JudgedAnswer) else job.state
        with self.guard:
            print(key, job.uid, number, flush=True)


def _opened(place: str) -> tuple[Store, Jobs]:
    if place.startswith("postgresql:"):
        in_postgres = open_postgres(place)
        return in_postgres, PostgresJobs(in_postgres.database)
    in_file = open_sqlite(Path(place))
    return in_file, SqliteJobs(in_file.file)


def main() -> None:
    """Do what stdin says until it ends."""
    parts = JobParts(
        judge=QuickJudge(),
        sandbox=FakeSandbox(lambda *_: printing(b"")),
        catalog=OneChallenge(),
        machine=Machine(languages=FakeLanguages()),
    )
    caps = QueueCaps(owner_count=1000, total_count=1000, worker_count=2)
    store, jobs = _opened(sys.argv[1])
    with closing(store):
        desk = JobDesk(jobs, parts, DeskOptions(caps=caps, tick_seconds=0.05))
        with desk:
            answering = _Answering(desk, threading.Lock())
            for told in sys.stdin:
                answering.submit(told.strip())


if __name__ == "__main__":
    main()
