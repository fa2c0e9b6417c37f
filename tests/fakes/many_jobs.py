"""A queue in PostgreSQL with many jobs, as a service has after a day."""

from __future__ import annotations

from codementor_cli.domain.jobs.job import Answer, Work
from codementor_cli.store.postgres.database import PostgresDatabase
from codementor_cli.store.sql.job_rows import packed
from codementor_cli.store.sql.values import microseconds
from tests.contract.kept import MOMENT
from tests.fakes.jobs import judged, new_job

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
