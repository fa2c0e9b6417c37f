"""Counts of the last minute, in this process: a moving window for each key."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Minute:
    """Counts what happened in the last 60 seconds. Threads may share it."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def wait_after(self, most: int, *key: str) -> int:
        """Count one more where there is room for it.

        Args:
            most: In a minute.
            key: Of what is counted.

        Returns:
            Whole seconds until there is room; 0: it was counted.
        """
        item = RateLimitItemPerMinute(most)
        if self._windows.hit(item, *key):
            return 0
        # At the last moment of a window it is still full.
        return max(0, math.floor(self._windows.get_window_stats(item, *key).reset_time - time.time())) + 1
