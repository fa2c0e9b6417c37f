"""Adding to the queue: where there is room, and where the same request did not come before."""

from __future__ import annotations

import sqlite3

from codementor_cli.domain.jobs.job import Added, Job, NewJob
from codementor_cli.domain.jobs.order import QueueCaps, fair_seconds
from codementor_cli.errors import QueueFullError
from codementor_cli.store.sql.jobs.queue import UNFINISHED, Placed, check_room, check_same
from codementor_cli.store.sql.jobs.rows import queued, row_of_job
from codementor_cli.store.sqlite.jobs.turns import new_tag
from codementor_cli.store.sqlite.rows import insert

_OWN_AND_ALL = f"SELECT count(*), count(*) FILTER (WHERE owner = ?) FROM jobs WHERE {UNFINISHED}"  # noqa: S608 - ours


def placed(connection: sqlite3.Connection, new: NewJob, work: bytes, caps: QueueCaps) -> Placed:
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
    check_same(new, digest)
    return str(uid)


def _added(connection: sqlite3.Connection, new: NewJob, work: bytes, caps: QueueCaps) -> Job:
    """Queue a job at its place, and return it.

    Raises:
        QueueFullError: There is no room.
    """
    total, own = connection.execute(_OWN_AND_ALL, (new.owner,)).fetchone()
    check_room(connection, own, total, caps)
    seconds = fair_seconds(new.work, new.bulk)
    job = queued(new, new_tag(connection, new.owner, seconds))
    insert(connection, "jobs", row_of_job(job, work, seconds))
    return job
