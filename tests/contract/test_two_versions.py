"""Two versions at one PostgreSQL database, as while an operator brings servers and workers up to date one by one.

A newer version adds columns and tables; what it writes into them is not ours to read. What it writes into rows that are
ours is read, or fails so that people see it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from codementor_cli.domain.jobs.job import UNREADABLE, JobState
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.errors import StoreFault
from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.jobs import PostgresJobs, PostgresWorkers
from codementor_cli.store.postgres.store import PostgresStore, open_postgres
from tests.contract.kept import MOMENT, kept_submission
from tests.contract.test_workers_seen import WORKER
from tests.fakes.jobs import ADA, judged, lease, new_job

CAPS = QueueCaps(worker_count=1)
LATER = MOMENT + timedelta(seconds=1)
NEWER = (
    *(
        f"ALTER TABLE {table} ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'"
        for table in ("submissions", "case_results", "jobs", "workers", "tokens", "queue_clock")
    ),
    "CREATE TABLE moods (name TEXT PRIMARY KEY)",
    "CREATE INDEX jobs_by_mood ON jobs (mood)",
    "INSERT INTO codementor_schema VALUES (1000, 1)",
)
"""What the next version may do to the schema while this one runs."""


@pytest.fixture
def store(postgres_url: str) -> Iterator[PostgresStore]:
    """Return a store that was open before the newer version came."""
    opened = open_postgres(postgres_url)
    with opened.database.writing() as connection:
        for statement in NEWER:
            connection.execute(statement)
    yield opened
    opened.close()


@pytest.fixture
def jobs(store: PostgresStore) -> PostgresJobs:
    return PostgresJobs(store.database)


def write_as_newer(database: PostgresDatabase, uid: str, column: str) -> None:
    """Add to what a column holds a word that only the newer version knows."""
    with database.writing() as connection:
        (data,) = connection.execute(f"SELECT {column} FROM jobs WHERE uid = ?", (uid,)).fetchone() or ()
        said = {**json.loads(zlib.decompress(data)), "mood": "calm"}
        packed = zlib.compress(json.dumps(said).encode())
        connection.execute(f"UPDATE jobs SET {column} = ? WHERE uid = ?", (packed, uid))


def test_what_a_newer_version_added_hinders_no_process_that_runs(store: PostgresStore, jobs: PostgresJobs) -> None:
    uid = jobs.add(new_job(1), CAPS).job.uid
    assert jobs.claim_released(uid, lease()) is not None
    assert jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER) is not None
    job = jobs.job(uid)
    assert job is not None
    assert job.state is JobState.DONE
    assert [each.uid for each in store.everything() if hasattr(each, "uid")]
    workers = PostgresWorkers(store.database)
    workers.seen(WORKER)
    assert workers.live(MOMENT) == (WORKER,)


def test_a_process_of_this_version_starts_beside_the_newer_one(store: PostgresStore, postgres_url: str) -> None:
    with_other = open_database(postgres_url)
    assert with_other.place == store.database.place
    with_other.close()


def test_a_job_that_only_the_newer_version_knows_fails_and_its_sender_is_told(
    store: PostgresStore, jobs: PostgresJobs
) -> None:
    uid, other = (jobs.add(new_job(number), CAPS).job.uid for number in (1, 2))
    write_as_newer(store.database, uid, "work")
    assert jobs.claim_released(uid, lease()) is None
    assert jobs.states((uid,)) == {uid: JobState.FAILED}
    with store.database.reading() as connection:
        (problem,) = connection.execute("SELECT problem FROM jobs WHERE uid = ?", (uid,)).fetchone() or (b"",)
    assert json.loads(zlib.decompress(problem))["message"] == UNREADABLE.message
    assert jobs.claim_released(other, lease()) is not None


def test_an_answer_that_only_the_newer_version_knows_is_kept_and_says_what_to_do(
    store: PostgresStore, jobs: PostgresJobs
) -> None:
    uid = jobs.add(new_job(1), CAPS).job.uid
    jobs.claim_released(uid, lease())
    jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER)
    write_as_newer(store.database, uid, "answer")
    with pytest.raises(StoreFault, match="mood") as caught:
        jobs.job(uid)
    assert "upgrade this one" in str(caught.value.next_step)
    assert jobs.states((uid,)) == {uid: JobState.DONE}
