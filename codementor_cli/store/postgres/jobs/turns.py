"""Whose job is next, asked of the rows: the tags and the clock of ``domain.jobs.order``.

The clock is that of SQLite's queue, but for its place. Its one row is written only where a job comes to an idle queue:
all adds and claims would wait for each other at it. What jobs add to it is read from an end of an index: the largest
tag of those that started, and the largest end.
"""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.jobs.order import Clock, fair_tag, late_seconds
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.store.sql.connection import Connection
from codementor_cli.store.sql.jobs.queue import UNFINISHED

_PLACE = f"""
SELECT (SELECT count(*) FROM jobs WHERE {UNFINISHED}),
    (SELECT count(*) FROM jobs WHERE owner = ? AND {UNFINISHED}),
    (SELECT max(fair_end) FROM jobs WHERE owner = ?),
    greatest(started, (SELECT max(fair_tag) FROM jobs WHERE started_at IS NOT NULL)),
    ended
FROM queue_clock
"""  # noqa: S608 - ours
_START_ANEW = """
UPDATE queue_clock SET (started, ended) = (
    SELECT latest, latest FROM (SELECT greatest(ended, (SELECT max(fair_end) FROM jobs)) AS latest) AS found
)
RETURNING started, ended
"""
"""What is NULL is not the greatest."""
_PUT_OFF = "UPDATE jobs SET fair_end = fair_end + ? WHERE uid = ?"
_PUT_OFF_OTHERS = f"""
UPDATE jobs SET fair_tag = fair_tag + ?, fair_end = fair_end + ? WHERE number = ANY(ARRAY(
    SELECT number FROM jobs WHERE owner = ? AND {UNFINISHED} AND state = 'queued' FOR UPDATE SKIP LOCKED
))
"""  # noqa: S608 - ours
"""What another transaction holds begins at this moment: it is left as it is, and nobody waits for anybody."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the queue looks like to a job that comes."""

    total_count: int
    """Unfinished jobs."""
    own_count: int
    """Those of its owner."""
    owner_end: float | None
    """End of the owner's last job; None: the owner has none."""
    clock: Clock


@dataclass(frozen=True, slots=True)
class Took:
    """What a job that ended took of its owner's share."""

    uid: str
    owner: LearnerId
    bulk: bool
    expected_seconds: float
    ran_seconds: float


def place_of(connection: Connection, owner: LearnerId) -> Place:
    """Return what the queue looks like to a new job of an owner."""
    total, own, owner_end, *clock = connection.execute(_PLACE, (owner, owner)).fetchone()
    return Place(total, own, owner_end, Clock(*clock))


def take_place(connection: Connection, place: Place, seconds: float) -> tuple[float, Place]:
    """Return the tag of a job that comes to a place, and the place that its owner's next one comes to.

    Args:
        connection: In a transaction, with the owner locked.
        place: Of the job.
        seconds: What it takes of its owner's share.
    """
    clock = place.clock
    if not place.total_count:
        # Nobody is behind.
        clock = Clock(*connection.execute(_START_ANEW).fetchone())
    tag = fair_tag(clock, place.owner_end)
    return tag, Place(place.total_count + 1, place.own_count + 1, tag + seconds, clock)


def late_seconds_of(took: Took) -> float:
    """Return how much longer than expected a job took; 0: hardly at all."""
    return late_seconds(took.expected_seconds, took.ran_seconds, took.bulk)


def put_off_others(connection: Connection, took: Took) -> None:
    """Put off the waiting jobs of the owner of a job that took longer than it was expected to."""
    late = late_seconds_of(took)
    connection.execute(_PUT_OFF, (late, took.uid))
    connection.execute(_PUT_OFF_OTHERS, (late, late, took.owner))
