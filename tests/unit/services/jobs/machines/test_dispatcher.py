"""The dispatcher gives the broker as many jobs as the lanes of live workers take soon, and loses none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import BrokerFault, StoreFault
from codementor_cli.services.jobs.machines import dispatcher as dispatching
from codementor_cli.services.jobs.machines.dispatcher import LOST, Dispatcher
from codementor_cli.services.jobs.machines.live_lanes import LiveLanes
from codementor_cli.services.jobs.options import DeskOptions
from tests.contract.kept import MOMENT
from tests.fakes.broker import MemoryBroker, live_worker
from tests.fakes.desk import RecordingObserver, until
from tests.fakes.jobs import BOB, lease, new_job
from tests.fakes.machines import MemoryWorkers
from tests.fakes.queue import MemoryJobs

DOWN = BrokerFault("The broker does not answer.", "Start it.")


@dataclass
class _Made:
    """A dispatcher, and all that it was given."""

    jobs: MemoryJobs = field(default_factory=MemoryJobs)
    workers: MemoryWorkers = field(default_factory=MemoryWorkers)
    broker: MemoryBroker = field(default_factory=MemoryBroker)
    observer: RecordingObserver = field(default_factory=RecordingObserver)
    now: datetime = MOMENT

    def __post_init__(self) -> None:
        self.dispatcher = self.another()

    def another(self) -> Dispatcher:
        options = DeskOptions(tick_seconds=0.01, observer=self.observer, now=lambda: self.now)
        return Dispatcher(self.jobs, LiveLanes(self.workers, options.now), self.broker, options)

    def add(self, *numbers: int) -> list[str]:
        for each in numbers:
            self.jobs.add(new_job(each, LearnerId(f"owner {each}")), QueueCaps())
        return [new_job(each).uid for each in numbers]

    @contextmanager
    def running(self) -> Iterator[Dispatcher]:
        self.dispatcher.start()
        try:
            yield self.dispatcher
        finally:
            self.dispatcher.close()


@pytest.fixture
def made() -> _Made:
    return _Made()


def test_no_worker_gets_no_job(made: _Made) -> None:
    made.add(1)
    assert made.dispatcher.release() == 0
    assert made.broker.published == []
    assert made.jobs.kept[new_job(1).uid].state is JobState.QUEUED


def test_two_jobs_a_lane_are_released_in_order_and_a_third_when_one_has_ended(made: _Made) -> None:
    made.workers.seen(live_worker(lane_count=1))
    uids = made.add(1, 2, 3)
    assert made.dispatcher.release() == 2
    assert made.broker.published == uids[:2]
    assert made.dispatcher.release() == 0
    made.jobs.claim_released(uids[0], lease())
    assert made.dispatcher.release() == 0
    made.jobs.cancel(uids[0], MOMENT)
    assert made.dispatcher.release() == 1
    assert made.broker.published == uids


def test_draining_worker_counts_no_lane(made: _Made) -> None:
    made.workers.seen(live_worker(lane_count=8, is_draining=True))
    made.add(1)
    assert made.dispatcher.release() == 0


def test_worker_that_came_is_seen_a_second_later(made: _Made) -> None:
    made.add(1)
    assert made.dispatcher.release() == 0
    made.workers.seen(live_worker())
    assert made.dispatcher.release() == 0
    made.now += timedelta(seconds=1)
    assert made.dispatcher.release() == 1


def test_jobs_that_the_broker_did_not_take_are_sent_again(made: _Made) -> None:
    made.workers.seen(live_worker())
    uids = made.add(1)
    made.broker.fault = DOWN
    with pytest.raises(BrokerFault):
        made.dispatcher.release()
    made.broker.fault = None
    assert made.dispatcher.release() == 1
    assert made.broker.published == uids


def test_job_that_was_sent_and_not_noted_is_sent_again(made: _Made, monkeypatch: pytest.MonkeyPatch) -> None:
    made.workers.seen(live_worker())
    uids = made.add(1)
    with monkeypatch.context() as patch:
        patch.setattr(made.jobs, "mark_released", _killed)
        with pytest.raises(StoreFault):
            made.dispatcher.release()
    assert made.dispatcher.release() == 1
    assert made.broker.published == uids * 2


def _killed(*_: object) -> None:
    raise StoreFault("The database went away.", "Wait.")


def test_job_that_the_broker_lost_is_sent_again_after_a_minute(made: _Made) -> None:
    made.workers.seen(live_worker())
    uids = made.add(1)
    made.dispatcher.release()
    made.now += LOST
    assert made.dispatcher.release() == 0
    made.now += timedelta(seconds=1)
    assert made.dispatcher.release() == 1
    assert made.broker.published == uids * 2


def test_thread_releases_what_comes_and_is_woken_by_news(made: _Made) -> None:
    made.workers.seen(live_worker())
    with made.running():
        until(lambda: made.dispatcher.is_active)
        made.add(1)
        made.dispatcher.wake()
        until(lambda: made.broker.published == [new_job(1).uid])
    assert not made.dispatcher.is_active
    assert made.observer.faults == []


def test_one_of_two_works_and_the_other_takes_its_place(made: _Made) -> None:
    made.workers.seen(live_worker(lane_count=8))
    other = made.another()
    with made.running():
        until(lambda: made.dispatcher.is_active)
        other.start()
        made.add(1, 2)
        until(lambda: len(made.broker.published) == 2)
        assert not other.is_active
    until(lambda: other.is_active)
    made.jobs.add(new_job(3, BOB), QueueCaps())
    until(lambda: len(made.broker.published) == 3)
    other.close()
    assert len(set(made.broker.published)) == 3


def test_the_place_is_taken_anew_now_and_then(made: _Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "_HELD_SECONDS", 0.0)
    made.workers.seen(live_worker(lane_count=8))
    taken: list[bool] = []
    hold = made.jobs.dispatching

    @contextmanager
    def counted() -> Iterator[bool]:
        with hold() as is_ours:
            taken.append(is_ours)
            yield is_ours

    monkeypatch.setattr(made.jobs, "dispatching", counted)
    with made.running():
        until(lambda: len(taken) > 3)


@pytest.mark.parametrize("part", ["broker", "store"])
def test_fault_is_told_once_and_jobs_are_released_when_it_is_over(
    made: _Made, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    hold = made.jobs.dispatching

    def counted() -> object:
        tries.append(1)
        return hold()

    monkeypatch.setattr(made.jobs, "dispatching", counted)
    made.workers.seen(live_worker(lane_count=8))
    made.add(1)
    if part == "broker":
        made.broker.fault = DOWN
    else:
        made.workers.fault = StoreFault("The database went away.", "Wait.")
    with made.running():
        until(lambda: len(tries) > 3)
        made.broker.fault = made.workers.fault = None
        made.now += timedelta(seconds=1)
        until(lambda: len(made.broker.published) == 1)
        assert len(made.observer.faults) == 1
        made.broker.fault = DOWN
        made.add(2)
        until(lambda: len(made.observer.faults) == 2)
        made.broker.fault = None
        until(lambda: len(made.broker.published) == 2)
    assert len(made.observer.faults) == 2


def test_dispatcher_that_never_started_closes(made: _Made) -> None:
    made.dispatcher.close()
