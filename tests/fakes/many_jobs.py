"""A queue in PostgreSQL with many jobs, as a service has after a day, and the plans of what it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg import sql

from codementor_cli.domain.jobs.job import Answer, Work
from codementor_cli.store.postgres.connection import PlacesCursor
from codementor_cli.store.postgres.database import PostgresDatabase
from codementor_cli.store.sql.jobs.rows import packed
from codementor_cli.store.sql.values import microseconds
from tests.contract.kept import MOMENT
from tests.fakes.jobs import judged, new_job

Asked = list[tuple[str, Any]]

_FILL = """
INSERT INTO jobs (uid, owner, idempotency_key, request_digest, kind, bulk, state, attempt, fair_tag, fair_end,
    created_at, started_at, finished_at, submission, work, answer)
SELECT md5(number::text), 'owner-' || mod(number, 500), 'key-' || number, repeat('0', 64),
    CASE WHEN mod(number, 10) = 0 THEN 'JudgeWork' ELSE 'SubmitWork' END, mod(number, 3) = 0, 'done', 1,
    number, number + 1, ? + number * 1000, ? + number * 1000, ? + number * 1000 + 300000, number, ?, ?
FROM generate_series(1, ?) AS number
"""
_FILL_QUEUE = """
INSERT INTO jobs (uid, owner, request_digest, kind, bulk, state, attempt, released_at, fair_tag, fair_end, created_at,
    work)
SELECT md5('queued ' || number), 'owner-' || mod(number, 50), repeat('0', 64), 'SubmitWork', mod(number, 3) = 0,
    'queued', 0, CASE WHEN number < 20 THEN ?::bigint END, number, number + 1, ?, ?
FROM generate_series(1, ?) AS number
"""


def fill(database: PostgresDatabase, ended_count: int, queued_count: int = 0) -> None:
    """Add jobs that have ended, and some that are queued, a few of them released.

    Statistics are gathered, as the server does by itself a minute later.
    """
    moment = microseconds(MOMENT)
    contents = (packed(new_job(1).work, Work), packed(judged(1), Answer)[:300])
    with database.writing(is_durable=False) as connection:
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute(_FILL, (moment, moment, moment, *contents, ended_count))
        connection.execute(_FILL_QUEUE, (moment, moment, contents[0], queued_count))
    with database.statement() as connection:
        connection.execute("VACUUM ANALYZE jobs")


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """Yield the statements about jobs that run inside, with their values."""
    seen: Asked = []
    execute = PlacesCursor.execute

    def watched(self: Any, query: Any, params: Any = None, **options: Any) -> Any:
        if "jobs" in query and "pg_notify" not in query and "advisory" not in query:
            seen.append((query, params))
        return execute(self, query, params, **options)

    with monkeypatch.context() as patch:
        patch.setattr(PlacesCursor, "execute", watched)
        yield seen


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _steps(each)


def plan_of(database: PostgresDatabase, statement: str, values: Any, mode: str) -> list[dict[str, Any]]:
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
