"""A thread that keeps the jobs of one process in order, beside what runs them: leases, and other processes' news."""

from __future__ import annotations

import threading
from collections.abc import Callable

from codementor_cli.domain.jobs.job import JobState
from codementor_cli.services.jobs.due import Due
from codementor_cli.services.jobs.job_runs import JobRuns
from codementor_cli.services.jobs.job_server import JobServer
from codementor_cli.services.jobs.options import LEASE


def _no_more() -> None:
    """Do nothing."""


class Keeper:
    """The thread. Its methods are its own, but for ``start``, ``look`` and ``close``."""

    def __init__(self, server: JobServer, runs: JobRuns, also: Callable[[], None] = _no_more) -> None:
        """Take what it keeps in order.

        Args:
            server: Whose jobs they are.
            runs: Those that run here.
            also: Done each time, after the leases are renewed.
        """
        self._server = server
        self._runs = runs
        self._also = also
        self._renewing = Due(LEASE / 6, server.options.now)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="jobs keeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join()

    def tick(self) -> None:
        """Do what is due."""
        if self._renewing.is_now():
            self._renew()
        self.look()
        self._also()

    def look(self, only: str = "") -> None:
        """Tell of the jobs that other servers ended, and end here those that they cancelled.

        Args:
            only: One that another process told of; empty: all.
        """
        running = self._runs.running()
        known = (*running, *self._server.logs.awaited_elsewhere())
        asked = tuple(uid for uid in known if only in {"", uid})
        for uid, state in self._server.jobs.states(asked).items() if asked else ():
            if state.is_end and uid in running:
                self._runs.end(uid)
            elif state.is_end:
                self._server.tell_end(uid)

    def _renew(self) -> None:
        """Keep the jobs that run here, and end those that are no longer this server's."""
        running = self._runs.running()
        if running:
            lost = set(running) - self._server.jobs.renew(self._server.lease(), running)
            states = self._server.jobs.states(tuple(lost)) if lost else {}
            for uid in lost:
                # A database that was killed may forget that a job began, and others may have thought this server dead:
                # until another one begins the job, what comes of it here counts.
                if states.get(uid) is not JobState.QUEUED:
                    self._runs.end(uid)

    def _keep(self) -> None:
        while not self._closing.wait(self._server.options.tick_seconds):
            try:
                self.tick()
            except Exception as error:  # noqa: BLE001 - a server whose leases end loses all its jobs
                self._server.options.observer.fault(error)
