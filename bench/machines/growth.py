"""How long each statement of the queue takes in PostgreSQL, on few and on many jobs that have ended.

    python -m bench.machines.growth [COUNT] [URL]

COUNT jobs that ended, one million where none is named, beside a queue of 1 000; the same on 1 000. URL: an empty
database; without it, one of the tests' own server, which does not wait for the disk. Each figure is a median.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.store.postgres.database import open_database
from codementor_cli.store.postgres.jobs import PostgresJobs
from tests.contract.kept import MOMENT
from tests.fakes.jobs import judged, lease, new_job
from tests.fakes.many_jobs import fill
from tests.fakes.servers.shared import own_name, shared_postgres

FEW, MANY = 1_000, 1_000_000
QUEUED = 1_000
TURNS = 200
CAPS = QueueCaps(owner_count=100_000, total_count=100_000)
WINDOW = Window(20)


@contextmanager
def _jobs(url: str | None, count: int) -> Iterator[PostgresJobs]:
    """Yield a queue with so many jobs that ended."""
    server, name = shared_postgres(), own_name()
    with closing(open_database(url or server.create(name))) as database:
        started = time.perf_counter()
        fill(database, count, QUEUED)
        print(f"{count} jobs that ended, {QUEUED} in the queue: filled in {time.perf_counter() - started:.0f} s")
        yield PostgresJobs(database)
    if url is None:
        server.drop(name)


def _actions(jobs: PostgresJobs) -> dict[str, Callable[[], object]]:
    """Return what a service does all the time, by name; each is called many times, in this order."""
    numbers = itertools.count(1)
    added: list[str] = []
    begun: list[str] = []

    def add() -> None:
        number = next(numbers)
        added.append(jobs.add(new_job(number, idempotency_key=f"new {number}"), CAPS).job.uid)

    def claim() -> None:
        job = jobs.claim(lease(), 10)
        assert job is not None
        begun.append(job.uid)

    def claim_released() -> None:
        job = jobs.claim_released(added.pop(), lease())
        assert job is not None
        begun.append(job.uid)

    return {
        "add": add,
        "to_release": lambda: jobs.to_release(WINDOW),
        "mark_released": lambda: jobs.mark_released(added[-1:], MOMENT),
        "claim_released": claim_released,
        "claim": claim,
        "renew": lambda: jobs.renew(lease(), tuple(begun[:8])),
        "finish": lambda: jobs.finish(begun.pop(), judged(1), None, MOMENT + timedelta(seconds=1)),
        "job": lambda: jobs.job(new_job(1).uid),
        "states": lambda: jobs.states((new_job(1).uid,)),
        "server_of": lambda: jobs.server_of(new_job(1).uid),
        "servers": jobs.servers,
        "recover": lambda: jobs.recover(MOMENT),
        "release_again": lambda: jobs.release_again(MOMENT),
        "prune": lambda: jobs.prune(MOMENT, MOMENT),
        "depth": jobs.depth,
    }


def _milliseconds(action: Callable[[], object]) -> float:
    times = []
    for _ in range(TURNS):
        started = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def _measured(url: str | None, count: int) -> dict[str, float]:
    with _jobs(url, count) as jobs:
        return {name: _milliseconds(action) for name, action in _actions(jobs).items()}


def main() -> None:
    """Measure on few, then on as many jobs as the command line says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    url = sys.argv[2] if len(sys.argv) > 2 else None
    few = _measured(None, FEW)
    many = _measured(url, count)
    print(f"{'':16}{FEW:>12}{count:>12} jobs that ended")
    for name in few:
        print(f"{name:16}{few[name]:9.2f} ms{many[name]:9.2f} ms   x {many[name] / few[name]:.2f}")


if __name__ == "__main__":
    main()
