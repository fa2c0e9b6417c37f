"""A server tells its observer once of each job that it took, wherever the job ran."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from codementor_cli.domain.jobs.job import JobState
from codementor_cli.services.jobs.machines.taken_jobs import TakenJobs
from tests.fakes.broker import fake_machines
from tests.fakes.desk import DeskOfFakes, HeldJudge, RecordingObserver, parts_of, running_desk, until
from tests.fakes.jobs import ADA, run_work
from tests.fakes.queue import MemoryJobs

LONG = 30.0


@dataclass
class _Server:
    """A server whose jobs run on another machine."""

    made: DeskOfFakes
    observer: RecordingObserver
    judge: HeldJudge

    def submit(self) -> str:
        return self.made.desk.submit(ADA, run_work(), None, "d").job.uid


@pytest.fixture
def jobs() -> MemoryJobs:
    return MemoryJobs()


@pytest.fixture
def server(jobs: MemoryJobs) -> Iterator[_Server]:
    observer, judge = RecordingObserver(), HeldJudge()
    taken = TakenJobs(observer)
    with running_desk(jobs, worker_count=0, observer=taken) as made:
        taken.watch(made.desk.subscribe)
        yield _Server(made, observer, judge)


def test_job_that_ran_elsewhere_is_told_once(jobs: MemoryJobs, server: _Server) -> None:
    with fake_machines(jobs, server.made.desk, parts_of(server.judge)):
        uid = server.submit()
        assert server.made.desk.wait(uid, LONG).state is JobState.DONE
        until(lambda: len(server.observer.told) == 3)
        server.made.desk.hear(uid)
        server.made.desk.hear("")
    assert server.observer.told == [("queued", uid), ("started", uid), ("done", uid)]


def test_job_that_is_cancelled_before_it_ran_never_started(server: _Server) -> None:
    uid = server.submit()
    server.made.desk.cancel(uid)
    assert server.observer.told == [("queued", uid), ("cancelled", uid)]


def test_job_of_another_server_is_that_ones_to_tell(jobs: MemoryJobs, server: _Server) -> None:
    with (
        running_desk(jobs, worker_count=0) as other,
        fake_machines(jobs, other.desk, parts_of(server.judge)),
    ):
        uid = other.desk.submit(ADA, run_work(), None, "d").job.uid
        other.desk.wait(uid, LONG)
        server.made.desk.hear(uid)
        server.made.desk.hear("")
    assert server.observer.told == []


def test_faults_are_passed_on(server: _Server) -> None:
    TakenJobs(server.observer).fault(ValueError("x"))
    assert [str(each) for each in server.observer.faults] == ["x"]
