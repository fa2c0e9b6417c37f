"""Every register of workers: each is seen as long as it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from codementor_cli.domain.jobs.machines import LiveWorker
from codementor_cli.ports.machines import Workers
from codementor_cli.store.postgres.database import open_database
from codementor_cli.store.postgres.jobs import PostgresWorkers
from tests.contract.kept import MOMENT
from tests.fakes.machines import MemoryWorkers

WORKER = LiveWorker(
    name="school/8f2a",
    version="1.2.3",
    engine="bubblewrap",
    lane_count=4,
    is_draining=False,
    started_at=MOMENT,
    seen_until=MOMENT + timedelta(seconds=15, microseconds=7),
)


@contextmanager
def _in_memory(_request: pytest.FixtureRequest) -> Iterator[Workers]:
    yield MemoryWorkers()


@contextmanager
def _in_postgres(request: pytest.FixtureRequest) -> Iterator[Workers]:
    with closing(open_database(request.getfixturevalue("emptied_url"))) as database:
        yield PostgresWorkers(database)


ADAPTERS: dict[str, Callable[[pytest.FixtureRequest], AbstractContextManager[Workers]]] = {
    "memory": _in_memory,
    "postgres": _in_postgres,
}
"""Adapters by name: each opens a new register."""


@pytest.fixture(params=ADAPTERS)
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    with ADAPTERS[request.param](request) as opened:
        yield opened


def test_workers_come_back_as_they_said_by_name(workers: Workers) -> None:
    other = replace(WORKER, name="a school/1", engine="docker", is_draining=True)
    workers.seen(WORKER)
    workers.seen(other)
    assert workers.live(MOMENT) == (other, WORKER)


def test_what_a_worker_says_replaces_what_it_said(workers: Workers) -> None:
    workers.seen(WORKER)
    later = replace(WORKER, is_draining=True, lane_count=2, seen_until=WORKER.seen_until + timedelta(seconds=5))
    workers.seen(later)
    assert workers.live(MOMENT) == (later,)


def test_a_worker_that_says_nothing_any_more_is_forgotten(workers: Workers) -> None:
    workers.seen(WORKER)
    assert workers.live(WORKER.seen_until) == (WORKER,)
    assert workers.live(WORKER.seen_until + timedelta(microseconds=1)) == ()
    assert workers.live(MOMENT) == ()


def test_a_worker_that_left_is_forgotten_at_once(workers: Workers) -> None:
    workers.seen(WORKER)
    workers.left(WORKER.name)
    workers.left("nobody")
    assert workers.live(MOMENT) == ()
