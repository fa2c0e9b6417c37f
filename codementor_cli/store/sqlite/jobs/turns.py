"""Whose job is next, asked of the rows: the tags and the clock of ``domain.jobs.order``."""

from __future__ import annotations

import sqlite3

from codementor_cli.domain.jobs.order import Clock, fair_tag, late_seconds
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.store.sql.jobs.queue import UNFINISHED

_NEXT = """
SELECT number FROM jobs WHERE state = 'queued'
AND owner NOT IN (SELECT owner FROM jobs WHERE state = 'running' GROUP BY owner HAVING count(*) >= ?)
ORDER BY fair_tag, number LIMIT 1
"""
_NEXT_OF_ANY = "SELECT number FROM jobs WHERE state = 'queued' ORDER BY fair_tag, number LIMIT 1"

_TOOK = """
SELECT number, owner, bulk, fair_end - fair_tag, finished_at - started_at FROM jobs WHERE uid = ?
"""
_LATER = f"""
UPDATE jobs INDEXED BY jobs_unfinished SET fair_tag = fair_tag + ?, fair_end = fair_end + ?
WHERE owner = ? AND {UNFINISHED} AND state = 'queued'
"""  # noqa: S608 - ours
"""By its own, SQLite would read all jobs of the owner."""


def next_number(connection: sqlite3.Connection, most_running: int | None = None) -> int | None:
    """Return the number of the next job; None: none is queued.

    Args:
        connection: Of the file.
        most_running: An owner with so many running jobs comes after all others; None: whoever is first.
    """
    found = None if most_running is None else connection.execute(_NEXT, (most_running,)).fetchone()
    found = found or connection.execute(_NEXT_OF_ANY).fetchone()
    return None if found is None else int(found[0])


def new_tag(connection: sqlite3.Connection, owner: LearnerId, seconds: float) -> float:
    """Return the tag of a new job that takes so many seconds of its owner's share, and let the clock know of it."""
    clock = _clock(connection).at_add(_is_idle(connection))
    tag = fair_tag(clock, _owner_end(connection, owner))
    _set_clock(connection, clock.with_job(tag + seconds))
    return tag


def start_at(connection: sqlite3.Connection, tag: float) -> None:
    """Let the clock know that a job of a tag starts."""
    _set_clock(connection, _clock(connection).at_start(tag))


def put_off_others(connection: sqlite3.Connection, uid: str) -> None:
    """Put off the waiting jobs of the owner of a job that took longer than expected."""
    number, owner, bulk, expected, ran = connection.execute(_TOOK, (uid,)).fetchone()
    late = late_seconds(expected, (ran or 0) / 1e6, bool(bulk))
    if late:
        connection.execute("UPDATE jobs SET fair_end = fair_end + ? WHERE number = ?", (late, number))
        connection.execute(_LATER, (late, late, owner))
        _set_clock(connection, _clock(connection).with_job(_owner_end(connection, owner) or 0.0))


def _clock(connection: sqlite3.Connection) -> Clock:
    return Clock(*connection.execute("SELECT started, ended FROM queue_clock").fetchone())


def _set_clock(connection: sqlite3.Connection, clock: Clock) -> None:
    connection.execute("UPDATE queue_clock SET started = ?, ended = ?", (clock.started, clock.ended))


def _is_idle(connection: sqlite3.Connection) -> bool:
    return connection.execute(f"SELECT 1 FROM jobs WHERE {UNFINISHED} LIMIT 1").fetchone() is None  # noqa: S608 - ours


def _owner_end(connection: sqlite3.Connection, owner: LearnerId) -> float | None:
    (found,) = connection.execute("SELECT max(fair_end) FROM jobs WHERE owner = ?", (owner,)).fetchone()
    return None if found is None else float(found)
