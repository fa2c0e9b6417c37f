"""A thread that keeps jobs in order beside the workers: leases, dead servers, other servers' news, old jobs."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from codementor_cli.domain.jobs.job import Job
from codementor_cli.ports.serving import Jobs
from codementor_cli.services.jobs.events import EventLogs
from codementor_cli.services.jobs.options import LEASE, DeskOptions
from codementor_cli.services.jobs.servers import is_dead
from codementor_cli.services.jobs.workers import Workers

_PRUNE_EVERY = timedelta(minutes=10)


class Keeper:
    """The thread. Its methods are its own, but for ``start`` and ``close``."""

    def __init__(self, jobs: Jobs, workers: Workers, logs: EventLogs, options: DeskOptions, server: str) -> None:
        """Take what it keeps in order; ``server`` is the name of this one."""
        self._jobs = jobs
        self._workers = workers
        self._logs = logs
        self._options = options
        self._server = server
        self._renewed_at: datetime | None = None
        self._pruned_at: datetime | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="jobs keeper", daemon=True)

    def start(self) -> None:
        """Take over from dead servers, and begin."""
        self.recover()
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join()

    def recover(self) -> None:
        """Queue the jobs of dead servers again, and tell of those that have failed by that."""
        dead = tuple(name for name in self._jobs.servers() if name != self._server and is_dead(name))
        for uid in self._jobs.recover(self._options.now(), dead):
            failed = self._tell(uid)
            if failed is not None:
                self._options.observer.ended(failed)

    def tick(self) -> None:
        """Do what is due."""
        now = self._options.now()
        if self._is_due(self._renewed_at, LEASE / 6):
            self._renewed_at = now
            self._renew()
            self.recover()
        if self._is_due(self._pruned_at, _PRUNE_EVERY):
            self._pruned_at = now
            self._jobs.prune(now - self._options.kept, now - self._options.judged_kept)
        self._look_elsewhere()
        self._workers.wake()

    def _look_elsewhere(self) -> None:
        """Tell of the jobs that other servers ended, and end here those that they cancelled."""
        running = self._workers.running()
        awaited = self._logs.awaited_elsewhere()
        for uid, state in self._jobs.states((*running, *awaited)).items():
            if state.is_end and uid in running:
                self._workers.end(uid)
            elif state.is_end:
                self._tell(uid)

    def _is_due(self, last: datetime | None, every: timedelta) -> bool:
        return last is None or self._options.now() - last >= every

    def _renew(self) -> None:
        """Keep the jobs that run here, and end those that are no longer this server's."""
        running = self._workers.running()
        if running:
            held = self._jobs.renew(self._options.lease(self._server), running)
            for uid in set(running) - held:
                self._workers.end(uid)

    def _tell(self, uid: str) -> Job | None:
        """Tell that a job ended, and return it; None: it did not."""
        job = self._jobs.job(uid)
        if job is None or not job.state.is_end:
            return None
        self._logs.end(job)
        return job

    def _keep(self) -> None:
        while not self._closing.wait(self._options.tick_seconds):
            try:
                self.tick()
            except Exception as error:  # noqa: BLE001 - a server whose leases end loses all its jobs
                self._options.observer.fault(error)
