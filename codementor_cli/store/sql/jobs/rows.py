"""Jobs as rows: what is asked and what came of it is JSON of the lossless codec, compressed."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

from codementor_cli.domain.jobs.job import Answer, Job, JobProblem, JobState, JudgedAnswer, NewJob, Work
from codementor_cli.schemas.kept.codec import from_json, to_json
from codementor_cli.store.sql.connection import Connection
from codementor_cli.store.sql.rows import Row, rows, value_of
from codementor_cli.store.sql.values import microseconds

_MOST_BYTES = 2**28
"""Of a work or an answer, unpacked; requests are bounded far below."""


def queued(new: NewJob, tag: float) -> Job:
    """Return a new job at its place in the queue."""
    return Job(
        uid=new.uid,
        owner=new.owner,
        idempotency_key=new.idempotency_key,
        request_digest=new.request_digest,
        work=new.work,
        bulk=new.bulk,
        state=JobState.QUEUED,
        attempt=0,
        fair_tag=tag,
        created_at=new.created_at,
    )


def row_of_job(job: Job, work: bytes, seconds: float) -> Row:
    """Return the row of a queued job: ``work`` packed, ``seconds`` what it takes of its owner's share."""
    return {
        "uid": job.uid,
        "owner": job.owner,
        "idempotency_key": job.idempotency_key,
        "request_digest": job.request_digest,
        "kind": type(job.work).__name__,
        "bulk": job.bulk,
        "state": job.state.value,
        "attempt": job.attempt,
        "fair_tag": job.fair_tag,
        "fair_end": job.fair_tag + seconds,
        "created_at": microseconds(job.created_at),
        "work": work,
    }


def read_job(connection: Connection, where: str, *values: object) -> Job | None:
    """Return the one job of a condition.

    Raises:
        ValueError: The database was damaged.
    """
    row = next(rows(connection, f"SELECT * FROM jobs WHERE {where}", *values), None)  # noqa: S608 - ours
    return None if row is None else job_of_row(row)


def job_of_row(row: Row) -> Job:
    """Return the job of a row of all columns.

    Raises:
        ValueError: The database was damaged.
    """
    answer = unpacked(row["answer"], Answer)
    if isinstance(answer, JudgedAnswer):
        answer = replace(answer, submission_number=row["submission"])
    problem = unpacked(row["problem"], JobProblem)
    return value_of(Job, row, work=unpacked(row["work"], Work), answer=answer, problem=problem)


def packed(value: Any, kind: Any) -> bytes:
    """Return a value of a type, or of one among several, for a column."""
    return zlib.compress(json.dumps(to_json(value, kind), separators=(",", ":")).encode(), 1)


def unpacked(data: bytes | None, kind: Any) -> Any:
    """Return the value of a column; None: it has none.

    Raises:
        ValueError: The database was damaged.
    """
    if data is None:
        return None
    try:
        # Capped: a hostile database cannot fill the memory.
        return from_json(kind, json.loads(zlib.decompressobj().decompress(data, _MOST_BYTES)))
    except zlib.error as error:
        raise ValueError(f"a job cannot be unpacked: {error}") from error
