"""The live workers are looked up once a second at most; those that drain have no lanes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from codementor_cli.errors import StoreFault
from codementor_cli.services.jobs.machines.live_lanes import LiveLanes
from tests.contract.kept import MOMENT
from tests.fakes.broker import live_worker
from tests.fakes.machines import MemoryWorkers


def test_lanes_of_live_workers_are_counted_but_for_those_that_drain() -> None:
    workers = MemoryWorkers()
    for each in (live_worker("a", 2), live_worker("b", 3), live_worker("c", 8, is_draining=True)):
        workers.seen(each)
    lanes = LiveLanes(workers, lambda: MOMENT)
    assert lanes.count() == 5
    assert [each.name for each in lanes.workers()] == ["a", "b", "c"]
    assert lanes.engine() == "fake"


def test_without_a_worker_there_is_no_lane_and_no_engine() -> None:
    lanes = LiveLanes(MemoryWorkers(), lambda: MOMENT)
    assert lanes.count() == 0
    assert lanes.engine() is None


def test_a_worker_that_came_is_seen_a_second_later() -> None:
    workers, now = MemoryWorkers(), [MOMENT]
    lanes = LiveLanes(workers, lambda: now[0])
    assert lanes.count() == 0
    workers.seen(live_worker())
    assert lanes.count() == 0
    now[0] += timedelta(seconds=1)
    assert lanes.count() == 1


def test_store_that_fails_is_asked_again_at_once() -> None:
    workers = MemoryWorkers(fault=StoreFault("The database went away.", "Wait."))
    workers.kept["one"] = live_worker()
    lanes = LiveLanes(workers, lambda: MOMENT)
    with pytest.raises(StoreFault):
        lanes.count()
    workers.fault = None
    assert lanes.count() == 1
