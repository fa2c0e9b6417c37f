"""One process among those that share the jobs of a store."""

from __future__ import annotations

from dataclasses import dataclass, field

from codementor_cli.domain.jobs.job import Job, Lease
from codementor_cli.ports.serving import Jobs
from codementor_cli.services.jobs.events import EventLogs
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.servers import server_name


@dataclass(frozen=True, slots=True)
class JobServer:
    """What all parts of such a process stand on; threads share it."""

    jobs: Jobs
    options: DeskOptions
    logs: EventLogs = field(default_factory=EventLogs)
    """Told of what happens to jobs."""
    name: str = field(default_factory=server_name)
    """Under which jobs are claimed here."""

    def lease(self) -> Lease:
        """Return a lease from now on."""
        return self.options.lease(self.name)

    def recover(self, dead: tuple[str, ...] = ()) -> None:
        """Queue the jobs of dead servers again, and tell of those that have failed by that.

        Args:
            dead: Names of servers that are known to be dead; of others, their leases tell.
        """
        for uid in self.jobs.recover(self.options.now(), dead):
            failed = self.tell_end(uid)
            if failed is not None:
                self.options.observer.ended(failed)

    def tell_end(self, uid: str) -> Job | None:
        """Tell that a job ended, and return it; None: it did not."""
        job = self.jobs.job(uid)
        if job is None or not job.state.is_end:
            return None
        self.logs.end(job)
        return job
