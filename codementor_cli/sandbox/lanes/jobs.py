"""The runs of a session that no lane has taken yet."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

from codementor_cli.domain.judging.execution import CaseRun, RunReport
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes.launcher import Stopped

MOST_FOLLOWING = 2
"""As many as a zygote can get ready for."""


@dataclass(slots=True, eq=False)
class Batch:
    """The runs that one consumer asked for together, and where their reports go."""

    results: SimpleQueue[RunReport | SandboxFault] = field(default_factory=SimpleQueue)
    is_wanted: bool = True
    """Whether the consumer still takes reports."""
    is_single: bool = False
    """Whether it is one run: mostly of a consumer that will ask for another one."""


@dataclass(slots=True)
class Job:
    """One run of one batch."""

    batch: Batch
    run: CaseRun
    deaths: int = 0
    """Lanes that died with it."""
    starved: bool = False
    """Whether the machine gave it no core once."""


class Jobs:
    """The runs that no lane has taken yet."""

    def __init__(self, lane_count: int) -> None:
        self._lane_count = lane_count
        self._jobs: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, jobs: Sequence[Job]) -> None:
        """Add runs."""
        with self._changed:
            self._jobs.extend(jobs)
            self._changed.notify_all()

    def take(self) -> Job:
        """Return the next, waiting for it."""
        with self._changed:
            while not self._jobs and not self._closed:
                self._changed.wait()
            if self._closed:
                raise Stopped
            return self._jobs.popleft()

    def take_ahead(self) -> Job | None:
        """Return the next where there are enough that no other lane will want for one."""
        with self._changed:
            return self._jobs.popleft() if len(self._jobs) >= self._lane_count and not self._closed else None

    def following(self, job: Job) -> int:
        """Return how many runs a lane that takes this one is likely to get at once: up to two are worth knowing."""
        return MOST_FOLLOWING if job.batch.is_single else min(len(self._jobs), MOST_FOLLOWING)

    def give_back(self, jobs: Sequence[Job]) -> None:
        """Put runs first again, in their order."""
        with self._changed:
            self._jobs.extendleft(job for job in reversed(jobs) if job.batch.is_wanted)
            self._changed.notify_all()

    def forget(self, batch: Batch) -> None:
        """Forget the runs of a batch; those of the others stay."""
        with self._changed:
            batch.is_wanted = False
            self._jobs = deque(job for job in self._jobs if job.batch.is_wanted)

    def close(self) -> None:
        """Forget the runs and wake all waiting threads: no run will follow."""
        with self._changed:
            self._jobs.clear()
            self._closed = True
            self._changed.notify_all()
