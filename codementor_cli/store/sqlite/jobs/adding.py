"""Adding to the queue: where there is room, and where the same request did not come before."""

from __future__ import annotations

import sqlite3

from codementor_cli.domain.jobs.job import Added, Job, NewJob
from codementor_cli.domain.jobs.order import Depth, QueueCaps, fair_seconds, owner_retry_seconds, total_retry_seconds
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import KeyReusedError, QueueFullError, QueueScope
from codementor_cli.store.sql.job_rows import queued, row_of_job
from codementor_cli.store.sqlite.jobs.turns import UNFINISHED, new_tag
from codementor_cli.store.sqlite.rows import insert

_RECENT = 20
"""Jobs whose seconds foretell those of the next."""

_COUNT = f"""
SELECT count(*), count(*) FILTER (WHERE state = 'running'), count(DISTINCT owner) FROM jobs WHERE {UNFINISHED}
"""  # noqa: S608 - ours
_RECENT_SECONDS = f"""
SELECT finished_at - started_at FROM jobs
WHERE finished_at IS NOT NULL AND state = 'done' AND started_at IS NOT NULL ORDER BY finished_at DESC LIMIT {_RECENT}
"""  # noqa: S608 - ours


def placed(connection: sqlite3.Connection, new: NewJob, work: bytes, caps: QueueCaps) -> Added | str | QueueFullError:
    """Queue a job, and return it; or the uid of the one that the same request made before, or why there is no room.

    Raises:
        KeyReusedError: That one was another request.
    """
    known = _known(connection, new)
    if known is not None:
        return known
    try:
        return Added(_added(connection, new, work, caps), is_new=True)
    except QueueFullError as error:
        return error


def _known(connection: sqlite3.Connection, new: NewJob) -> str | None:
    """Return the uid of the job of a request that came before.

    Raises:
        KeyReusedError: It was another request.
    """
    if new.idempotency_key is None:
        return None
    statement = "SELECT uid, request_digest FROM jobs WHERE owner = ? AND idempotency_key = ?"
    found = connection.execute(statement, (new.owner, new.idempotency_key)).fetchone()
    if found is None:
        return None
    uid, digest = found
    if digest != new.request_digest:
        raise KeyReusedError(
            "This idempotency key came before, with another request.",
            "Draw a new key for each request; send a key again only with the same request.",
        )
    return str(uid)


def _added(connection: sqlite3.Connection, new: NewJob, work: bytes, caps: QueueCaps) -> Job:
    """Queue a job at its place, and return it.

    Raises:
        QueueFullError: There is no room.
    """
    _check_room(connection, new.owner, caps)
    seconds = fair_seconds(new.work, new.bulk)
    job = queued(new, new_tag(connection, new.owner, seconds))
    insert(connection, "jobs", row_of_job(job, work, seconds))
    return job


def _check_room(connection: sqlite3.Connection, owner: LearnerId, caps: QueueCaps) -> None:
    counting = f"SELECT count(*), count(*) FILTER (WHERE owner = ?) FROM jobs WHERE {UNFINISHED}"  # noqa: S608 - ours
    total, own = connection.execute(counting, (owner,)).fetchone()
    if own >= caps.owner_count:
        seconds = owner_retry_seconds(depth_of(connection), caps)
        raise QueueFullError(QueueScope.OWNER, caps.owner_count, seconds)
    if total >= caps.total_count:
        raise QueueFullError(QueueScope.TOTAL, caps.total_count, total_retry_seconds(depth_of(connection)))


def depth_of(connection: sqlite3.Connection) -> Depth:
    """Return how full the queue is."""
    total, running, owners = connection.execute(_COUNT).fetchone()
    recent = tuple(value / 1e6 for (value,) in connection.execute(_RECENT_SECONDS))
    return Depth(queued_count=total - running, running_count=running, owner_count=owners, recent_seconds=recent)
