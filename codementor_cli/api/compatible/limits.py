"""Limits that a sandbox can set: foreign clients ask for less than any program needs."""

from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.text.units import MIN_MEMORY_BYTES

_LEAST_SECONDS = 0.001


def usable(limits: Limits) -> Limits:
    """Return limits that are high enough for a sandbox to start a program."""
    return replace(
        limits,
        time_seconds=max(limits.time_seconds, _LEAST_SECONDS),
        wall_time_seconds=max(limits.wall_seconds, _LEAST_SECONDS),
        memory_bytes=max(limits.memory_bytes, MIN_MEMORY_BYTES),
        output_bytes=max(limits.output_bytes, 1),
        process_count=max(limits.process_count, 1),
    )
