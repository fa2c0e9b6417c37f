"""Several machines: how many jobs are with the broker, and which workers live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

_JOBS_PER_LANE = 2
"""Running and with the broker: a worker finds its next job there as it ends one."""


@dataclass(frozen=True, slots=True)
class Window:
    """How many jobs may be running, or with the broker, at a time. What waits there is not in fair order any more."""

    lane_count: int
    """Of all live workers that are not draining."""

    @property
    def most(self) -> int:
        """Jobs in all."""
        return _JOBS_PER_LANE * self.lane_count

    @property
    def most_bulk(self) -> int:
        """Bulk jobs: no more than run, so that a person's job waits for a lane alone and not for a class."""
        return self.lane_count

    @property
    def most_of_owner(self) -> int:
        """Jobs of one owner, while others wait."""
        return max(1, (self.lane_count + 1) // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveWorker:
    """What a worker says of itself."""

    name: str
    """Unique among all that ever were."""
    version: str
    """Of codementor."""
    engine: str
    """``bubblewrap`` or ``docker``."""
    lane_count: int
    """Jobs that it runs at a time."""
    is_draining: bool
    """Whether it ends its jobs and begins no more."""
    started_at: datetime
    seen_until: datetime
    """After that it counts as dead."""


@dataclass(frozen=True, slots=True)
class BrokerDepth:
    """How full the broker is."""

    waiting_count: int
    dead_count: int
    """Uids that were delivered too often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A uid that the broker gave up."""

    uid: str
    reason: str
    """As the broker says it, such as ``delivery_limit``."""
    at: datetime | None
    """None: the broker does not say."""
