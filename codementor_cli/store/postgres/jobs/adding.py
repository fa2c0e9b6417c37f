"""Adding to the queue: where there is room, and where the same request did not come before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codementor_cli.domain.jobs.job import Added, NewJob
from codementor_cli.domain.jobs.order import Depth, QueueCaps, fair_seconds, owner_retry_seconds, total_retry_seconds
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import KeyReusedError, QueueFullError, QueueScope
from codementor_cli.store.postgres.jobs.turns import UNFINISHED, Place, place_of, take_place
from codementor_cli.store.postgres.rows import insert
from codementor_cli.store.sql.connection import Connection
from codementor_cli.store.sql.job_rows import queued, row_of_job

_RECENT = 20
"""Jobs whose seconds foretell those of the next."""

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))"
_KNOWN = "SELECT uid, request_digest FROM jobs WHERE owner = ? AND idempotency_key = ?"
_COUNT = f"""
SELECT count(*), count(*) FILTER (WHERE state = 'running'), count(DISTINCT owner) FROM jobs WHERE {UNFINISHED}
"""  # noqa: S608 - ours
_RECENT_SECONDS = f"""
SELECT finished_at - started_at FROM jobs WHERE finished_at IS NOT NULL AND state = 'done'
ORDER BY finished_at DESC LIMIT {_RECENT}
"""  # noqa: S608 - ours


def lock_owners(connection: Connection, owners: Iterable[LearnerId]) -> None:
    """Let nobody else add jobs of these owners until the transaction ends.

    In one order, so that two of them never wait for each other.
    """
    for owner in sorted(set(owners)):
        connection.execute(_LOCK, (f"codementor jobs of {owner}",))


def placed(
    connection: Connection, new: Sequence[NewJob], works: Sequence[bytes], caps: QueueCaps
) -> list[Added | str | QueueFullError]:
    """Queue jobs one after the other, of owners that are locked.

    Returns:
        The jobs; in place of one, the uid of the one that the same request made before, or why there is no room.

    Raises:
        KeyReusedError: That one was another request.
    """
    places: dict[LearnerId, Place] = {}
    found: list[Added | str | QueueFullError] = []
    for each, work in zip(new, works, strict=True):
        known = _known(connection, each)
        if known is not None:
            found.append(known)
            continue
        if each.owner not in places:
            places[each.owner] = place_of(connection, each.owner)
        try:
            _check_room(connection, places[each.owner], caps)
        except QueueFullError as error:
            found.append(error)
            continue
        seconds = fair_seconds(each.work, each.bulk)
        tag, places[each.owner] = take_place(connection, places[each.owner], seconds)
        job = queued(each, tag)
        insert(connection, "jobs", row_of_job(job, work, seconds))
        found.append(Added(job, is_new=True))
    return found


def _known(connection: Connection, new: NewJob) -> str | None:
    """Return the uid of the job of a request that came before.

    Raises:
        KeyReusedError: It was another request.
    """
    if new.idempotency_key is None:
        return None
    found = connection.execute(_KNOWN, (new.owner, new.idempotency_key)).fetchone()
    if found is None:
        return None
    uid, digest = found
    if digest != new.request_digest:
        raise KeyReusedError(
            "This idempotency key came before, with another request.",
            "Draw a new key for each request; send a key again only with the same request.",
        )
    return str(uid)


def _check_room(connection: Connection, place: Place, caps: QueueCaps) -> None:
    if place.own_count >= caps.owner_count:
        seconds = owner_retry_seconds(depth_of(connection), caps)
        raise QueueFullError(QueueScope.OWNER, caps.owner_count, seconds)
    if place.total_count >= caps.total_count:
        raise QueueFullError(QueueScope.TOTAL, caps.total_count, total_retry_seconds(depth_of(connection)))


def depth_of(connection: Connection) -> Depth:
    """Return how full the queue is."""
    total, running, owners = connection.execute(_COUNT).fetchone()
    recent = tuple(value / 1e6 for (value,) in connection.execute(_RECENT_SECONDS))
    return Depth(queued_count=total - running, running_count=running, owner_count=owners, recent_seconds=recent)
