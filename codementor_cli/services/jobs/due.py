"""What is to be done now and then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta


class Due:
    """Says when something is to be done again. One thread's."""

    def __init__(self, every: timedelta, now: Callable[[], datetime]) -> None:
        """Take how often; the first time is at once."""
        self._every = every
        self._now = now
        self._last: datetime | None = None

    def is_now(self) -> bool:
        """Whether it is due; the next time follows from this one."""
        now = self._now()
        if self._last is not None and now - self._last < self._every:
            return False
        self._last = now
        return True

    def reset(self) -> None:
        """Make it due at once: the last time came to nothing."""
        self._last = None
