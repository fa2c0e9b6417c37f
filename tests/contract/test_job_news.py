"""All news of jobs: what one process did, another one hears."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from queue import SimpleQueue

import pytest

from codementor_cli.domain.jobs.job import GAVE_UP, JudgedAnswer
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.ports.machines import JobNews, SharedJobs
from codementor_cli.store.postgres.database import open_database
from codementor_cli.store.postgres.jobs import PostgresJobs, PostgresNews
from tests.contract.kept import MOMENT, kept_submission
from tests.fakes.jobs import ADA, judged, lease, new_job
from tests.fakes.machines import MemoryNews
from tests.fakes.queue import MemoryJobs

CAPS = QueueCaps()
LATER = MOMENT + timedelta(seconds=10)

Both = tuple[SharedJobs, JobNews]


@contextmanager
def _in_memory(_request: pytest.FixtureRequest) -> Iterator[Both]:
    jobs = MemoryJobs()
    yield jobs, jobs.news


@contextmanager
def _in_postgres(request: pytest.FixtureRequest) -> Iterator[Both]:
    url = request.getfixturevalue("emptied_url")
    with closing(open_database(url)) as one, closing(open_database(url)) as other:
        yield PostgresJobs(one), PostgresNews(other)


ADAPTERS: dict[str, Callable[[pytest.FixtureRequest], AbstractContextManager[Both]]] = {
    "memory": _in_memory,
    "postgres": _in_postgres,
}
"""Adapters by name: each opens jobs, and news of them, as another process would."""


@pytest.fixture(params=ADAPTERS)
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    with ADAPTERS[request.param](request) as opened:
        yield opened


@pytest.fixture
def jobs(both: Both) -> SharedJobs:
    return both[0]


@pytest.fixture
def told(both: Both) -> Iterator[SimpleQueue[str]]:
    """Yield what was told, from now on."""
    heard = SimpleQueue[str]()
    with _listening(both[1], heard):
        yield heard


@contextmanager
def _listening(news: JobNews, heard: SimpleQueue[str]) -> Iterator[None]:
    """Listen; what listens over a connection says an empty text once it does."""
    with news.listen(heard.put):
        if not isinstance(news, MemoryNews):
            assert heard.get() == ""
        yield


def _begun(jobs: SharedJobs, number: int) -> str:
    uid = jobs.add(new_job(number), CAPS).job.uid
    assert jobs.claim_released(uid, lease()) is not None
    return uid


def _next(told: SimpleQueue[str]) -> str:
    """Return the next uid: an empty text says only that something may have been missed."""
    while not (uid := told.get()):
        pass
    return uid


def test_a_job_that_was_added_is_told(jobs: SharedJobs, told: SimpleQueue[str]) -> None:
    jobs.add(new_job(1), CAPS)
    jobs.add_all([new_job(2), new_job(3)], CAPS)
    assert [_next(told) for _ in range(3)] == [new_job(number).uid for number in (1, 2, 3)]


def _finish(jobs: SharedJobs, uid: str) -> None:
    answer: JudgedAnswer = judged(1)
    jobs.finish(uid, answer, kept_submission(1, learner=ADA), LATER)


@pytest.mark.parametrize(
    "end",
    [
        _finish,
        lambda jobs, uid: jobs.fail(uid, GAVE_UP, LATER),
        lambda jobs, uid: jobs.cancel(uid, LATER),
        lambda jobs, uid: jobs.recover(LATER, dead=("one",)),
    ],
    ids=["finished", "failed", "cancelled", "lost"],
)
def test_a_job_that_ended_or_was_lost_is_told(
    jobs: SharedJobs, told: SimpleQueue[str], end: Callable[[SharedJobs, str], object]
) -> None:
    uid = _begun(jobs, 1)
    assert _next(told) == uid
    end(jobs, uid)
    assert _next(told) == uid


def test_a_request_that_came_before_is_no_news(jobs: SharedJobs, told: SimpleQueue[str]) -> None:
    first = jobs.add(new_job(1, idempotency_key="k"), CAPS).job
    jobs.add(new_job(2, idempotency_key="k", request_digest=first.request_digest), CAPS)
    jobs.add(new_job(3), CAPS)
    assert [_next(told), _next(told)] == [new_job(1).uid, new_job(3).uid]


def test_nothing_is_told_after_the_end(both: Both) -> None:
    jobs, news = both
    heard = SimpleQueue[str]()
    other = SimpleQueue[str]()
    with _listening(news, other):
        with _listening(news, heard):
            jobs.add(new_job(1), CAPS)
            assert _next(heard) == new_job(1).uid
        jobs.add(new_job(2), CAPS)
        assert [_next(other), _next(other)] == [new_job(1).uid, new_job(2).uid]
    assert heard.empty()
