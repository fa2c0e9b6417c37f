"""One job from its claim to its end, in the thread that calls; and which jobs run here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from codementor_cli.domain.jobs.job import Job, JobProblem
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.errors import CancelledError, CodementorError, ErrorKind, StoreFault
from codementor_cli.services.jobs.events import EventKind, EventLogs
from codementor_cli.services.jobs.job_server import JobServer
from codementor_cli.services.jobs.newcomers import Newcomers
from codementor_cli.services.jobs.perform import JobParts, perform
from codementor_cli.services.judging.cancel import CancelToken

_MOST_TRIES = 60
"""To keep what came of a job, while the store fails."""

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


class JobRuns:
    """The jobs that run here. Any thread may call any method."""

    def __init__(self, server: JobServer, parts: JobParts) -> None:
        """Take the process in which they run, and what their work needs."""
        self._server = server
        self._jobs = server.jobs
        self._options = server.options
        self._parts = parts
        self.newcomers = Newcomers()
        """A job that is among them is not told to have started."""
        self._running: dict[str, CancelToken] = {}
        self._guard = threading.Lock()
        self._handing_back = threading.Event()

    def running(self) -> tuple[str, ...]:
        """Return the jobs that run here."""
        with self._guard:
            return tuple(self._running)

    def end(self, uid: str) -> None:
        """End what runs for a job that was cancelled, or taken over by another server."""
        with self._guard:
            token = self._running.get(uid)
        if token is not None:
            token.cancel()

    def hand_back(self) -> None:
        """End what runs here now, and what begins later: such jobs are queued again."""
        self._handing_back.set()
        for uid in self.running():
            self.end(uid)

    def run(self, job: Job) -> None:
        """Do the work of a job that was claimed, and keep and tell what came of it."""
        token = CancelToken()
        with self._guard:
            self._running[job.uid] = token
        try:
            if self._handing_back.is_set():
                token.cancel()
            self.newcomers.wait(job.uid)
            self._server.logs.begin(job)
            self._options.observer.started(job)
            self._settle(job.uid, self._ending(job, token))
        finally:
            with self._guard:
                # A process that stood still for long may run a job twice.
                self._running.pop(job.uid, None)

    def _ending(self, job: Job, token: CancelToken) -> Callable[[], object]:
        """Do a job's work, and return what is to be kept of it."""
        uid = job.uid
        try:
            performed = perform(job, self._parts, _Told(self._server.logs, uid), token)
        except CancelledError:
            is_wanted = self._handing_back.is_set()
            return partial(self._jobs.hand_back, uid, self._server.name) if is_wanted else _nothing
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
            self._server.logs.forget(uid)
        else:
            # First, so that whoever has the answer finds it counted.
            self._options.observer.ended(ended)
            self._server.logs.end(ended)

    def _kept(self, uid: str, ending: Callable[[], object]) -> Job | None:
        """Keep what came of a job, and return the job; None: that failed, and its lease will pass."""
        for _ in range(_MOST_TRIES):
            try:
                ending()
                return self._jobs.job(uid)
            except StoreFault as fault:
                self._options.observer.fault(fault)
                if self._handing_back.wait(self._options.retry_seconds):
                    break
        return None


def _nothing() -> None:
    """Keep nothing."""
