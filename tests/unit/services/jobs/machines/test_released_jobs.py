"""A job that a broker names is run once, by whoever claims it first."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.errors import StoreFault
from codementor_cli.services.jobs.machines import released_jobs
from codementor_cli.services.jobs.machines.released_jobs import ReleasedJobs
from codementor_cli.services.jobs.options import DeskOptions
from tests.fakes.desk import HeldJudge, RecordingObserver, parts_of, until
from tests.fakes.jobs import lease, new_job
from tests.fakes.queue import MemoryJobs

UID = new_job(1).uid
MUCH_LATER = datetime.max.replace(tzinfo=UTC)


@pytest.fixture
def jobs() -> MemoryJobs:
    made = MemoryJobs()
    made.add(new_job(1), QueueCaps())
    return made


class _Running:
    """Jobs of one child, and what it was given."""

    def __init__(self, jobs: MemoryJobs, **options: object) -> None:
        self.judge, self.observer = HeldJudge(), RecordingObserver()
        given: dict[str, object] = {"tick_seconds": 0.01, "retry_seconds": 0.001, "observer": self.observer, **options}
        made = DeskOptions(**given)  # type: ignore[arg-type]  # the fields of the options, as a test names them
        self.released = ReleasedJobs(jobs, parts_of(self.judge), made)

    def begun(self, uid: str = UID) -> threading.Thread:
        """Run a job in a thread, until it is being judged."""
        thread = threading.Thread(target=self.released.run, args=(uid,))
        thread.start()
        self.judge.begun.get()
        return thread


@contextmanager
def _running(jobs: MemoryJobs, **options: object) -> Iterator[_Running]:
    made = _Running(jobs, **options)
    made.released.start()
    try:
        yield made
    finally:
        made.judge.release()
        made.released.close()


def test_job_is_recorded_when_it_was_run(jobs: MemoryJobs) -> None:
    with _running(jobs) as made:
        made.judge.release()
        job = made.released.run(UID)
    assert job is not None
    assert (job.uid, job.attempt) == (UID, 1)
    assert jobs.kept[UID].state is JobState.DONE
    assert [each.uid for each in jobs.store.submissions] == [UID]
    assert made.observer.told == [("started", UID), ("done", UID)]


def test_job_that_came_twice_is_run_once(jobs: MemoryJobs) -> None:
    with _running(jobs) as made:
        made.judge.release()
        made.released.run(UID)
        assert made.released.run(UID) is None
    assert jobs.kept[UID].attempt == 1


def test_unknown_job_is_forgotten(jobs: MemoryJobs) -> None:
    with _running(jobs) as made:
        assert made.released.run("f" * 32) is None
    assert made.observer.told == []
    assert made.observer.faults == []


def test_job_that_runs_elsewhere_is_left_there(jobs: MemoryJobs) -> None:
    with _running(jobs) as one, _running(jobs) as other:
        thread = one.begun()
        assert other.released.run(UID) is None
        one.judge.release()
        thread.join()
    assert jobs.kept[UID].attempt == 1


def test_job_of_a_dead_process_is_begun_again_before_its_lease_has_passed(
    jobs: MemoryJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(released_jobs, "is_dead", lambda name: name == "gone")
    jobs.claim(lease("gone"), 1)
    with _running(jobs, now=lambda: lease().now) as made:
        made.judge.release()
        job = made.released.run(UID)
    assert job is not None
    assert job.attempt == 2
    assert jobs.kept[UID].state is JobState.DONE


def test_job_that_ended_three_processes_fails_and_is_told(jobs: MemoryJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(released_jobs, "is_dead", lambda name: name == "gone")
    for _ in range(3):
        jobs.recover(MUCH_LATER)
        jobs.claim(lease("gone"), 1)
    with _running(jobs, now=lambda: lease().now) as made:
        assert made.released.run(UID) is None
    job = jobs.kept[UID]
    assert job.state is JobState.FAILED
    assert job.problem is not None
    assert "ended 3 times" in job.problem.message
    assert made.observer.told == [("failed", UID)]


def test_cancelled_job_ends(jobs: MemoryJobs) -> None:
    with _running(jobs) as made:
        thread = made.begun()
        jobs.cancel(UID, lease().now)
        thread.join()
    assert jobs.store.submissions == []
    assert made.observer.told == [("started", UID), ("cancelled", UID)]


def test_lease_is_renewed_while_a_job_runs(jobs: MemoryJobs) -> None:
    clock = [lease().now]
    with _running(jobs, now=lambda: clock[0]) as made:
        thread = made.begun()
        for _ in range(3):
            clock[0] += timedelta(seconds=20)
            until(lambda: jobs.leases[UID].now == clock[0])
        made.judge.release()
        thread.join()
    assert (jobs.kept[UID].state, jobs.kept[UID].attempt) == (JobState.DONE, 1)


def test_closing_hands_back_what_runs(jobs: MemoryJobs) -> None:
    with _running(jobs) as made:
        thread = made.begun()
        made.released.close()
        thread.join()
    assert (jobs.kept[UID].state, jobs.kept[UID].attempt) == (JobState.QUEUED, 0)


def test_job_that_comes_while_all_is_handed_back_is_queued_again(jobs: MemoryJobs) -> None:
    with _running(jobs) as made:
        made.released.hand_back()
        made.released.run(UID)
    assert (jobs.kept[UID].state, jobs.kept[UID].attempt) == (JobState.QUEUED, 0)
    assert jobs.store.submissions == []


def test_store_that_fails_for_a_while_is_asked_again(jobs: MemoryJobs) -> None:
    with _running(jobs) as made:
        jobs.fault = StoreFault("The database went away.", "Wait.")
        made.judge.release()
        thread = threading.Thread(target=made.released.run, args=(UID,))
        thread.start()
        until(lambda: len(made.observer.faults) > 3)
        jobs.fault = None
        thread.join()
    assert jobs.kept[UID].state is JobState.DONE


def test_store_that_fails_for_long_leaves_the_job_queued(jobs: MemoryJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(released_jobs, "_MOST_TRIES", 2)
    with _running(jobs) as made:
        jobs.fault = StoreFault("The database went away.", "Wait.")
        with pytest.raises(StoreFault, match="went away"):
            made.released.run(UID)
        jobs.fault = None
    assert jobs.kept[UID].state is JobState.QUEUED
