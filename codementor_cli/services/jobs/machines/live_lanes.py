"""The live workers of all machines, looked up once a second at most, however many ask."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from codementor_cli.domain.jobs.machines import LiveWorker
from codementor_cli.ports.machines import Workers

_KEPT = timedelta(seconds=1)


class LiveLanes:
    """What the last look found. Threads share it; every method raises ``StoreFault``, as ``Workers`` do."""

    def __init__(self, workers: Workers, now: Callable[[], datetime]) -> None:
        """Take where workers are seen, and the clock: aware, UTC."""
        self._workers = workers
        self._now = now
        self._guard = threading.Lock()
        self._looked_at: datetime | None = None
        self._live: tuple[LiveWorker, ...] = ()

    def workers(self) -> tuple[LiveWorker, ...]:
        """Return the live workers, those that drain too."""
        with self._guard:
            now = self._now()
            if self._looked_at is None or now - self._looked_at >= _KEPT:
                self._live = self._workers.live(now)
                self._looked_at = now
            return self._live

    def count(self) -> int:
        """Return how many jobs all workers run at a time; those that drain begin no more."""
        return sum(each.lane_count for each in self.workers() if not each.is_draining)

    def engine(self) -> str | None:
        """Return the sandbox of the workers, of which the first one is asked; None: none lives."""
        return next((each.engine for each in self.workers()), None)
