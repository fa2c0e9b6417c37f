"""What follows from the submissions of each challenge: one row a challenge, brought up to date with each submission.

Computing it from 100 000 submissions whenever somebody asks would take most of the time a whole command has.
Submissions may come in any order: those of another machine are imported when newer ones are there already. What is
kept follows from their times alone (and of two in one microsecond, from their uids), never from the order they came in.
What a teacher graded is nobody's practice here, and is left out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.record import SITTING_GAP_SECONDS, ChallengeProgress
from codementor_cli.domain.practice.submission import Source
from codementor_cli.store.sqlite.values import microseconds, read_prose, read_time

_SITTING_GAP = SITTING_GAP_SECONDS * 1_000_000
"""In microseconds. Baked into rows: a change of it needs a migration that computes them anew."""

_EARLIEST = -(2**63)
"""Before every time that a column can hold."""

_OWN = f"source <> '{Source.GRADE.value}'"

_SELECT = """
SELECT challenges.name, title, difficulty, tags, submission_count, best_score, max_score, first_at, last_at,
    accepted_at, submissions_to_accepted, practice_microseconds
FROM progress
JOIN challenges ON challenges.id = progress.challenge
JOIN challenge_versions ON challenge_versions.id = progress.last_version
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a submission adds to the progress on its challenge."""

    learner: LearnerId
    challenge: int
    """Row of the challenge."""
    version: int
    """Row of its version."""
    created_at: int
    """Microseconds."""
    uid: str
    verdict: Verdict
    score: float

    @property
    def place(self) -> tuple[int, str]:
        """What orders submissions."""
        return self.created_at, self.uid


def update_progress(connection: sqlite3.Connection, step: Step) -> None:
    """Add a submission to the progress on its challenge; its own row must not be there yet."""
    cursor = connection.execute(
        "SELECT * FROM progress WHERE learner = ? AND challenge = ?", (step.learner, step.challenge)
    )
    found = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    before = None if found is None else dict(zip(names, found, strict=True))
    row = _first(step) if before is None else {**before, **_moved(connection, before, step)}
    values = ", ".join(f":{name}" for name in names)
    connection.execute(f"INSERT OR REPLACE INTO progress ({', '.join(names)}) VALUES ({values})", row)  # noqa: S608 - ours


def _first(step: Step) -> dict[str, Any]:
    accepted = step.verdict is Verdict.AC
    return {
        "learner": step.learner,
        "challenge": step.challenge,
        "submission_count": 1,
        "best_score": step.score,
        "first_at": step.created_at,
        "last_at": step.created_at,
        "last_uid": step.uid,
        "last_version": step.version,
        "accepted_at": step.created_at if accepted else None,
        "accepted_uid": step.uid if accepted else None,
        "submissions_to_accepted": 1 if accepted else None,
        "practice_microseconds": 0,
    }


def _moved(connection: sqlite3.Connection, before: dict[str, Any], step: Step) -> dict[str, Any]:
    """Return the columns that may change."""
    return {
        "submission_count": before["submission_count"] + 1,
        "best_score": max(before["best_score"], step.score),
        "first_at": min(before["first_at"], step.created_at),
        "practice_microseconds": before["practice_microseconds"] + _added_practice(connection, step),
        **_last(before, step),
        **_accepted(connection, before, step),
    }


def _last(before: dict[str, Any], step: Step) -> dict[str, Any]:
    if step.place < (before["last_at"], before["last_uid"]):
        return {}
    return {"last_at": step.created_at, "last_uid": step.uid, "last_version": step.version}


def _accepted(connection: sqlite3.Connection, before: dict[str, Any], step: Step) -> dict[str, Any]:
    """Return which submission is the first accepted one, and how many there were up to it."""
    known = before["accepted_at"] is not None
    if known and step.place > (before["accepted_at"], before["accepted_uid"]):
        return {}
    if step.verdict is Verdict.AC:
        return {
            "accepted_at": step.created_at,
            "accepted_uid": step.uid,
            "submissions_to_accepted": 1 + _count_before(connection, step),
        }
    return {"submissions_to_accepted": before["submissions_to_accepted"] + 1} if known else {}


def _count_before(connection: sqlite3.Connection, step: Step) -> int:
    # Two counts: the first reads the index alone.
    those = f"SELECT count(*) FROM submissions WHERE learner = ? AND challenge = ? AND {_OWN} AND"  # noqa: S608 - ours
    own = (step.learner, step.challenge, step.created_at)
    earlier = connection.execute(f"{those} created_at < ?", own).fetchone()[0]
    return int(earlier + connection.execute(f"{those} created_at = ? AND uid < ?", (*own, step.uid)).fetchone()[0])


def _added_practice(connection: sqlite3.Connection, step: Step) -> int:
    """Return by how much the gaps that count grow: one gap becomes two."""
    past = f"SELECT max(created_at) FROM submissions WHERE learner = ? AND challenge = ? AND created_at <= ? AND {_OWN}"  # noqa: S608 - ours
    future = (
        f"SELECT min(created_at) FROM submissions WHERE learner = ? AND challenge = ? AND created_at >= ? AND {_OWN}"  # noqa: S608 - ours
    )
    before = connection.execute(past, (step.learner, step.challenge, step.created_at)).fetchone()[0]
    after = connection.execute(future, (step.learner, step.challenge, step.created_at)).fetchone()[0]
    return _counted(before, step.created_at) + _counted(step.created_at, after) - _counted(before, after)


def _counted(start: int | None, end: int | None) -> int:
    if start is None or end is None or end - start > _SITTING_GAP:
        return 0
    return end - start


def read_progress(
    connection: sqlite3.Connection, learner: LearnerId, challenge_id: str | None = None
) -> tuple[ChallengeProgress, ...]:
    """Return a learner's progress on one challenge or on all, by id."""
    where, values = ("", ()) if challenge_id is None else (" AND challenges.name = ?", (challenge_id,))
    statement = f"{_SELECT} WHERE learner = ?{where} ORDER BY challenges.name"
    return tuple(_progress_of(*row) for row in connection.execute(statement, (learner, *values)))


def _progress_of(*row: Any) -> ChallengeProgress:
    accepted_at = row[9]
    return ChallengeProgress(
        challenge_id=row[0],
        title=read_prose(row[1]),
        difficulty=Difficulty(row[2]),
        tags=tuple(json.loads(row[3])),
        submission_count=row[4],
        best_score=row[5],
        max_score=row[6],
        first_at=read_time(row[7]),
        last_at=read_time(row[8]),
        first_accepted_at=None if accepted_at is None else read_time(accepted_at),
        submissions_to_accepted=row[10],
        practice_seconds=row[11] / 1_000_000,
    )


def read_days(connection: sqlite3.Connection, learner: LearnerId) -> tuple[date, ...]:
    """Return the days, in this machine's time zone, on which something was submitted, oldest first."""
    return tuple(sorted(set(_days(connection, learner))))


def _days(connection: sqlite3.Connection, learner: LearnerId) -> Iterator[date]:
    """Yield a day for the first submission of each, leaping from one to the next: of 100 000 few are looked at."""
    start = _EARLIEST
    next_at = f"SELECT min(created_at) FROM submissions WHERE learner = ? AND created_at >= ? AND {_OWN}"  # noqa: S608 - ours
    while True:
        found = connection.execute(next_at, (learner, start)).fetchone()
        if found[0] is None:
            return
        day = read_time(found[0]).astimezone().date()
        yield day
        midnight = datetime.combine(day + timedelta(days=1), time.min).astimezone()
        start = max(microseconds(midnight), found[0] + 1)
