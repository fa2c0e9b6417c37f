"""The queue: what is added, claimed, ended and forgotten, each in one transaction."""

from __future__ import annotations

import sqlite3
from datetime import datetime
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
)
from codementor_cli.domain.jobs.order import (
    Depth,
    QueueCaps,
    fair_seconds,
    owner_retry_seconds,
    total_retry_seconds,
)
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import KeyReusedError, QueueFullError, QueueScope
from codementor_cli.store.sqlite.file import SqliteFile
from codementor_cli.store.sqlite.jobs.rows import packed, queued, read_job, row_of_job
from codementor_cli.store.sqlite.jobs.turns import UNFINISHED, new_tag, next_number, put_off_others, start_at
from codementor_cli.store.sqlite.recording import number_of, write_submission
from codementor_cli.store.sqlite.rows import insert, rows
from codementor_cli.store.sqlite.values import microseconds

_RECENT = 20
"""Jobs whose seconds foretell those of the next."""

_CLAIM = """
UPDATE jobs SET state = 'running', attempt = attempt + 1, server = ?, started_at = ?, lease_until = ? WHERE number = ?
"""
_RENEW = "UPDATE jobs SET lease_until = ? WHERE uid = ? AND state = 'running' AND server = ?"
_END = f"""
UPDATE jobs SET state = ?, finished_at = ?, answer = ?, problem = ?, submission = ?, server = NULL, lease_until = NULL
WHERE uid = ? AND {UNFINISHED}
"""  # noqa: S608 - ours
_CANCEL_QUEUED = """
UPDATE jobs SET state = 'cancelled', finished_at = ?, fair_tag = 0, fair_end = 0 WHERE uid = ? AND state = 'queued'
"""
_HAND_BACK = """
UPDATE jobs SET state = 'queued', attempt = attempt - 1, server = NULL, lease_until = NULL, started_at = NULL
WHERE uid = ? AND state = 'running'
"""
_LOST = "SELECT uid, attempt, server, lease_until FROM jobs WHERE state = 'running'"
_QUEUE_AGAIN = """
UPDATE jobs SET state = 'queued', server = NULL, lease_until = NULL, started_at = NULL
WHERE uid = ? AND state = 'running'
"""
_COUNT = f"""
SELECT count(*), count(*) FILTER (WHERE state = 'running'), count(DISTINCT owner) FROM jobs WHERE {UNFINISHED}
"""  # noqa: S608 - ours
_RECENT_SECONDS = f"""
SELECT finished_at - started_at FROM jobs WHERE finished_at IS NOT NULL AND state = 'done'
ORDER BY finished_at DESC LIMIT {_RECENT}
"""  # noqa: S608 - ours


class SqliteJobs:
    """Jobs of many processes and many threads of each; meets ``ports.serving.Jobs``."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def add(self, new: NewJob, caps: QueueCaps) -> Added:
        """Meet ``ports.serving.Jobs``."""
        work = packed(new.work, Work)
        with self._file.writing(is_durable=isinstance(new.work, SubmitWork)) as connection:
            known = _known(connection, new)
            if known is None:
                return Added(_added(connection, new, work, caps), is_new=True)
        job = self.job(known)
        # Only a job that was forgotten at this moment is not there any more.
        return self.add(new, caps) if job is None else Added(job, is_new=False)

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
        written = packed(answer, Answer)
        with self._file.writing(is_durable=submission is not None) as connection:
            found = connection.execute(f"SELECT 1 FROM jobs WHERE uid = ? AND {UNFINISHED}", (uid,)).fetchone()  # noqa: S608 - ours
            if found is None:
                return _recorded(connection, uid)
            number = None
            if submission is not None:
                number = number_of(connection, submission.uid)
                number = write_submission(connection, submission) if number is None else number
            _end(connection, uid, JobState.DONE, at, answer=written, submission=number)
            put_off_others(connection, uid)
        return number

    def fail(self, uid: str, problem: JobProblem, at: datetime) -> None:
        """Meet ``ports.serving.Jobs``."""
        with self._file.writing() as connection:
            _end(connection, uid, JobState.FAILED, at, problem=packed(problem, JobProblem))

    def cancel(self, uid: str, at: datetime) -> bool:
        """Meet ``ports.serving.Jobs``."""
        with self._file.writing() as connection:
            # What never began takes nothing of its owner's share.
            if connection.execute(_CANCEL_QUEUED, (microseconds(at), uid)).rowcount:
                return True
            return _end(connection, uid, JobState.CANCELLED, at)

    def hand_back(self, uid: str) -> None:
        """Meet ``ports.serving.Jobs``."""
        with self._file.writing(is_durable=False) as connection:
            connection.execute(_HAND_BACK, (uid,))

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

    def prune(self, before: datetime) -> int:
        """Meet ``ports.serving.Jobs``."""
        statement = "DELETE FROM jobs WHERE finished_at IS NOT NULL AND finished_at < ?"
        with self._file.writing(is_durable=False) as connection:
            return connection.execute(statement, (microseconds(before),)).rowcount

    def depth(self) -> Depth:
        """Meet ``ports.serving.Jobs``."""
        with self._file.reading() as connection:
            return _depth(connection)


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
    if digest != new.request_digest:
        raise KeyReusedError(
            "This idempotency key came before, with another request.",
            "Draw a new key for each request; send a key again only with the same request.",
        )
    return str(uid)


def _added(connection: sqlite3.Connection, new: NewJob, work: bytes, caps: QueueCaps) -> Job:
    """Queue a job at its place, and return it.

    Raises:
        QueueFullError: There is no room.
    """
    _check_room(connection, new.owner, caps)
    seconds = fair_seconds(new.work, new.bulk)
    job = queued(new, new_tag(connection, new.owner, seconds))
    insert(connection, "jobs", row_of_job(job, work, seconds))
    return job


def _check_room(connection: sqlite3.Connection, owner: LearnerId, caps: QueueCaps) -> None:
    counting = f"SELECT count(*), count(*) FILTER (WHERE owner = ?) FROM jobs WHERE {UNFINISHED}"  # noqa: S608 - ours
    total, own = connection.execute(counting, (owner,)).fetchone()
    if own >= caps.owner_count:
        seconds = owner_retry_seconds(_depth(connection), caps)
        raise QueueFullError(QueueScope.OWNER, caps.owner_count, seconds)
    if total >= caps.total_count:
        raise QueueFullError(QueueScope.TOTAL, caps.total_count, total_retry_seconds(_depth(connection)))


def _depth(connection: sqlite3.Connection) -> Depth:
    total, running, owners = connection.execute(_COUNT).fetchone()
    recent = tuple(value / 1e6 for (value,) in connection.execute(_RECENT_SECONDS))
    return Depth(queued_count=total - running, running_count=running, owner_count=owners, recent_seconds=recent)


def _end(connection: sqlite3.Connection, uid: str, state: JobState, at: datetime, **held: Any) -> bool:
    """End a job, and return whether it had not ended."""
    values = (state.value, microseconds(at), held.get("answer"), held.get("problem"), held.get("submission"), uid)
    return connection.execute(_END, values).rowcount == 1


def _recorded(connection: sqlite3.Connection, uid: str) -> int | None:
    found = connection.execute("SELECT submission FROM jobs WHERE uid = ?", (uid,)).fetchone()
    return None if found is None else found[0]
