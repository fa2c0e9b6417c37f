"""Progress: one row for each learner and challenge, brought up to date with each submission.

Computing it from 100 000 submissions at each question would take most of the time that a command has.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.progress import Accepted, Neighbours, Progress, progress_with
from codementor_cli.domain.practice.record import ChallengeProgress
from codementor_cli.domain.practice.submission import Source, Submission
from codementor_cli.store.sqlite.rows import rows, value_of
from codementor_cli.store.sqlite.values import microseconds, read_time

_EARLIEST = -(2**63)
"""Before every time that a column can hold."""

_PRACTICE = f"learner = :learner AND source <> '{Source.GRADE.value}'"
"""Submissions that ``is_practice`` means."""

_COLUMNS = (
    "submission_count, best_score, first_at, last_at, last_uid, last_version, accepted_at, accepted_uid, "
    "submissions_to_accepted, practice_microseconds"
)
_PROGRESS = f"SELECT {_COLUMNS} FROM progress WHERE learner = ? AND challenge = ?"  # noqa: S608 - names are ours
_KEEP = f"INSERT OR REPLACE INTO progress (learner, challenge, {_COLUMNS}) VALUES ({', '.join('?' * 12)})"  # noqa: S608 - the same

_OF = f"SELECT %s FROM submissions WHERE {_PRACTICE} AND challenge = :challenge AND created_at %s :at"  # noqa: S608 - ours
# The first count reads an index alone.
_NEIGHBOURS = (
    f"SELECT ({_OF % ('count(*)', '<')}) + ({_OF % ('count(*)', '=')} AND uid < :uid), "
    f"({_OF % ('max(created_at)', '<=')}), ({_OF % ('min(created_at)', '>=')})"
)

_LISTED = """
SELECT challenges.name AS challenge, title, difficulty, tags, submission_count, best_score, max_score,
    first_at, last_at, accepted_at AS first_accepted_at, submissions_to_accepted, practice_microseconds
FROM progress
JOIN challenges ON challenges.id = progress.challenge
JOIN challenge_versions ON challenge_versions.id = progress.last_version
WHERE learner = ?
"""


def update_progress(connection: sqlite3.Connection, added: Submission, challenge: int, version: int) -> None:
    """Add a submission that counts to its learner's progress; its own row must not be there yet.

    Args:
        connection: In a transaction.
        added: Submission.
        challenge: Row of its challenge.
        version: Row of the version that was judged.
    """

    def neighbours() -> Neighbours:
        at = microseconds(added.created_at)
        place = {"learner": added.learner, "challenge": challenge, "at": at, "uid": added.uid}
        count, previous, following = connection.execute(_NEIGHBOURS, place).fetchone()
        return Neighbours(earlier_count=count, previous_at=_time(previous), next_at=_time(following))

    row = connection.execute(_PROGRESS, (added.learner, challenge)).fetchone()
    now = progress_with(None if row is None else _progress(*row), added, neighbours)
    last_version = version if now.last_uid == added.uid else row[5]
    accepted = now.accepted
    values = (
        added.learner,
        challenge,
        now.submission_count,
        now.best_score,
        microseconds(now.first_at),
        microseconds(now.last_at),
        now.last_uid,
        last_version,
        *((None,) * 3 if accepted is None else (microseconds(accepted.at), accepted.uid, accepted.number)),
        now.practice // timedelta(microseconds=1),
    )
    connection.execute(_KEEP, values)


def _progress(*row: Any) -> Progress:
    return Progress(
        submission_count=row[0],
        best_score=row[1],
        first_at=read_time(row[2]),
        last_at=read_time(row[3]),
        last_uid=row[4],
        accepted=None if row[6] is None else Accepted(at=read_time(row[6]), uid=row[7], number=row[8]),
        practice=timedelta(microseconds=row[9]),
    )


def _time(value: int | None) -> datetime | None:
    return None if value is None else read_time(value)


def read_progress(
    connection: sqlite3.Connection, learner: LearnerId, challenge_id: str | None = None
) -> tuple[ChallengeProgress, ...]:
    """Return a learner's progress on one challenge or on all, by id."""
    where, values = ("", ()) if challenge_id is None else ("AND challenges.name = ?", (challenge_id,))
    statement = f"{_LISTED} {where} ORDER BY challenges.name"
    return tuple(
        value_of(ChallengeProgress, row, practice_seconds=row["practice_microseconds"] / 1_000_000)
        for row in rows(connection, statement, learner, *values)
    )


def read_days(connection: sqlite3.Connection, learner: LearnerId) -> tuple[date, ...]:
    """Return the days, in this machine's time zone, on which a learner submitted something, oldest first."""
    return tuple(sorted(set(_days(connection, learner))))


def _days(connection: sqlite3.Connection, learner: LearnerId) -> Iterator[date]:
    """Yield a day for the first submission of each, leaping from one to the next: of 100 000 few are looked at."""
    start = _EARLIEST
    next_at = f"SELECT min(created_at) FROM submissions WHERE {_PRACTICE} AND created_at >= :start"  # noqa: S608 - ours
    while True:
        found = connection.execute(next_at, {"learner": learner, "start": start}).fetchone()
        if found[0] is None:
            return
        day = read_time(found[0]).astimezone().date()
        yield day
        midnight = datetime.combine(day + timedelta(days=1), time.min).astimezone()
        start = max(microseconds(midnight), found[0] + 1)
