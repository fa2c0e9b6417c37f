"""Tells the observer of a server what became of the jobs that it took, though workers elsewhere ran them.

So each job is counted once over all servers: by the one that took it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from codementor_cli.domain.jobs.job import Job

if TYPE_CHECKING:
    from codementor_cli.ports.serving import DeskObserver
    from codementor_cli.services.jobs.events import Callback, JobEvent

Subscribe = Callable[[str, "Callback"], Callable[[], None]]
"""As ``JobDesk.subscribe``."""


class TakenJobs:
    """Stands before an observer; meets ``ports.serving.DeskObserver``.

    What ends here and was taken elsewhere is not told: the server that took it tells its own observer.
    """

    def __init__(self, observer: DeskObserver) -> None:
        """Take whom to tell; ``watch`` comes before the first job."""
        self._observer = observer
        self._subscribe: Subscribe | None = None
        self._leave: dict[str, Callable[[], None]] = {}

    def watch(self, subscribe: Subscribe) -> None:
        """Take where the ends of jobs are told."""
        self._subscribe = subscribe

    def queued(self, job: Job) -> None:
        """Follow a job to its end."""
        self._observer.queued(job)
        if self._subscribe is not None:
            self._leave[job.uid] = self._subscribe(job.uid, self._told)

    def started(self, job: Job) -> None:
        """Ignore it: nothing runs here."""

    def ended(self, job: Job) -> None:
        """Ignore it: its event comes too."""

    def fault(self, error: BaseException) -> None:
        """Pass it on."""
        self._observer.fault(error)

    def _told(self, event: JobEvent) -> None:
        job = event.data
        if not event.is_last or not isinstance(job, Job):
            return
        # Two threads may tell of one end.
        leave = self._leave.pop(job.uid, None)
        if leave is not None:
            leave()
            if job.started_at is not None:
                self._observer.started(job)
            self._observer.ended(job)
