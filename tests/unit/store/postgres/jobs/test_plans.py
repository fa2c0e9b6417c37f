"""The queue stays fast however many jobs have ended: each statement reads an index alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from psycopg import sql

from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.errors import QueueFullError
from codementor_cli.store.postgres import connection as connections
from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.jobs import PostgresJobs
from tests.contract.kept import MOMENT
from tests.fakes.jobs import BOB, JUDGE, judged, lease, new_job
from tests.fakes.many_jobs import fill

_CAPS = QueueCaps(owner_count=3, total_count=100_000)
_ENDED_COUNT = 20_000
_QUEUED_COUNT = 1_000
"""So many that reading them all is never the quickest way; ``bench.machines.growth`` measures a million."""

Asked = list[tuple[str, Any]]


@pytest.fixture
def database(postgres_url: str) -> Iterator[PostgresDatabase]:
    with closing(open_database(postgres_url)) as opened:
        fill(opened, _ENDED_COUNT, _QUEUED_COUNT)
        yield opened


@pytest.fixture
def asked(database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Return the statements about jobs that all methods of the queue run, with their values."""
    seen: Asked = []
    execute = connections.PlacesCursor.execute

    def watched(self: Any, query: Any, params: Any = None, **options: Any) -> Any:
        seen.append((query, params))
        return execute(self, query, params, **options)

    monkeypatch.setattr(connections.PlacesCursor, "execute", watched)
    _use(PostgresJobs(database))
    monkeypatch.undo()
    return [each for each in seen if "jobs" in each[0] and "pg_notify" not in each[0] and "advisory" not in each[0]]


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
    jobs.hand_back(uids[1])
    jobs.states(tuple(uids))
    jobs.job(uids[1])
    jobs.servers()
    jobs.recover(MOMENT + timedelta(hours=1), dead=("one",))
    jobs.prune(MOMENT, MOMENT)
    jobs.depth()


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _steps(each)


def _plan(database: PostgresDatabase, statement: str, values: Any, mode: str) -> list[dict[str, Any]]:
    """Return the steps of a statement that is prepared, as those are that a connection runs often."""
    places = iter(range(1, 100))
    numbered = "".join(f"${next(places)}" if letter == "?" else letter for letter in statement)
    given = sql.SQL(", ").join(map(sql.Literal, values or ()))
    call = sql.SQL("asked({})").format(given) if values else sql.SQL("asked")
    with database.statement() as connection:
        connection.execute(f"SET plan_cache_mode = {mode}")
        connection.execute(f"PREPARE asked AS {numbered}")
        try:
            (found,) = connection.execute(sql.SQL("EXPLAIN (FORMAT JSON) EXECUTE {}").format(call)).fetchone() or ()
        finally:
            connection.execute("DEALLOCATE asked")
    whole = json.loads(found) if isinstance(found, str) else found
    return list(_steps(whole[0]["Plan"]))


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
def test_no_statement_reads_all_jobs(database: PostgresDatabase, asked: Asked, mode: str) -> None:
    assert len({statement for statement, _ in asked}) > 20
    for statement, values in asked:
        if statement.lstrip().startswith("INSERT"):
            continue
        for step in _plan(database, statement, values, mode):
            assert (step["Node Type"], step.get("Relation Name")) != ("Seq Scan", "jobs"), statement


def test_the_next_jobs_are_read_in_the_order_of_their_index(database: PostgresDatabase, asked: Asked) -> None:
    ordered = {"jobs_by_turn": "SKIP LOCKED) RETURNING *", "jobs_waiting": "released_at IS NULL AND bulk"}
    for index, part in ordered.items():
        found = [each for each in asked if part in each[0] and "fair_tag" in each[0]]
        assert found
        for statement, values in found:
            steps = _plan(database, statement, values, "force_generic_plan")
            assert index in {step.get("Index Name") for step in steps}, statement
            assert "Sort" not in {step["Node Type"] for step in steps}, statement
