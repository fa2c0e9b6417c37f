"""Progress: one row for each learner and challenge, brought up to date with each submission.

Computing it from 100 000 submissions at each question would take most of the time that a command has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.progress import Accepted, Neighbours, Progress, progress_with
from codementor_cli.domain.practice.record import ChallengeProgress
from codementor_cli.domain.practice.submission import Source, Submission
from codementor_cli.store.sql.connection import Connection
from codementor_cli.store.sql.rows import Row, rows, value_of
from codementor_cli.store.sql.values import microseconds, read_time

_EARLIEST = -(2**63)
"""Before every time that a column can hold."""

_PRACTICE = f"learner = :learner AND source <> '{Source.GRADE.value}'"
"""Submissions that ``is_practice`` means."""

_COLUMNS = (
    "submission_count",
    "best_score",
    "first_at",
    "last_at",
    "last_uid",
    "last_version",
    "accepted_at",
    "accepted_uid",
    "submissions_to_accepted",
    "practice_microseconds",
)
PROGRESS = f"SELECT {', '.join(_COLUMNS)} FROM progress WHERE learner = ? AND challenge = ?"  # noqa: S608 - names are ours
"""The row of a learner's progress on a challenge."""

_NEW = ", ".join(f"{each} = excluded.{each}" for each in _COLUMNS)
REPLACING = f"ON CONFLICT (learner, challenge) DO UPDATE SET {_NEW}"
"""What becomes of the row that is there when a new one is added."""

_OF = f"SELECT %s FROM submissions WHERE {_PRACTICE} AND challenge = :challenge AND created_at %s :at"  # noqa: S608 - ours
# The first count reads an index alone.
_NEIGHBOURS = (
    f"SELECT ({_OF % ('count(*)', '<')}) + ({_OF % ('count(*)', '=')} AND uid < :uid), "
    f"({_OF % ('max(created_at)', '<=')} AND uid <> :uid), ({_OF % ('min(created_at)', '>=')} AND uid <> :uid)"
)

_LISTED = """
SELECT challenges.name AS challenge, title, difficulty, tags, submission_count, best_score, max_score,
    first_at, last_at, accepted_at AS first_accepted_at, submissions_to_accepted, practice_microseconds
FROM progress
JOIN challenges ON challenges.id = progress.challenge
JOIN challenge_versions ON challenge_versions.id = progress.last_version
WHERE learner = ?
"""


def progress_row(
    connection: Connection, held: Sequence[Any] | None, added: Submission, challenge: int, version: int
) -> Row:
    """Return the row of progress with one more submission that counts.

    Args:
        connection: In a transaction.
        held: The row so far, as ``PROGRESS`` reads it; None: this is the first.
        added: Submission; its own row may be there already.
        challenge: Row of its challenge.
        version: Row of the version that was judged.
    """

    def neighbours() -> Neighbours:
        at = microseconds(added.created_at)
        place = {"learner": added.learner, "challenge": challenge, "at": at, "uid": added.uid}
        count, previous, following = connection.execute(_NEIGHBOURS, place).fetchone()
        return Neighbours(earlier_count=count, previous_at=_time(previous), next_at=_time(following))

    now = progress_with(None if held is None else _progress(*held), added, neighbours)
    accepted = now.accepted
    return {
        "learner": added.learner,
        "challenge": challenge,
        "submission_count": now.submission_count,
        "best_score": now.best_score,
        "first_at": microseconds(now.first_at),
        "last_at": microseconds(now.last_at),
        "last_uid": now.last_uid,
        "last_version": version if held is None or now.last_uid == added.uid else held[5],
        "accepted_at": None if accepted is None else microseconds(accepted.at),
        "accepted_uid": None if accepted is None else accepted.uid,
        "submissions_to_accepted": None if accepted is None else accepted.number,
        "practice_microseconds": now.practice // timedelta(microseconds=1),
    }


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
    connection: Connection, learner: LearnerId, challenge_id: str | None = None
) -> tuple[ChallengeProgress, ...]:
    """Return a learner's progress on one challenge or on all, by id."""
    where, values = ("", ()) if challenge_id is None else ("AND challenges.name = ?", (challenge_id,))
    statement = f"{_LISTED} {where} ORDER BY challenges.name"
    return tuple(
        value_of(ChallengeProgress, row, practice_seconds=row["practice_microseconds"] / 1_000_000)
        for row in rows(connection, statement, learner, *values)
    )


def read_days(connection: Connection, learner: LearnerId) -> tuple[date, ...]:
    """Return the days, in this machine's time zone, on which a learner submitted something, oldest first."""
    return tuple(sorted(set(_days(connection, learner))))


def _days(connection: Connection, learner: LearnerId) -> Iterator[date]:
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
