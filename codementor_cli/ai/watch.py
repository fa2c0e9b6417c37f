"""The time that a question has; shared by who asks and who waits."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Watch:
    """A deadline, and what was seen until it."""

    deadline_at: float
    """On the monotonic clock, in seconds."""
    request_ids: list[str] = field(default_factory=list)
    """One a try that was answered."""
    abandoned: threading.Event = field(default_factory=threading.Event)
    """Set when nobody waits any more."""

    @property
    def left_seconds(self) -> float:
        """What remains; never negative."""
        return max(0.0, self.deadline_at - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether the time is up, or nobody waits."""
        return self.abandoned.is_set() or self.left_seconds <= 0
