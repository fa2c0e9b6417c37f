"""The deadline of one question, shared by the thread that asks and the thread that waits."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Deadline:
    """A deadline, and the request ids that were seen before it."""

    at: float
    """On the monotonic clock, in seconds."""
    request_ids: list[str] = field(default_factory=list)
    """One a try that was answered."""
    abandoned: threading.Event = field(default_factory=threading.Event)
    """Set when no thread waits any more."""

    @property
    def left_seconds(self) -> float:
        """Return the seconds that remain; never negative."""
        return max(0.0, self.at - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether the time is up, or no thread waits."""
        return self.abandoned.is_set() or self.left_seconds <= 0
