"""The queue stays fast however many jobs have ended: each statement reads an index alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.errors import QueueFullError
from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.jobs import PostgresJobs
from tests.contract.kept import MOMENT
from tests.fakes.jobs import BOB, JUDGE, judged, lease, new_job
from tests.fakes.many_jobs import Asked, fill, plan_of, watching
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.shared import own_name

_CAPS = QueueCaps(owner_count=3, total_count=100_000)
_ENDED_COUNT = 20_000
_QUEUED_COUNT = 1_000
"""So many that reading them all is never the quickest way; ``bench.machines.growth`` measures a million."""


@pytest.fixture(scope="module")
def database(postgres: PostgresServer) -> Iterator[PostgresDatabase]:
    """Yield a database of many jobs, for all tests."""
    name = own_name()
    with closing(open_database(postgres.create(name))) as opened:
        fill(opened, _ENDED_COUNT, _QUEUED_COUNT)
        yield opened
    postgres.drop(name)


@pytest.fixture(scope="module")
def asked(database: PostgresDatabase) -> Asked:
    """Return the statements about jobs that all methods of the queue run, with their values."""
    with watching(pytest.MonkeyPatch()) as seen:
        _use(PostgresJobs(database))
    return seen


def _use(jobs: PostgresJobs) -> None:
    """Call every method, most of them with something to do."""
    uids = [jobs.add(new_job(number, idempotency_key=str(number)), _CAPS).job.uid for number in range(3)]
    with pytest.raises(QueueFullError):
        jobs.add(new_job(3), _CAPS)
    judging = jobs.add(new_job(4, BOB, work=JUDGE), _CAPS).job.uid
    jobs.to_release(Window(40))
    jobs.mark_released(uids, MOMENT)
    jobs.release_again(MOMENT + timedelta(hours=1))
    jobs.claim_released(uids[0], lease())
    jobs.server_of(uids[0])
    jobs.renew(lease(), (uids[0],))
    jobs.finish(uids[0], judged(1), None, MOMENT + timedelta(minutes=1))
    jobs.claim(lease(), 1)
    jobs.claim(lease(), 1)
    jobs.cancel(judging, MOMENT)
    jobs.hand_back(uids[1], lease().server)
    jobs.states(tuple(uids))
    jobs.job(uids[1])
    jobs.servers()
    jobs.recover(MOMENT + timedelta(hours=1), dead=("one",))
    jobs.prune(MOMENT, MOMENT)
    jobs.depth()


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
def test_no_statement_reads_all_jobs(database: PostgresDatabase, asked: Asked, mode: str) -> None:
    assert len({statement for statement, _ in asked}) > 20
    for statement, values in asked:
        if statement.lstrip().startswith("INSERT"):
            continue
        for step in plan_of(database, statement, values, mode):
            assert (step["Node Type"], step.get("Relation Name")) != ("Seq Scan", "jobs"), statement


def test_the_next_jobs_are_read_in_the_order_of_their_index(database: PostgresDatabase, asked: Asked) -> None:
    ordered = {"jobs_by_turn": "SKIP LOCKED) RETURNING *", "jobs_waiting": "released_at IS NULL AND bulk"}
    for index, part in ordered.items():
        found = [each for each in asked if part in each[0] and "fair_tag" in each[0]]
        assert found
        for statement, values in found:
            steps = plan_of(database, statement, values, "force_generic_plan")
            assert index in {step.get("Index Name") for step in steps}, statement
            assert "Sort" not in {step["Node Type"] for step in steps}, statement


def test_jobs_that_are_named_are_read_by_their_names(database: PostgresDatabase, asked: Asked) -> None:
    named = [each for each in asked if "uid = " in each[0]]
    assert len({statement for statement, _ in named}) > 8
    # One day, the server sees an empty queue, and plans for that; this test is the last one.
    with database.statement() as connection:
        connection.execute("DELETE FROM jobs WHERE state IN ('queued', 'running')")
        connection.execute("VACUUM ANALYZE jobs")
    for statement, values in named:
        indexes = {step.get("Index Name") for step in plan_of(database, statement, values, "force_generic_plan")}
        assert indexes <= {"jobs_uid_key", "jobs_pkey", None}, statement
