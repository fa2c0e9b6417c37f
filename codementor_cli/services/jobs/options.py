"""How a desk of jobs works: its bounds, its times, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from codementor_cli.domain.jobs.job import Job, Lease
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.ports.serving import DeskObserver

LEASE = timedelta(seconds=30)
"""A server that does not renew its lease for so long counts as dead, though its process may be seen."""


def _now() -> datetime:
    return datetime.now(tz=UTC)


class NoObserver:
    """Looks away; meets ``ports.serving.DeskObserver``."""

    def queued(self, job: Job) -> None:
        """Ignore it."""

    def started(self, job: Job) -> None:
        """Ignore it."""

    def ended(self, job: Job) -> None:
        """Ignore it."""

    def fault(self, error: BaseException) -> None:
        """Ignore it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOptions:
    """How a desk works."""

    caps: QueueCaps = field(default_factory=QueueCaps)
    """Its ``worker_count`` jobs run here at a time; 0: other servers run them."""
    lane_count: Callable[[], int] | None = None
    """Returns how many jobs run at a time where none runs here; None: they run here."""
    now: Callable[[], datetime] = _now
    tick_seconds: float = 1.0
    """How soon this server sees what another one did: a job that was added, cancelled or ended."""
    retry_seconds: float = 1.0
    """Until a store that failed is tried again."""
    kept: timedelta = timedelta(hours=24)
    """How long the answer of a job that ended can be asked for, and its key is remembered."""
    judged_kept: timedelta = timedelta(hours=1)
    """The same of judgings that came with their test cases: their answers are large."""
    observer: DeskObserver = field(default_factory=NoObserver)

    @property
    def thread_count(self) -> int:
        """Jobs that run here at a time."""
        return self.caps.worker_count if self.lane_count is None else 0

    def caps_now(self) -> QueueCaps:
        """Return the bounds of the queue, with as many workers as there are now.

        Raises:
            StoreFault: The live workers cannot be looked up.
        """
        return self.caps if self.lane_count is None else replace(self.caps, worker_count=max(1, self.lane_count()))

    @property
    def most_running(self) -> int:
        """Jobs of one owner that run at a time while others wait: half of the workers."""
        return max(1, (self.caps.worker_count + 1) // 2)

    def lease(self, server: str) -> Lease:
        """Return a lease from now on."""
        now = self.now()
        return Lease(server=server, now=now, until=now + LEASE)
