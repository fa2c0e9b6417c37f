"""A thread that says, again and again, that a worker lives: jobs are released for its lanes as long as it does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from codementor_cli.domain.jobs.machines import LiveWorker
from codementor_cli.errors import StoreFault
from codementor_cli.ports.machines import Workers
from codementor_cli.services.jobs.due import Due

SEEN_FOR = timedelta(seconds=15)
"""After its last word a worker counts as dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerFacts:
    """What a worker says of itself from its start to its end."""

    name: str
    version: str
    engine: str
    lane_count: int


class Presence:
    """The thread. It waits for no lock that a signal's handler may hold: ``drain`` may be called in one."""

    def __init__(
        self, workers: Workers, facts: WorkerFacts, now: Callable[[], datetime], tick_seconds: float = 1.0
    ) -> None:
        """Take what it says, and where.

        Args:
            workers: Told.
            facts: Of this worker.
            now: Aware, UTC.
            tick_seconds: How soon a change is told.
        """
        self._workers = workers
        self._now = now
        self._tick_seconds = tick_seconds
        moment = now()
        self._said = LiveWorker(
            name=facts.name,
            version=facts.version,
            engine=facts.engine,
            lane_count=facts.lane_count,
            is_draining=False,
            started_at=moment,
            seen_until=moment,
        )
        self._is_draining = False
        self._due = Due(SEEN_FOR / 3, now)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="presence", daemon=True)

    def start(self) -> None:
        """Begin to say it."""
        self._thread.start()

    def drain(self) -> None:
        """Say from now on that this worker begins no more jobs."""
        self._is_draining = True

    def close(self) -> None:
        """End the thread, and say that the worker ended; where that cannot be said, it is seen soon."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join()
        # Nothing depends on it: without it the worker is not seen any more after a while.
        with suppress(StoreFault):
            self._workers.left(self._said.name)

    def tick(self) -> None:
        """Say what is due.

        Raises:
            StoreFault: It cannot be said now.
        """
        is_draining = self._is_draining
        if self._due.is_now() or is_draining != self._said.is_draining:
            said = replace(self._said, is_draining=is_draining, seen_until=self._now() + SEEN_FOR)
            self._workers.seen(said)
            self._said = said

    def _keep(self) -> None:
        while not self._closing.is_set():
            # The processes of the worker meet such a fault too, and tell it.
            with suppress(StoreFault):
                self.tick()
            self._closing.wait(self._tick_seconds)
