"""What the queues of all databases have in common: who has room, whose request came before, how full it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from codementor_cli.domain.jobs.job import Added, Job, NewJob
from codementor_cli.domain.jobs.order import Depth, QueueCaps, owner_retry_seconds, total_retry_seconds
from codementor_cli.errors import KeyReusedError, QueueFullError, QueueScope
from codementor_cli.store.sql.connection import Connection

UNFINISHED = "state IN ('queued', 'running')"
"""As the index ``jobs_unfinished`` says it."""

Placed = Added | str | QueueFullError
"""A job that was queued; the uid of the one that the same request made before; or why there is no room."""

_RECENT = 20
"""Jobs whose seconds foretell those of the next."""

_COUNT = f"""
SELECT count(*), count(*) FILTER (WHERE state = 'running'), count(DISTINCT owner) FROM jobs WHERE {UNFINISHED}
"""  # noqa: S608 - ours
_RECENT_SECONDS = f"""
SELECT finished_at - started_at FROM jobs
WHERE finished_at IS NOT NULL AND state = 'done' AND started_at IS NOT NULL ORDER BY finished_at DESC LIMIT {_RECENT}
"""  # noqa: S608 - ours


def depth_of(connection: Connection) -> Depth:
    """Return how full the queue is."""
    ((total, running, owners),) = connection.execute(_COUNT)
    recent = tuple(value / 1e6 for (value,) in connection.execute(_RECENT_SECONDS))
    return Depth(queued_count=total - running, running_count=running, owner_count=owners, recent_seconds=recent)


def check_room(connection: Connection, own_count: int, total_count: int, caps: QueueCaps) -> None:
    """Refuse one more job where there is no room.

    Raises:
        QueueFullError: The owner's bound, or the bound of all, is reached.
    """
    if own_count >= caps.owner_count:
        seconds = owner_retry_seconds(depth_of(connection), caps)
        raise QueueFullError(QueueScope.OWNER, caps.owner_count, seconds)
    if total_count >= caps.total_count:
        raise QueueFullError(QueueScope.TOTAL, caps.total_count, total_retry_seconds(depth_of(connection)))


def check_same(new: NewJob, digest: str) -> None:
    """Refuse a request that came with the key of another one.

    Raises:
        KeyReusedError: The digest is another request's.
    """
    if digest != new.request_digest:
        raise KeyReusedError(
            "This idempotency key came before, with another request.",
            "Draw a new key for each request; send a key again only with the same request.",
        )


def added(placed: Placed, read: Callable[[str], Job | None], add: Callable[[], Added]) -> Added | QueueFullError:
    """Return what came of a job.

    Args:
        placed: What came of it in its transaction.
        read: Returns the job of a uid.
        add: Adds it again.
    """
    if not isinstance(placed, str):
        return placed
    job = read(placed)
    # Only a job that was forgotten at this moment is not there any more.
    return add() if job is None else Added(job, is_new=False)


def only(found: Iterable[Added | QueueFullError]) -> Added:
    """Return the one job that was added.

    Raises:
        QueueFullError: There was no room.
    """
    (one,) = found
    if isinstance(one, QueueFullError):
        raise one
    return one
