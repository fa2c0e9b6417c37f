"""Counts of the last minute: a moving window for each key in this process, or one count for all servers."""

from __future__ import annotations

import math
import time
from functools import partial

from anyio import CapacityLimiter, to_thread
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from codementor_cli.errors import StoreFault
from codementor_cli.ports.serving import Rates

_COUNTERS = 4
"""Threads that ask for the count of all servers; each takes about a millisecond."""


class Minute:
    """Counts what happened in the last 60 seconds, in this process. Threads may share it; meets ``Rates``."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def wait_after(self, most: int, *key: str) -> int:
        """Meet ``Rates``."""
        item = RateLimitItemPerMinute(most)
        if self._windows.hit(item, *key):
            return 0
        # At the last moment of a window it is still full.
        return max(0, math.floor(self._windows.get_window_stats(item, *key).reset_time - time.time())) + 1


class RequestCounts:
    """Counts for one middleware, without keeping the loop waiting."""

    def __init__(self, shared: Rates | None = None) -> None:
        """Take what counts for all servers; None: this process counts for itself."""
        self._shared = shared
        self._own = Minute()
        self._counters: CapacityLimiter | None = None

    async def wait_after(self, most: int, *key: str) -> int:
        """Count one more, as ``Rates`` does; where the shared count cannot be had, this process counts for itself."""
        if self._shared is not None:
            if self._counters is None:
                self._counters = CapacityLimiter(_COUNTERS)
            try:
                return await to_thread.run_sync(partial(self._shared.wait_after, most, *key), limiter=self._counters)
            except StoreFault:
                pass  # a request is not refused because it cannot be counted, and goes on to where it may fail
        return self._own.wait_after(most, *key)
