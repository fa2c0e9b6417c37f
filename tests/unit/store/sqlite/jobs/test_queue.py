"""The queue stays fast however many jobs have ended: each question reads an index alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.errors import QueueFullError, StoreFault
from codementor_cli.store.sqlite.file import SqliteFile, open_file
from codementor_cli.store.sqlite.jobs import SqliteJobs
from tests.contract.kept import MOMENT, kept_submission
from tests.fakes.jobs import ADA, judged, lease, new_job, run_work

_CAPS = QueueCaps(owner_count=2, total_count=2)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    with closing(open_file(tmp_path / "kept.db")) as opened:
        yield opened


def _plans(file: SqliteFile, asked: list[str]) -> list[str]:
    with closing(sqlite3.connect(file.path)) as connection:
        return [
            " / ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
            for statement in _of_jobs(asked)
        ]


def _of_jobs(asked: list[str]) -> list[str]:
    return [each for each in asked if "jobs" in each and not each.startswith("INSERT")]


def test_no_question_reads_all_jobs(file: SqliteFile) -> None:
    asked: list[str] = []
    with file.pool.connection() as connection:
        connection.set_trace_callback(asked.append)
    jobs = SqliteJobs(file)
    jobs.add(new_job(1, idempotency_key="k"), _CAPS)
    jobs.add(new_job(2, idempotency_key="l"), _CAPS)
    with pytest.raises(QueueFullError):
        jobs.add(new_job(3), _CAPS)
    jobs.claim(lease(), 1)
    jobs.renew(lease(), (new_job(1).uid,))
    jobs.finish(new_job(1).uid, judged(1), None, MOMENT + timedelta(minutes=1))
    jobs.cancel(new_job(2).uid, MOMENT)
    jobs.hand_back(new_job(2).uid, lease().server)
    jobs.states((new_job(2).uid,))
    jobs.servers()
    jobs.recover(datetime.now(tz=UTC))
    jobs.prune(MOMENT, MOMENT)
    plans = _plans(file, asked)
    assert len(plans) > 20
    (putting_off,) = (plan for plan, statement in zip(plans, _of_jobs(asked), strict=True) if "fair_tag +" in statement)
    assert "jobs_unfinished" in putting_off
    for plan in plans:
        for step in plan.split(" / "):
            is_scan = step.startswith("SCAN")
            assert not is_scan or "jobs_" in step, step
            assert "USE TEMP B-TREE FOR ORDER BY" not in step


def test_every_part_of_a_job_that_may_hide_something_is_in_one_place(file: SqliteFile) -> None:
    SqliteJobs(file).add(new_job(1, idempotency_key="k"), _CAPS)
    with file.reading() as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM jobs").fetchone())
    plain = {name: value for name, value in row.items() if name not in {"work", "answer", "problem"}}
    assert plain["kind"] == "SubmitWork"
    assert plain["owner"] == ADA
    assert not any("equal-trays" in str(value) for value in plain.values())


def test_request_whose_job_cannot_be_read_is_a_fault_of_the_store(file: SqliteFile) -> None:
    jobs = SqliteJobs(file)
    jobs.add(new_job(1, idempotency_key="k"), _CAPS)
    with file.writing() as connection:
        connection.execute("UPDATE jobs SET work = x'00'")
    with pytest.raises(StoreFault, match="not a whole database"):
        jobs.add(new_job(1, idempotency_key="k"), _CAPS)


def test_request_whose_job_is_forgotten_at_this_moment_makes_a_new_one(
    file: SqliteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = SqliteJobs(file)
    old = jobs.add(new_job(1, idempotency_key="k"), _CAPS).job
    jobs.cancel(old.uid, MOMENT)

    def forgets(uid: str) -> None:  # what ``prune`` of another server does
        assert uid == old.uid
        monkeypatch.undo()
        jobs.prune(datetime.now(tz=UTC), datetime.now(tz=UTC))

    monkeypatch.setattr(jobs, "job", forgets)
    added = jobs.add(new_job(2, idempotency_key="k", request_digest=old.request_digest), _CAPS)
    assert (added.is_new, added.job.uid) == (True, new_job(2).uid)


def test_only_submissions_wait_for_the_disk(file: SqliteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[bool] = []
    writing = file.writing

    def watched(is_durable: bool = True) -> AbstractContextManager[sqlite3.Connection]:
        waits.append(is_durable)
        return writing(is_durable)

    monkeypatch.setattr(file, "writing", watched)
    jobs = SqliteJobs(file)
    jobs.add(new_job(1), _CAPS)
    jobs.claim(lease(), 1)
    jobs.finish(new_job(1).uid, judged(1), kept_submission(1), MOMENT)
    assert waits == [True, False, True]
    waits.clear()
    jobs.add(new_job(2, work=run_work()), _CAPS)
    jobs.claim(lease(), 1)
    jobs.finish(new_job(2).uid, judged(2), None, MOMENT)
    assert waits == [False, False, False]
    jobs.add(new_job(3), _CAPS)
    jobs.cancel(new_job(3).uid, MOMENT)
    assert waits[-1]
