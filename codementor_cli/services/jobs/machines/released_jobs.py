"""Jobs that a broker names, run one after the other in a child of a worker."""

from __future__ import annotations

import threading

from codementor_cli.domain.jobs.job import Job
from codementor_cli.errors import StoreFault
from codementor_cli.ports.machines import SharedJobs
from codementor_cli.services.jobs.job_runs import JobRuns
from codementor_cli.services.jobs.job_server import JobServer
from codementor_cli.services.jobs.keeper import Keeper
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.perform import JobParts
from codementor_cli.services.jobs.servers import is_dead

_MOST_TRIES = 60
"""To claim a job, while the store fails."""


class ReleasedJobs:
    """Runs the jobs that it is told. It is made in the process that runs them: its name is that process's."""

    def __init__(self, jobs: SharedJobs, parts: JobParts, options: DeskOptions | None = None) -> None:
        """Take what jobs need; ``start`` comes next.

        Args:
            jobs: Where they are kept.
            parts: What their work needs.
            options: Of its times, and who is told; the bounds of the queue do not matter here.
        """
        self._jobs = jobs
        self._server = JobServer(jobs, options or DeskOptions())
        self._runs = JobRuns(self._server, parts)
        self._keeper = Keeper(self._server, self._runs)
        self._closing = threading.Event()

    @property
    def server(self) -> str:
        """The name under which jobs are claimed here."""
        return self._server.name

    def start(self) -> None:
        """Begin to renew the leases of what runs here, and to look for cancelled jobs."""
        self._keeper.start()

    def run(self, uid: str) -> Job | None:
        """Run a job, and return it as it was begun, once what came of it is kept: then the broker may forget it.

        Returns:
            None: there was nothing to do. It runs elsewhere, has ended, or there is no such job.

        Raises:
            StoreFault: The store failed for a minute. The job is queued still: it is released again later.
        """
        job = self._claimed(uid)
        if job is not None:
            self._runs.run(job)
        return job

    def hand_back(self) -> None:
        """End what runs here, and queue it again; any thread may call it."""
        self._closing.set()
        self._runs.hand_back()

    def close(self) -> None:
        """Hand back what runs here, and end the thread that kept it."""
        self.hand_back()
        self._keeper.close()

    def _claimed(self, uid: str) -> Job | None:
        for _ in range(_MOST_TRIES):
            try:
                return self._claim(uid)
            except StoreFault as fault:
                failed = fault
                self._server.options.observer.fault(fault)
                if self._closing.wait(self._server.options.retry_seconds):
                    break
        raise failed

    def _claim(self, uid: str) -> Job | None:
        """Begin a job; one whose server is known to be dead too, without waiting until its lease has passed."""
        job = self._jobs.claim_released(uid, self._server.lease())
        if job is not None:
            return job
        server = self._jobs.server_of(uid)
        if server is None or not is_dead(server):
            return None
        self._server.recover((server,))
        return self._jobs.claim_released(uid, self._server.lease())
