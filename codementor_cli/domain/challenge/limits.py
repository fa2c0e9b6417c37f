"""Limits of a program, and how they combine."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codementor_cli.text.units import MIB

DEFAULT_TIME_SECONDS = 2.0
DEFAULT_MEMORY_BYTES = 256 * MIB
DEFAULT_OUTPUT_BYTES = 1 * MIB
DEFAULT_PROCESS_COUNT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one test case; all its processes together."""

    time_seconds: float = DEFAULT_TIME_SECONDS
    """CPU time, user and system."""
    wall_time_seconds: float | None = None
    """Time on the wall; None: twice the CPU limit and a second."""
    memory_bytes: int = DEFAULT_MEMORY_BYTES
    """Resident memory."""
    output_bytes: int = DEFAULT_OUTPUT_BYTES
    """Of stdout and of stderr, each."""
    process_count: int = DEFAULT_PROCESS_COUNT
    """Processes and threads at one time."""

    @property
    def wall_seconds(self) -> float:
        """The wall time limit in force."""
        return 2 * self.time_seconds + 1 if self.wall_time_seconds is None else self.wall_time_seconds

    def scaled(self, time_factor: float) -> Limits:
        """Return these limits with both times multiplied, for a slower language."""
        wall = None if self.wall_time_seconds is None else self.wall_time_seconds * time_factor
        return replace(self, time_seconds=self.time_seconds * time_factor, wall_time_seconds=wall)

    def capped(self, ceilings: Ceilings) -> Limits:
        """Return these limits, none above its ceiling."""
        wall = self.wall_seconds
        if ceilings.wall_seconds is not None:
            wall = min(wall, ceilings.wall_seconds)
        memory = self.memory_bytes
        if ceilings.memory_bytes is not None:
            memory = min(memory, ceilings.memory_bytes)
        return replace(
            self,
            time_seconds=min(self.time_seconds, wall),
            wall_time_seconds=wall,
            memory_bytes=memory,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceilings:
    """Limits that no challenge can exceed on this machine; None: no ceiling."""

    wall_seconds: float | None = None
    memory_bytes: int | None = None
    cpu_percent: int | None = None
    """Of one core."""


LIVE_LIMITS = Limits(time_seconds=10, memory_bytes=512 * MIB, output_bytes=16 * MIB)
"""Of ``codementor run``, where a person experiments: more than a test case usually has."""
