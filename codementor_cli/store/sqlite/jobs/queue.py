"""The queue: what is added, claimed, ended and forgotten, each in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from codementor_cli.domain.jobs.job import (
    GAVE_UP,
    MOST_ATTEMPTS,
    UNREADABLE,
    Added,
    Answer,
    Job,
    JobProblem,
    JobState,
    Lease,
    NewJob,
    SubmitWork,
    Work,
    ended_work,
)
from codementor_cli.domain.jobs.order import (
    Depth,
    QueueCaps,
)
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import QueueFullError
from codementor_cli.store.sql.jobs.queue import UNFINISHED, added, depth_of, only
from codementor_cli.store.sql.jobs.rows import packed, read_job, unpacked
from codementor_cli.store.sql.rows import rows
from codementor_cli.store.sql.values import microseconds
from codementor_cli.store.sqlite.file import SqliteFile
from codementor_cli.store.sqlite.jobs.adding import placed
from codementor_cli.store.sqlite.jobs.turns import next_number, put_off_others, start_at
from codementor_cli.store.sqlite.recording import write_submission

_CLAIM = """
UPDATE jobs SET state = 'running', attempt = attempt + 1, server = ?, started_at = ?, lease_until = ? WHERE number = ?
"""
_RENEW = "UPDATE jobs SET lease_until = ? WHERE uid = ? AND state = 'running' AND server = ?"
_END = f"""
UPDATE jobs SET state = ?, finished_at = ?, answer = ?, problem = ?, submission = ?, work = coalesce(?, work),
    server = NULL, lease_until = NULL
WHERE uid = ? AND {UNFINISHED}
"""  # noqa: S608 - ours
_CANCEL_QUEUED = """
UPDATE jobs SET state = 'cancelled', finished_at = ?, fair_tag = 0, fair_end = 0, work = coalesce(?, work)
WHERE uid = ? AND state = 'queued'
"""
_HAND_BACK = """
UPDATE jobs SET state = 'queued', attempt = attempt - 1, server = NULL, lease_until = NULL, started_at = NULL
WHERE uid = ? AND state = 'running' AND server = ?
"""
_LOST = "SELECT uid, attempt, server, lease_until FROM jobs WHERE state = 'running'"
_QUEUE_AGAIN = """
UPDATE jobs SET state = 'queued', server = NULL, lease_until = NULL, started_at = NULL
WHERE uid = ? AND state = 'running'
"""
_PRUNE = """
DELETE FROM jobs WHERE finished_at IS NOT NULL AND (finished_at < ? OR (finished_at < ? AND kind = 'JudgeWork'))
"""


class SqliteJobs:
    """Jobs of many processes and many threads of each; meets ``ports.serving.Jobs``."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def add(self, new: NewJob, caps: QueueCaps) -> Added:
        """Meet ``ports.serving.Jobs``."""
        return only(self.add_all((new,), caps))

    def add_all(self, new: Sequence[NewJob], caps: QueueCaps) -> tuple[Added | QueueFullError, ...]:
        """Meet ``ports.serving.Jobs``."""
        works = [packed(each.work, Work) for each in new]
        with self._file.writing(is_durable=any(isinstance(each.work, SubmitWork) for each in new)) as connection:
            found = [placed(connection, each, work, caps) for each, work in zip(new, works, strict=True)]
        return tuple(added(one, self.job, partial(self.add, each, caps)) for each, one in zip(new, found, strict=True))

    def _left_work(self, uid: str) -> bytes | None:
        """Return what is kept of a job's work once it ends; None: all of it, or there is no such job."""
        statement = "SELECT work FROM jobs WHERE uid = ? AND kind = 'JudgeWork' AND finished_at IS NULL"
        with self._file.reading() as connection:
            found = connection.execute(statement, (uid,)).fetchone()
        try:
            return None if found is None else packed(ended_work(unpacked(found[0], Work)), Work)
        except ValueError:
            # It cannot be read: its job fails, or was cancelled, all the same.
            return None

    def job(self, uid: str) -> Job | None:
        """Meet ``ports.serving.Jobs``."""
        with self._file.reading() as connection:
            return read_job(connection, "uid = ?", uid)

    def states(self, uids: tuple[str, ...]) -> dict[str, JobState]:
        """Meet ``ports.serving.Jobs``."""
        found = {}
        with self._file.reading() as connection:
            for uid in uids:
                for (state,) in connection.execute("SELECT state FROM jobs WHERE uid = ?", (uid,)):
                    found[uid] = JobState(state)
        return found

    def claim(self, lease: Lease, most_running: int) -> Job | None:
        """Meet ``ports.serving.Jobs``."""
        while True:
            # Looking takes no lock that others wait for.
            with self._file.reading() as connection:
                if next_number(connection) is None:
                    return None
            with self._file.writing(is_durable=False) as connection:
                job = _begun(connection, lease, most_running)
            if job is not None:
                return job

    def renew(self, lease: Lease, uids: tuple[str, ...]) -> frozenset[str]:
        """Meet ``ports.serving.Jobs``."""
        with self._file.writing(is_durable=False) as connection:
            until = microseconds(lease.until)
            held = [uid for uid in uids if connection.execute(_RENEW, (until, uid, lease.server)).rowcount]
        return frozenset(held)

    def finish(self, uid: str, answer: Answer, submission: Submission | None, at: datetime) -> int | None:
        """Meet ``ports.serving.Jobs``."""
        written, work = packed(answer, Answer), self._left_work(uid)
        with self._file.writing(is_durable=submission is not None) as connection:
            found = connection.execute(f"SELECT 1 FROM jobs WHERE uid = ? AND {UNFINISHED}", (uid,)).fetchone()  # noqa: S608 - ours
            if found is None:
                return _recorded(connection, uid)
            number = None if submission is None else write_submission(connection, submission)
            _end(connection, uid, JobState.DONE, at, answer=written, submission=number, work=work)
            put_off_others(connection, uid)
        return number

    def fail(self, uid: str, problem: JobProblem, at: datetime) -> None:
        """Meet ``ports.serving.Jobs``."""
        work = self._left_work(uid)
        with self._file.writing() as connection:
            _end(connection, uid, JobState.FAILED, at, problem=packed(problem, JobProblem), work=work)

    def cancel(self, uid: str, at: datetime) -> bool:
        """Meet ``ports.serving.Jobs``."""
        work = self._left_work(uid)
        with self._file.writing() as connection:
            # What never began takes nothing of its owner's share.
            if connection.execute(_CANCEL_QUEUED, (microseconds(at), work, uid)).rowcount:
                return True
            return _end(connection, uid, JobState.CANCELLED, at, work=work)

    def hand_back(self, uid: str, server: str) -> None:
        """Meet ``ports.serving.Jobs``."""
        with self._file.writing(is_durable=False) as connection:
            connection.execute(_HAND_BACK, (uid, server))

    def recover(self, now: datetime, dead: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Meet ``ports.serving.Jobs``."""
        moment = microseconds(now)
        with self._file.reading() as connection:
            lost = [row for row in rows(connection, _LOST) if row["lease_until"] < moment or row["server"] in dead]
        if not lost:
            return ()
        problem = packed(GAVE_UP, JobProblem)
        with self._file.writing(is_durable=False) as connection:
            for row in rows(connection, _LOST):
                if row not in lost:
                    continue
                if row["attempt"] < MOST_ATTEMPTS:
                    connection.execute(_QUEUE_AGAIN, (row["uid"],))
                else:
                    _end(connection, row["uid"], JobState.FAILED, now, problem=problem)
        return tuple(row["uid"] for row in lost)

    def servers(self) -> tuple[str, ...]:
        """Meet ``ports.serving.Jobs``."""
        with self._file.reading() as connection:
            found = connection.execute("SELECT DISTINCT server FROM jobs WHERE state = 'running'").fetchall()
        return tuple(name for (name,) in found)

    def prune(self, before: datetime, judged_before: datetime) -> int:
        """Meet ``ports.serving.Jobs``."""
        with self._file.writing(is_durable=False) as connection:
            return connection.execute(_PRUNE, (microseconds(before), microseconds(judged_before))).rowcount

    def depth(self) -> Depth:
        """Meet ``ports.serving.Jobs``."""
        with self._file.reading() as connection:
            return depth_of(connection)


def _begun(connection: sqlite3.Connection, lease: Lease, most_running: int) -> Job | None:
    """Begin the next job, and return it; None: there is none, or it cannot be read and has failed."""
    number = next_number(connection, most_running)
    if number is None:
        return None
    times = (microseconds(lease.now), microseconds(lease.until))
    connection.execute(_CLAIM, (lease.server, *times, number))
    uid, tag = connection.execute("SELECT uid, fair_tag FROM jobs WHERE number = ?", (number,)).fetchone()
    start_at(connection, tag)
    try:
        return read_job(connection, "number = ?", number)
    except ValueError:
        # It would be next for ever, and nothing after it would run.
        _end(connection, uid, JobState.FAILED, lease.now, problem=packed(UNREADABLE, JobProblem))
        return None


def _end(connection: sqlite3.Connection, uid: str, state: JobState, at: datetime, **held: Any) -> bool:
    """End a job, and return whether it had not ended."""
    columns = [held.get(name) for name in ("answer", "problem", "submission", "work")]
    return connection.execute(_END, (state.value, microseconds(at), *columns, uid)).rowcount == 1


def _recorded(connection: sqlite3.Connection, uid: str) -> int | None:
    found = connection.execute("SELECT submission FROM jobs WHERE uid = ?", (uid,)).fetchone()
    return None if found is None else found[0]
