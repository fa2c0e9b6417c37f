"""A thread that gives jobs to the broker, in fair order, as many as the lanes of all workers take soon.

Each server has one, and one of all works at a time. A job that was sent and not noted is sent again, which a worker
finds out; one that the broker lost is sent again after ``LOST``.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from codementor_cli.domain.jobs.machines import Window
from codementor_cli.ports.machines import Broker, SharedJobs
from codementor_cli.services.jobs.due import Due
from codementor_cli.services.jobs.machines.live_lanes import LiveLanes
from codementor_cli.services.jobs.options import DeskOptions

LOST = timedelta(seconds=60)
"""A released job that no worker began for so long is released again: the broker may have lost it."""
_LOST_EVERY = timedelta(seconds=1)
"""How often jobs are looked for that the broker lost."""
_HELD_SECONDS = 10.0
"""Then the place is taken anew: a lock that the database lost unnoticed is not believed for longer."""


class Dispatcher:
    """The thread of one server. Any thread may call ``wake`` and ``close``."""

    def __init__(self, jobs: SharedJobs, lanes: LiveLanes, broker: Broker, options: DeskOptions) -> None:
        """Take what it needs.

        Args:
            jobs: Of all servers.
            lanes: Of all machines; they bound what is with the broker.
            broker: Takes the uids.
            options: Its times, and who is told of faults.
        """
        self._jobs = jobs
        self._lanes = lanes
        self._broker = broker
        self._options = options
        self._looking = Due(_LOST_EVERY, options.now)
        self._woken = threading.Event()
        self._closing = threading.Event()
        self._told: str | None = None
        self._is_active = False
        self._thread = threading.Thread(target=self._dispatch, name="jobs dispatcher", daemon=True)

    @property
    def is_active(self) -> bool:
        """Whether it is the one of all servers that works now."""
        return self._is_active

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Look for jobs: one was added, or a lane is free."""
        self._woken.set()

    def close(self) -> None:
        """End the thread; another server's goes on."""
        self._closing.set()
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join()

    def release(self) -> int:
        """Give the broker the jobs that there is room for, and return how many.

        Raises:
            StoreFault: The store does not answer.
            BrokerFault: The broker does not; what it has by then is sent again.
        """
        if self._looking.is_now():
            self._jobs.release_again(self._options.now() - LOST)
        count = self._lanes.count()
        uids = self._jobs.to_release(Window(count)) if count else ()
        if uids:
            self._broker.publish(uids)
            self._jobs.mark_released(uids, self._options.now())
        return len(uids)

    def _dispatch(self) -> None:
        while not self._closing.is_set():
            try:
                with self._jobs.dispatching() as is_ours:
                    if is_ours:
                        self._hold()
            except Exception as error:  # noqa: BLE001 - whatever fails, jobs are kept, and it is tried again
                self._tell(error)
                self._looking.reset()
                is_ours = False
            if not is_ours:
                # Not woken: news is for the one that works. Where this one failed, another one may take its place.
                self._closing.wait(self._options.tick_seconds)

    def _hold(self) -> None:
        """Release jobs for a while, whenever there is news, and each tick."""
        until = time.monotonic() + _HELD_SECONDS
        self._is_active = True
        try:
            while not self._closing.is_set() and time.monotonic() < until:
                self._woken.clear()
                self.release()
                self._told = None
                self._woken.wait(self._options.tick_seconds)
        finally:
            self._is_active = False

    def _tell(self, error: Exception) -> None:
        """Tell of a fault once, and again only where another one or a success came between."""
        if str(error) != self._told:
            self._told = str(error)
            self._options.observer.fault(error)
