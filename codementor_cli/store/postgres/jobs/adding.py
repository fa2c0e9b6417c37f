"""Adding to the queue: where there is room, and where the same request did not come before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from codementor_cli.domain.jobs.job import Added, NewJob
from codementor_cli.domain.jobs.order import QueueCaps, fair_seconds
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import QueueFullError
from codementor_cli.store.postgres.database import Connection
from codementor_cli.store.postgres.jobs.turns import Place, place_of, take_place
from codementor_cli.store.postgres.rows import insert_all
from codementor_cli.store.sql.jobs.queue import Placed, check_room, check_same
from codementor_cli.store.sql.jobs.rows import queued, row_of_job
from codementor_cli.store.sql.rows import Row

_Key = tuple[LearnerId, str | None]

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))"
_KNOWN = """
SELECT owner, idempotency_key, uid, request_digest FROM jobs WHERE owner = ANY(?) AND idempotency_key = ANY(?)
"""


def lock_owners(connection: Connection, owners: Iterable[LearnerId]) -> None:
    """Let nobody else add jobs of these owners until the transaction ends.

    In one order, so that two of them never wait for each other.
    """
    for owner in sorted(set(owners)):
        connection.execute(_LOCK, (f"codementor jobs of {owner}",))


@dataclass(slots=True)
class _Adding:
    """What is known, and what was added, while jobs are added one after the other."""

    known: dict[_Key, tuple[str, str]]
    """Uids and digests of requests."""
    places: dict[LearnerId, Place] = field(default_factory=dict)
    """Where the next job of an owner comes to."""
    rows: list[Row] = field(default_factory=list)


def placed(connection: Connection, new: Sequence[NewJob], works: Sequence[bytes], caps: QueueCaps) -> list[Placed]:
    """Queue jobs one after the other, of owners that are locked.

    Returns:
        The jobs; in place of one, the uid of the one that the same request made before, or why there is no room.

    Raises:
        KeyReusedError: That one was another request.
    """
    adding = _Adding(_known(connection, new))
    found = [_placed(connection, adding, each, work, caps) for each, work in zip(new, works, strict=True)]
    insert_all(connection, "jobs", adding.rows)
    return found


def _placed(connection: Connection, adding: _Adding, new: NewJob, work: bytes, caps: QueueCaps) -> Placed:
    known = adding.known.get(_key(new))
    if known is not None:
        check_same(new, known[1])
        return known[0]
    if new.owner not in adding.places:
        adding.places[new.owner] = place_of(connection, new.owner)
    place = adding.places[new.owner]
    try:
        check_room(connection, place.own_count, place.total_count, caps)
    except QueueFullError as error:
        return error
    seconds = fair_seconds(new.work, new.bulk)
    tag, adding.places[new.owner] = take_place(connection, place, seconds)
    job = queued(new, tag)
    adding.rows.append(row_of_job(job, work, seconds))
    if new.idempotency_key is not None:
        adding.known[_key(new)] = (job.uid, job.request_digest)
    return Added(job, is_new=True)


def _key(new: NewJob) -> _Key:
    return new.owner, new.idempotency_key


def _known(connection: Connection, new: Sequence[NewJob]) -> dict[_Key, tuple[str, str]]:
    """Return the uids and digests of requests that came before, by owner and key."""
    keys = [each.idempotency_key for each in new if each.idempotency_key is not None]
    if not keys:
        return {}
    found = connection.execute(_KNOWN, (sorted({each.owner for each in new}), keys))
    return {(owner, key): (uid, digest) for owner, key, uid, digest in found}
