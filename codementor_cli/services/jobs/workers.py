"""Threads that run jobs, each one job at a time, in fair order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from codementor_cli.domain.jobs.job import Job, JobProblem
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.errors import CancelledError, CodementorError, ErrorKind, StoreFault
from codementor_cli.ports.serving import Jobs
from codementor_cli.services.jobs.events import EventKind, EventLogs
from codementor_cli.services.jobs.newcomers import Newcomers
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.perform import JobParts, perform
from codementor_cli.services.judging.cancel import CancelToken

_RETRY_SECONDS = 1.0
"""Until a store that failed is tried again."""
_MOST_TRIES = 60
_CANCEL_SECONDS = 5.0
"""Longest wait for judgings that were cancelled: each ends within a second."""

_BUG = JobProblem(
    kind=ErrorKind.BUG,
    message="Judge error: the server has a bug, which is in its log.",
    next_step="Tell the operator of the server, with the id of the job.",
)


@dataclass(frozen=True, slots=True)
class _Told:
    """Tells the log of a job what its judging does; meets ``ports.Progress``."""

    logs: EventLogs
    uid: str

    def compiled(self, compilation: Compilation) -> None:
        self.logs.add(self.uid, EventKind.COMPILED, compilation)

    def judged(self, result: CaseResult) -> None:
        self.logs.add(self.uid, EventKind.CASE, result)


class Workers:
    """The threads of one server. Any thread may call any method."""

    def __init__(self, jobs: Jobs, parts: JobParts, logs: EventLogs, options: DeskOptions, server: str) -> None:
        """Take what jobs need.

        Args:
            jobs: Where they are kept.
            parts: What their work needs.
            logs: Told of what happens to them.
            options: How many run at a time, and who is told of their ends.
            server: Name under which they are claimed.
        """
        self._jobs = jobs
        self._parts = parts
        self._logs = logs
        self._options = options
        self._server = server
        self.newcomers = Newcomers()
        """A job that is among them is not told to have started."""
        self._running: dict[str, CancelToken] = {}
        self._changed = threading.Condition()
        self._change_count = 0
        self._closing = threading.Event()
        self._handing_back = threading.Event()
        count = options.caps.worker_count
        self._threads = [
            threading.Thread(target=self._work, name=f"jobs worker {number}", daemon=True) for number in range(count)
        ]

    def start(self) -> None:
        """Begin to run jobs."""
        for each in self._threads:
            each.start()

    def wake(self) -> None:
        """Look for jobs: there may be one."""
        with self._changed:
            self._change_count += 1
            self._changed.notify_all()

    def running(self) -> tuple[str, ...]:
        """Return the jobs that run here."""
        with self._changed:
            return tuple(self._running)

    def end(self, uid: str) -> None:
        """End what runs for a job that was cancelled, or taken over by another server."""
        with self._changed:
            token = self._running.get(uid)
        if token is not None:
            token.cancel()

    def close(self, grace_seconds: float) -> None:
        """Begin no more jobs, let the running ones end, and hand back those that take too long."""
        self._closing.set()
        self.wake()
        self._join(grace_seconds)
        self._handing_back.set()
        for uid in self.running():
            self.end(uid)
        self._join(_CANCEL_SECONDS)

    def _join(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        for each in self._threads:
            if each.ident is not None:
                each.join(max(0.0, deadline - time.monotonic()))

    def _work(self) -> None:
        while not self._closing.is_set():
            seen = self._change_count
            try:
                job = self._jobs.claim(self._options.lease(self._server), self._options.most_running)
                if job is not None:
                    self._run(job)
            except Exception as error:  # noqa: BLE001 - whatever one job does, the thread runs the next ones
                self._options.observer.fault(error)
                self._closing.wait(_RETRY_SECONDS)
            else:
                if job is None:
                    self._wait_for_news(seen)

    def _wait_for_news(self, seen: int) -> None:
        with self._changed:
            while self._change_count == seen:
                self._changed.wait()

    def _run(self, job: Job) -> None:
        token = CancelToken()
        with self._changed:
            self._running[job.uid] = token
        try:
            self.newcomers.wait(job.uid)
            self._logs.begin(job)
            self._options.observer.started(job)
            self._settle(job.uid, self._ending(job, token))
        finally:
            with self._changed:
                del self._running[job.uid]

    def _ending(self, job: Job, token: CancelToken) -> Callable[[], object]:
        """Do a job's work, and return what is to be kept of it."""
        uid = job.uid
        try:
            performed = perform(job, self._parts, _Told(self._logs, uid), token)
        except CancelledError:
            return partial(self._jobs.hand_back, uid) if self._handing_back.is_set() else _nothing
        except CodementorError as error:
            problem = JobProblem(kind=error.kind, message=error.message, next_step=error.next_step)
            return partial(self._jobs.fail, uid, problem, self._options.now())
        except Exception as error:  # noqa: BLE001 - one job's bug must not end the thread that runs the next ones
            self._options.observer.fault(error)
            return partial(self._jobs.fail, uid, _BUG, self._options.now())
        return partial(self._jobs.finish, uid, performed.answer, performed.submission, self._options.now())

    def _settle(self, uid: str, ending: Callable[[], object]) -> None:
        """Keep what came of a job, trying again while the store fails, and tell it."""
        ended = self._kept(uid, ending)
        if ended is None or not ended.state.is_end:
            self._logs.forget(uid)
        else:
            # First, so that whoever has the answer finds it counted.
            self._options.observer.ended(ended)
            self._logs.end(ended)

    def _kept(self, uid: str, ending: Callable[[], object]) -> Job | None:
        """Keep what came of a job, and return the job; None: that failed, and its lease will pass."""
        for _ in range(_MOST_TRIES):
            try:
                ending()
                return self._jobs.job(uid)
            except StoreFault as fault:
                self._options.observer.fault(fault)
                if self._handing_back.wait(_RETRY_SECONDS):
                    break
        return None


def _nothing() -> None:
    """Keep nothing."""
