"""Whether the service can work: looked at once a second at most, however many ask, for anybody may ask."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

from anyio import CapacityLimiter, to_thread

from codementor_cli.bootstrap.serving import Service
from codementor_cli.errors import CodementorError
from codementor_cli.schemas.public.serving.health import ReadyReport

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every job."""
_KEPT_SECONDS = 1.0


class Readiness:
    """The last look at the store, the sandbox and the queue. One loop's."""

    def __init__(self, service: Service, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the service.

        Args:
            service: What is looked at.
            clock: Returns seconds.
        """
        self._service = service
        self._clock = clock
        self._turn = asyncio.Lock()
        self._kept: ReadyReport | None = None
        self._looked_at = 0.0

    async def report(self) -> ReadyReport:
        """Return what the last look found, or look again; the others wait for that one."""
        async with self._turn:
            if self._kept is None or self._clock() - self._looked_at >= _KEPT_SECONDS:
                # A thread of its own: those that answer requests may all wait for the store.
                self._kept = await to_thread.run_sync(self._looked, limiter=CapacityLimiter(1))
                self._looked_at = self._clock()
            return self._kept

    def _looked(self) -> ReadyReport:
        service = self._service
        # Forgets nothing, and needs the right to write as much as any record.
        store = _works(lambda: service.jobs.prune(_NEVER, _NEVER))
        sandbox = _works(service.check_sandbox)
        queue = store and service.jobs.depth().unfinished_count < service.caps.total_count
        machines = service.machines
        if machines is None:
            return ReadyReport(ready=store and sandbox and queue, store=store, sandbox=sandbox, queue=queue)
        # Jobs are kept until the broker and a worker are there again: another server would do no better.
        broker = machines.broker.depth is not None
        return ReadyReport(ready=store and queue, store=store, sandbox=sandbox, queue=queue, broker=broker)


def _works(action: Callable[[], object]) -> bool:
    try:
        action()
    except CodementorError:
        return False
    return True
