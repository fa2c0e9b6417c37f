"""Tables and indexes that schema 3 adds, for the service. Released: never edited."""

from __future__ import annotations

_JOBS = """
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    idempotency_key TEXT,
    request_digest TEXT NOT NULL,
    kind TEXT NOT NULL,
    bulk INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    server TEXT,
    lease_until INTEGER,
    fair_tag REAL NOT NULL,
    fair_end REAL NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    submission INTEGER,
    work BLOB NOT NULL,
    answer BLOB,
    problem BLOB,
    UNIQUE (owner, idempotency_key)
) STRICT
"""
"""``work``, ``answer`` and ``problem`` are JSON, compressed, of the lossless codec. ``submission`` is the number of the
one that the job recorded; there is no reference, so that a job can be forgotten. Keys that are NULL are never equal."""

_QUEUE_CLOCK = (
    """
    CREATE TABLE queue_clock (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        started REAL NOT NULL,
        ended REAL NOT NULL
    ) STRICT
    """,
    "INSERT INTO queue_clock VALUES (1, 0, 0)",
)
"""One row: the largest tag of the jobs that started, and the largest end of all jobs' tags."""

_TOKENS = """
CREATE TABLE tokens (
    uid TEXT PRIMARY KEY,
    learner TEXT NOT NULL,
    role TEXT NOT NULL,
    scopes TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    name ANY NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID
"""

_INDEXES = (
    # Small, however many jobs have ended: they hold what is queued, and what is running.
    "CREATE INDEX jobs_by_turn ON jobs (fair_tag, number, owner) WHERE state = 'queued'",
    "CREATE INDEX jobs_running ON jobs (owner, server, lease_until) WHERE state = 'running'",
    "CREATE INDEX jobs_unfinished ON jobs (owner) WHERE state IN ('queued', 'running')",
    "CREATE INDEX jobs_by_owner ON jobs (owner, fair_end)",
    "CREATE INDEX jobs_finished ON jobs (finished_at, started_at, state) WHERE finished_at IS NOT NULL",
)

SERVING_SCHEMA = (_JOBS, *_QUEUE_CLOCK, _TOKENS, *_INDEXES)
"""All statements, in order."""
