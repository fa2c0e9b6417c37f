"""The desk of the service: takes work, says what became of it, and has it done by threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self
from uuid import uuid4

from codementor_cli.domain.jobs.job import Added, Job, NewJob, Work
from codementor_cli.domain.jobs.order import Depth
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import ErrorKind, QueueFullError, UserFileError
from codementor_cli.ports.serving import Jobs
from codementor_cli.services.jobs.events import Callback, JobEvent, events_of
from codementor_cli.services.jobs.housekeeping import Housekeeping
from codementor_cli.services.jobs.job_runs import JobRuns
from codementor_cli.services.jobs.job_server import JobServer
from codementor_cli.services.jobs.keeper import Keeper
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.perform import JobParts
from codementor_cli.services.jobs.workers import Workers

FORGOTTEN = "Jobs are forgotten a day after their end, those with test cases of their own after an hour."


class JobDesk:
    """Takes jobs and runs them. Any thread may call any method; each raises ``StoreFault`` where the store fails."""

    def __init__(self, jobs: Jobs, parts: JobParts, options: DeskOptions | None = None) -> None:
        """Take what jobs need; ``start`` begins to run them.

        Args:
            jobs: Where they are kept; other servers may share it.
            parts: What their work needs.
            options: How the desk works.
        """
        self._jobs = jobs
        self._options = options or DeskOptions()
        server = JobServer(jobs, self._options)
        self._logs = server.logs
        self._runs = JobRuns(server, parts)
        self._workers = Workers(server, self._runs)
        self._chores = Housekeeping(server)
        self._keeper = Keeper(server, self._runs, also=self._tick)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Take over the jobs of dead servers, and begin to run jobs."""
        self._chores.recover()
        self._keeper.start()
        self._workers.start()

    def close(self, grace_seconds: float = 0.0) -> None:
        """Begin no more jobs, let running ones end, and hand back to the queue those that take longer.

        Jobs can be added and read on; who waits for one waits on.
        """
        self._workers.close(grace_seconds)
        self._keeper.close()

    def submit(
        self, owner: LearnerId, work: Work, idempotency_key: str | None, request_digest: str, bulk: bool = False
    ) -> Added:
        """Keep a job, which runs when its turn comes; or return the one that the same request made before.

        Args:
            owner: Whose it is; the learner of its submission.
            work: What to do.
            idempotency_key: The owner's name for the request; None: each is a new one.
            request_digest: SHA-256 in hex of the request.
            bulk: Whether it is one of many, for which nobody waits.

        Raises:
            KeyReusedError: The key came before with another request.
            QueueFullError: The owner, or all owners together, have too many jobs.
        """
        (added,) = self.submit_all(owner, [(work, idempotency_key)], request_digest, bulk)
        if isinstance(added, QueueFullError):
            raise added
        return added

    def submit_all(
        self, owner: LearnerId, works: Sequence[tuple[Work, str | None]], request_digest: str, bulk: bool = False
    ) -> tuple[Added | QueueFullError, ...]:
        """Keep jobs, at the price of one, and return what ``submit`` would of each, or raise where there is no room.

        Args:
            owner: Of all.
            works: Each with its idempotency key.
            request_digest: Of the request, the same for all.
            bulk: Of each.

        Raises:
            KeyReusedError: One of the keys came before with another request; none is kept.
        """
        new = [self._new(owner, work, key, request_digest, bulk) for work, key in works]
        with self._runs.newcomers.adding(*(each.uid for each in new)):
            found = self._jobs.add_all(new, self._options.caps_now())
            for each in found:
                if isinstance(each, Added) and each.is_new:
                    self._options.observer.queued(each.job)
        self._workers.wake()
        return found

    def _new(self, owner: LearnerId, work: Work, key: str | None, digest: str, bulk: bool) -> NewJob:
        return NewJob(
            uid=uuid4().hex,
            owner=owner,
            request_digest=digest,
            work=work,
            created_at=self._options.now(),
            idempotency_key=key,
            bulk=bulk,
        )

    def job(self, uid: str) -> Job:
        """Return a job as it is now.

        Raises:
            UserFileError: There is none, or it ended long ago.
        """
        found = self._jobs.job(uid)
        if found is None:
            raise UserFileError("There is no such job.", FORGOTTEN, kind=ErrorKind.NOT_FOUND)
        return found

    def wait(self, uid: str, seconds: float) -> Job:
        """Return a job as soon as it has ended, at the latest after so many seconds.

        Raises:
            UserFileError: There is none.
        """
        ended = threading.Event()
        leave = self.subscribe(uid, lambda event: ended.set() if event.is_last else None)
        try:
            job = self.job(uid)
            if not job.state.is_end:
                ended.wait(max(0.0, seconds))
                job = self.job(uid)
            return job
        finally:
            leave()

    def events(self, uid: str, after: int = 0) -> list[JobEvent]:
        """Return what happened to a job so far, in order; of what ran on another server, what its row tells.

        Args:
            uid: Of the job.
            after: Number of the last event that the caller has; 0: none.

        Raises:
            UserFileError: There is no such job.
        """
        events = self._logs.of(uid)
        if events is None:
            events = events_of(self.job(uid))
        return [each for each in events if each.number > after]

    def subscribe(self, uid: str, callback: Callback) -> Callable[[], None]:
        """Tell of each event of a job from now on, until the function that is returned is called.

        A caller subscribes first and asks for ``events`` then: so it misses none. The callback is called by the thread
        in which the event happens, and must not wait.
        """
        return self._logs.subscribe(uid, callback)

    def cancel(self, uid: str) -> Job:
        """End a job, wherever it runs, and return it; one that has ended stays as it is.

        Raises:
            UserFileError: There is none.
        """
        is_cancelled = self._jobs.cancel(uid, self._options.now())
        job = self.job(uid)
        if is_cancelled:
            self._logs.end(job)
            self._runs.end(uid)
            if job.started_at is None:
                self._options.observer.ended(job)
        return job

    def hear(self, uid: str) -> None:
        """Look now at a job that another process told of, and for new ones; empty: look at all. Raises nothing."""
        try:
            self._keeper.look(uid)
        except Exception as error:  # noqa: BLE001 - the thread that tells of others goes on, and the next tick looks again
            self._options.observer.fault(error)
        self._workers.wake()

    def depth(self) -> Depth:
        """Return how full the queue is."""
        return self._jobs.depth()

    def _tick(self) -> None:
        self._chores.tick()
        self._workers.wake()
