"""How long each statement of the queue takes in PostgreSQL, on few and on many jobs that have ended.

    python -m bench.machines.growth [COUNT] [URL]

COUNT jobs that ended, one million where none is named, beside a queue of 1 000; the same on 1 000, in turn. URL: of a
server where databases may be made; without it, the tests' own, which does not wait for the disk. Each figure is a
median. The indexes are those of the plans on many, as they are made for statements that a connection runs often.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.jobs import PostgresJobs
from tests.contract.kept import MOMENT
from tests.fakes.jobs import judged, lease, new_job
from tests.fakes.many_jobs import fill, plan_of, watching
from tests.fakes.servers.shared import own_name, shared_postgres

FEW, MANY = 1_000, 1_000_000
QUEUED = 1_000
TURNS = 200
CAPS = QueueCaps(owner_count=100_000, total_count=100_000)
WINDOW = Window(20)


@contextmanager
def _database(server: str, count: int) -> Iterator[PostgresDatabase]:
    """Yield a database of a queue with so many jobs that ended."""
    name = own_name()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with closing(open_database(make_conninfo(server, dbname=name))) as database:
            started = time.perf_counter()
            fill(database, count, QUEUED)
            print(f"{count} jobs that ended, {QUEUED} in the queue: filled in {time.perf_counter() - started:.0f} s")
            yield database
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


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


def _in_turn(actions: tuple[Callable[[], object], ...]) -> list[float]:
    """Return the median times of actions in milliseconds, each called in turn with the others."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(TURNS):
        for action, own in zip(actions, times, strict=True):
            started = time.perf_counter()
            action()
            own.append(1000 * (time.perf_counter() - started))
    return [statistics.median(each) for each in times]


def _indexes(database: PostgresDatabase, action: Callable[[], object]) -> str:
    """Return the indexes that an action's statements read, and the tables that they read without one."""
    with watching(pytest.MonkeyPatch()) as asked:
        action()
    found = {}
    for statement, values in asked:
        if not statement.lstrip().startswith("INSERT"):
            for step in plan_of(database, statement, values, "force_generic_plan"):
                if step["Node Type"] == "Seq Scan" or "Index Name" in step:
                    found[step.get("Index Name") or f"all of {step['Relation Name']}"] = None
    return ", ".join(found)


def main() -> None:
    """Measure on few and on as many jobs as the command line says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    server = sys.argv[2] if len(sys.argv) > 2 else shared_postgres().url()
    with _database(server, FEW) as few, _database(server, count) as many:
        print(f"{'':16}{FEW:>12}{count:>12} jobs that ended")
        on_few, on_many = (_actions(PostgresJobs(each)) for each in (few, many))
        for name, action in on_few.items():
            small, large = _in_turn((action, on_many[name]))
            print(f"{name:16}{small:9.2f} ms{large:9.2f} ms   x {large / small:.2f}   {_indexes(many, on_many[name])}")


if __name__ == "__main__":
    main()
