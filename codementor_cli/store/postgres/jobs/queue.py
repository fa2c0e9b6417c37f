"""The queue: what is added, claimed, ended and forgotten, each in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from codementor_cli.domain.jobs.job import (
    GAVE_UP,
    UNREADABLE,
    Added,
    Answer,
    Job,
    JobProblem,
    JobState,
    Lease,
    NewJob,
    Work,
    ended_work,
)
from codementor_cli.domain.jobs.order import Depth, QueueCaps
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import QueueFullError, StoreFault
from codementor_cli.store.postgres.database import Connection, PostgresDatabase
from codementor_cli.store.postgres.jobs import statements
from codementor_cli.store.postgres.jobs.adding import lock_owners, placed
from codementor_cli.store.postgres.jobs.news import tell
from codementor_cli.store.postgres.jobs.turns import Took, late_seconds_of, put_off_others
from codementor_cli.store.postgres.recording import write_submission
from codementor_cli.store.sql.jobs.queue import added, depth_of, only
from codementor_cli.store.sql.jobs.rows import job_of_row, packed, read_job, unpacked
from codementor_cli.store.sql.rows import Row, rows
from codementor_cli.store.sql.values import microseconds


class PostgresQueue:
    """Jobs of many machines; meets ``ports.serving.Jobs``.

    The bound of all jobs may be passed by as many as are added at the same moment by other owners.
    """

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    def add(self, new: NewJob, caps: QueueCaps) -> Added:
        """Meet ``ports.serving.Jobs``."""
        return only(self.add_all((new,), caps))

    def add_all(self, new: Sequence[NewJob], caps: QueueCaps) -> tuple[Added | QueueFullError, ...]:
        """Meet ``ports.serving.Jobs``."""
        works = [packed(each.work, Work) for each in new]
        # Runs wait for the disk too: others are lost where the database's server is killed, and not only by a power cut
        # as in a file; whoever waits for one would wait in vain.
        with self._database.writing() as connection:
            lock_owners(connection, (each.owner for each in new))
            found = placed(connection, new, works, caps)
        self._tell(each.job.uid for each in found if isinstance(each, Added))
        return tuple(added(one, self.job, partial(self.add, each, caps)) for each, one in zip(new, found, strict=True))

    def job(self, uid: str) -> Job | None:
        """Meet ``ports.serving.Jobs``."""
        with self._database.reading() as connection:
            return read_job(connection, "uid = ?", uid)

    def states(self, uids: tuple[str, ...]) -> dict[str, JobState]:
        """Meet ``ports.serving.Jobs``."""
        if not uids:
            return {}
        with self._database.statement() as connection:
            found = connection.execute("SELECT uid, state FROM jobs WHERE uid = ANY(?)", (list(uids),)).fetchall()
        return {uid: JobState(state) for uid, state in found}

    def claim(self, lease: Lease, most_running: int) -> Job | None:
        """Meet ``ports.serving.Jobs``."""
        while True:
            with self._database.writing(is_durable=False) as connection:
                row = claimed(connection, lease, statements.CLAIM_OF_OTHERS, most_running)
                row = row or claimed(connection, lease, statements.CLAIM_OF_ANY)
                job = None if row is None else begun(connection, lease, row)
            if row is None or job is not None:
                return job

    def renew(self, lease: Lease, uids: tuple[str, ...]) -> frozenset[str]:
        """Meet ``ports.serving.Jobs``."""
        with self._database.writing(is_durable=False) as connection:
            values = (microseconds(lease.until), list(uids), lease.server)
            return frozenset(uid for (uid,) in connection.execute(statements.RENEW, values))

    def finish(self, uid: str, answer: Answer, submission: Submission | None, at: datetime) -> int | None:
        """Meet ``ports.serving.Jobs``."""
        kept = packed(answer, Answer)

        def end(connection: Connection) -> tuple[int | None, Took | None]:
            held = _held(connection, uid)
            if held is None or not held.is_unfinished:
                return None if held is None else held.submission, None
            number = None if submission is None else write_submission(connection, submission)
            return number, _end(connection, uid, JobState.DONE, at, answer=kept, submission=number, work=held.left)

        number, took = self._database.write(end, is_durable=submission is not None)
        if took is not None:
            self._put_off(took)
            self._tell((uid,))
        return number

    def fail(self, uid: str, problem: JobProblem, at: datetime) -> None:
        """Meet ``ports.serving.Jobs``."""
        with self._database.writing() as connection:
            held = _held(connection, uid)
            if held is None or not held.is_unfinished:
                return
            _end(connection, uid, JobState.FAILED, at, problem=packed(problem, JobProblem), work=held.left)
        self._tell((uid,))

    def cancel(self, uid: str, at: datetime) -> bool:
        """Meet ``ports.serving.Jobs``."""
        with self._database.writing() as connection:
            held = _held(connection, uid)
            if held is None or not held.is_unfinished:
                return False
            _end(connection, uid, JobState.CANCELLED, at, work=held.left)
            if held.is_queued:
                # What never began takes nothing of its owner's share.
                connection.execute(statements.TAKE_NO_SHARE, (uid,))
        self._tell((uid,))
        return True

    def hand_back(self, uid: str, server: str) -> None:
        """Meet ``ports.serving.Jobs``."""
        with self._database.writing(is_durable=False) as connection:
            connection.execute(statements.HAND_BACK, (uid, server))
        self._tell((uid,))

    def recover(self, now: datetime, dead: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Meet ``ports.serving.Jobs``."""
        moment, problem = microseconds(now), packed(GAVE_UP, JobProblem)
        with self._database.writing(is_durable=False) as connection:
            values = (moment, problem, moment, list(dead))
            lost = tuple(uid for (uid,) in connection.execute(statements.RECOVER, values))
        self._tell(lost)
        return lost

    def servers(self) -> tuple[str, ...]:
        """Meet ``ports.serving.Jobs``."""
        with self._database.statement() as connection:
            found = connection.execute("SELECT DISTINCT server FROM jobs WHERE state = 'running'").fetchall()
        return tuple(name for (name,) in found)

    def prune(self, before: datetime, judged_before: datetime) -> int:
        """Meet ``ports.serving.Jobs``."""
        count = self._prune(statements.PRUNE, before)
        return count + self._prune(statements.PRUNE_JUDGED, judged_before)

    def _prune(self, statement: str, before: datetime) -> int:
        """Delete in parts, each a short transaction, and return how many jobs."""
        count = 0
        while True:
            with self._database.writing(is_durable=False) as connection:
                part = connection.execute(statement, (microseconds(before),)).rowcount
            count += part
            if part < statements.PRUNE_BATCH:
                return count

    def depth(self) -> Depth:
        """Meet ``ports.serving.Jobs``."""
        with self._database.reading() as connection:
            return depth_of(connection)

    def _put_off(self, took: Took) -> None:
        """Put off the other jobs of the owner of one that took long; order is no promise, and not worth a fault."""
        if late_seconds_of(took):
            # Apart from the end: many rows wait for no disk, and claims skip none of them for that time.
            with suppress(StoreFault), self._database.writing(is_durable=False) as connection:
                put_off_others(connection, took)

    def _tell(self, uids: Iterable[str]) -> None:
        """Tell others of jobs that are kept by now; who hears nothing asks every second, so it is not worth a fault."""
        told = tuple(uids)
        if told:
            with suppress(StoreFault), self._database.statement() as connection:
                tell(connection, told)


def claimed(connection: Connection, lease: Lease, statement: str, *values: object) -> Row | None:
    """Begin the job of a statement, and return its row; None: there is none."""
    times = (microseconds(lease.now), microseconds(lease.until))
    return next(rows(connection, statement, lease.server, *times, *values), None)


def begun(connection: Connection, lease: Lease, row: Row) -> Job | None:
    """Return a job that was claimed; None: it cannot be read, and has failed."""
    try:
        return job_of_row(row)
    except ValueError:
        # It would be next for ever, and nothing after it would run.
        _end(connection, row["uid"], JobState.FAILED, lease.now, problem=packed(UNREADABLE, JobProblem))
        return None


@dataclass(frozen=True, slots=True)
class _Held:
    """A job that nobody else ends meanwhile."""

    is_unfinished: bool
    is_queued: bool
    submission: int | None
    left: bytes | None
    """What is kept of its work; None: all of it."""


def _held(connection: Connection, uid: str) -> _Held | None:
    """Hold a job for its end; None: there is none."""
    found = connection.execute(statements.ENDING, (uid,)).fetchone()
    if found is None:
        return None
    is_unfinished, is_queued, submission, work = found
    return _Held(is_unfinished, is_queued, submission, _left(work) if is_unfinished else None)


def _left(work: bytes | None) -> bytes | None:
    """Return what is kept of a judging's work once it ends; None: all of it."""
    try:
        return None if work is None else packed(ended_work(unpacked(work, Work)), Work)
    except ValueError:
        # It cannot be read: its job fails, or was cancelled, all the same.
        return None


def _end(connection: Connection, uid: str, state: JobState, at: datetime, **kept: Any) -> Took:
    """End a job that is held, and return what it took."""
    columns = [kept.get(name) for name in ("answer", "problem", "submission", "work")]
    found = connection.execute(statements.END, (state.value, microseconds(at), *columns, uid))
    ((owner, bulk, expected, ran),) = found
    return Took(uid, owner, bulk, expected, (ran or 0) / 1e6)
