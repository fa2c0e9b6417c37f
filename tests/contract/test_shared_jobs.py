"""Every queue that several machines share: jobs are released in fair order, and the one that is told is begun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from codementor_cli.domain.jobs.job import GAVE_UP, MOST_ATTEMPTS, JobState
from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import StoreFault
from codementor_cli.ports import Store
from codementor_cli.ports.machines import SharedJobs
from tests.contract.kept import MOMENT, kept_submission
from tests.contract.queues import SHARED, OpensShared
from tests.fakes.jobs import ADA, BOB, judged, lease, new_job

MANY = QueueCaps(owner_count=10_000, total_count=10_000)
LATER = MOMENT + timedelta(seconds=10)


@pytest.fixture(params=SHARED)
def opens(request: pytest.FixtureRequest) -> OpensShared:
    """Return a function that opens one and the same store at each call, as another process would."""
    return SHARED[request.param](request)


@pytest.fixture
def both(opens: OpensShared) -> Iterator[tuple[Store, SharedJobs]]:
    store, jobs = opens()
    with closing(store):
        yield store, jobs


@pytest.fixture
def store(both: tuple[Store, SharedJobs]) -> Store:
    return both[0]


@pytest.fixture
def jobs(both: tuple[Store, SharedJobs]) -> SharedJobs:
    return both[1]


def _added(jobs: SharedJobs, *numbers: int, owner: LearnerId = ADA, bulk: bool = False) -> list[str]:
    return [jobs.add(new_job(number, owner, bulk=bulk), MANY).job.uid for number in numbers]


def test_jobs_are_released_in_fair_order_as_many_as_fit(jobs: SharedJobs) -> None:
    adas = _added(jobs, 1, 2, 3, 4)
    bobs = _added(jobs, 5, 6, owner=BOB)
    assert jobs.to_release(Window(0)) == ()
    assert jobs.to_release(Window(1)) == (adas[0], bobs[0])
    assert jobs.to_release(Window(2)) == (adas[0], bobs[0])
    assert jobs.to_release(Window(3)) == (adas[0], bobs[0], adas[1], bobs[1])
    assert jobs.to_release(Window(5)) == (adas[0], bobs[0], adas[1], bobs[1], adas[2])


def test_nothing_is_changed_until_jobs_are_marked(jobs: SharedJobs) -> None:
    (uid,) = _added(jobs, 1)
    assert jobs.to_release(Window(1)) == jobs.to_release(Window(1)) == (uid,)
    jobs.mark_released((uid,), MOMENT)
    assert jobs.to_release(Window(1)) == ()
    job = jobs.job(uid)
    assert job is not None
    assert (job.state, job.attempt) == (JobState.QUEUED, 0)
    assert (jobs.depth().queued_count, jobs.depth().running_count) == (1, 0)


def test_released_and_running_jobs_fill_the_window(jobs: SharedJobs) -> None:
    uids = [*_added(jobs, 1, 2, 3), *_added(jobs, 4, owner=BOB)]
    jobs.mark_released(uids[:2], MOMENT)
    assert jobs.claim_released(uids[0], lease()) is not None
    assert jobs.to_release(Window(1)) == ()
    assert jobs.to_release(Window(2)) == (uids[3],)
    assert jobs.to_release(Window(3)) == (uids[3],)
    assert jobs.to_release(Window(4)) == (uids[3], uids[2])
    jobs.finish(uids[0], judged(1), None, LATER)
    assert jobs.to_release(Window(1)) == (uids[3],)


def test_an_owner_alone_gets_free_lanes_and_nothing_waits_at_the_broker(jobs: SharedJobs) -> None:
    uids = _added(jobs, 1, 2, 3, 4, 5)
    assert jobs.to_release(Window(2)) == (uids[0], uids[1])
    jobs.mark_released(uids[:2], MOMENT)
    assert jobs.to_release(Window(2)) == ()
    jobs.cancel(uids[0], LATER)
    assert jobs.to_release(Window(2)) == (uids[2],)


def test_a_class_is_released_no_further_than_it_runs_and_a_person_goes_by(jobs: SharedJobs) -> None:
    bulk = _added(jobs, *range(1, 30), bulk=True)
    assert jobs.to_release(Window(2)) == (bulk[0], bulk[1])
    jobs.mark_released(bulk[:2], MOMENT)
    (person,) = _added(jobs, 50, owner=BOB)
    assert jobs.to_release(Window(2)) == (person,)


def test_a_person_behind_a_long_queue_is_found(jobs: SharedJobs) -> None:
    adas = [new_job(number).uid for number in range(1, 1000)]
    jobs.add_all([new_job(number) for number in range(1, 1000)], MANY)
    (bobs,) = _added(jobs, 2000, owner=BOB)
    jobs.mark_released(adas[:1], MOMENT)
    assert jobs.to_release(Window(1)) == (bobs,)


def test_a_job_that_began_or_ended_is_not_marked(jobs: SharedJobs) -> None:
    running, cancelled = _added(jobs, 1, 2)
    assert jobs.claim_released(running, lease()) is not None
    assert jobs.cancel(cancelled, LATER)
    jobs.mark_released((running, cancelled, "f" * 32), MOMENT)
    assert jobs.release_again(LATER) == 0
    jobs.hand_back(running, lease().server)
    assert jobs.to_release(Window(1)) == (running,)


def test_jobs_that_were_released_long_ago_are_released_again(jobs: SharedJobs) -> None:
    uids = _added(jobs, 1, 2)
    jobs.mark_released(uids[:1], MOMENT)
    jobs.mark_released(uids[1:], LATER)
    assert jobs.release_again(MOMENT) == 0
    assert jobs.release_again(LATER) == 1
    assert jobs.to_release(Window(5)) == (uids[0],)


def test_the_named_job_begins_once_whoever_tells_of_it_twice(jobs: SharedJobs) -> None:
    first, second = _added(jobs, 1, 2)
    jobs.mark_released((first, second), MOMENT)
    job = jobs.claim_released(second, lease("one"))
    assert job is not None
    assert (job.uid, job.state, job.attempt, job.started_at) == (second, JobState.RUNNING, 1, MOMENT)
    assert jobs.claim_released(second, lease("two")) is None
    assert jobs.server_of(second) == "one"
    assert jobs.server_of(first) is None
    assert jobs.claim_released("f" * 32, lease()) is None
    assert jobs.server_of("f" * 32) is None


def test_a_job_whose_mark_comes_late_begins_all_the_same(jobs: SharedJobs) -> None:
    (uid,) = _added(jobs, 1)
    assert jobs.claim_released(uid, lease()) is not None


def test_a_job_that_ended_never_begins(jobs: SharedJobs) -> None:
    done, cancelled = _added(jobs, 1, 2)
    assert jobs.claim_released(done, lease()) is not None
    jobs.finish(done, judged(1), kept_submission(1, learner=ADA), LATER)
    assert jobs.cancel(cancelled, LATER)
    assert jobs.claim_released(done, lease()) is None
    assert jobs.claim_released(cancelled, lease()) is None
    assert jobs.server_of(done) is None


def test_a_job_that_was_handed_back_is_released_anew(jobs: SharedJobs) -> None:
    (uid,) = _added(jobs, 1)
    jobs.mark_released((uid,), MOMENT)
    assert jobs.claim_released(uid, lease()) is not None
    jobs.hand_back(uid, lease().server)
    assert jobs.to_release(Window(1)) == (uid,)


def test_a_job_of_a_dead_worker_is_released_anew_and_fails_in_the_end(jobs: SharedJobs) -> None:
    (uid,) = _added(jobs, 1)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert jobs.to_release(Window(1)) == (uid,)
        jobs.mark_released((uid,), MOMENT)
        job = jobs.claim_released(uid, lease("one"))
        assert job is not None
        assert job.attempt == attempt
        assert jobs.recover(LATER, dead=("one",)) == (uid,)
    failed = jobs.job(uid)
    assert failed is not None
    assert (failed.state, failed.problem) == (JobState.FAILED, GAVE_UP)
    assert jobs.claim_released(uid, lease()) is None
    assert jobs.to_release(Window(1)) == ()


def test_a_server_without_a_broker_takes_released_jobs_too(jobs: SharedJobs) -> None:
    (uid,) = _added(jobs, 1)
    jobs.mark_released((uid,), MOMENT)
    job = jobs.claim(lease(), 9)
    assert job is not None
    assert job.uid == uid
    jobs.hand_back(uid, lease().server)
    assert jobs.to_release(Window(1)) == (uid,)


def test_one_dispatches_at_a_time(opens: OpensShared, jobs: SharedJobs) -> None:
    other_store, other = opens()
    (uid,) = _added(jobs, 1)
    with jobs.dispatching() as first:
        assert first
        assert jobs.to_release(Window(1)) == (uid,)
        with other.dispatching() as second:
            assert not second
        with jobs.dispatching() as again:
            assert not again
    with other.dispatching() as then:
        assert then
    other_store.close()


def test_the_place_of_the_dispatcher_is_free_after_an_error(jobs: SharedJobs) -> None:
    def fails() -> None:
        with jobs.dispatching() as mine:
            assert mine
            raise StoreFault("The broker is gone.", "Start it.")

    with pytest.raises(StoreFault, match="is gone"):
        fails()
    with jobs.dispatching() as mine:
        assert mine


def test_a_closed_queue_is_said_to_be_closed(store: Store, jobs: SharedJobs) -> None:
    store.close()
    with pytest.raises(StoreFault, match="closed"):
        jobs.to_release(Window(1))
    with pytest.raises(StoreFault, match="closed"), jobs.dispatching():
        pass
