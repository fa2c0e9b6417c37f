"""Which limits are in force, and how many lanes a judging takes; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.limits import Ceilings, Limits
from codementor_cli.domain.challenge.program import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitOverrides:
    """Limits that the user asks for; None: as the challenge says."""

    time_seconds: float | None = None
    """Taken as it is: no language's time factor applies. Without a wall time, that follows from it."""
    wall_time_seconds: float | None = None
    memory_bytes: int | None = None
    output_bytes: int | None = None


NO_OVERRIDES = LimitOverrides()
NO_CEILINGS = Ceilings()


def time_factor(language: Language, challenge: Challenge | None = None) -> float:
    """Return by what the time limits are multiplied: the challenge's word for the language, else the language's own."""
    asked = challenge.options(language.name).time_factor if challenge else None
    return language.time_factor if asked is None else asked


def effective_limits(
    suite_limits: Limits,
    factor: float = 1.0,
    ceilings: Ceilings = NO_CEILINGS,
    overrides: LimitOverrides = NO_OVERRIDES,
) -> Limits:
    """Return the limits in force: the suite's times the language's factor, or the user's; none above its ceiling."""
    limits = suite_limits.scaled(factor)
    if overrides.time_seconds is not None:
        limits = replace(limits, time_seconds=overrides.time_seconds, wall_time_seconds=None)
    if overrides.wall_time_seconds is not None:
        limits = replace(limits, wall_time_seconds=overrides.wall_time_seconds)
    if overrides.memory_bytes is not None:
        limits = replace(limits, memory_bytes=overrides.memory_bytes)
    if overrides.output_bytes is not None:
        limits = replace(limits, output_bytes=overrides.output_bytes)
    return limits.capped(ceilings)


def lane_count(case_count: int, core_count: int, asked: int | None = None) -> int:
    """Return how many lanes there may be at a time: as many as was asked for, else one a core.

    Never less than one, nor more than there are cases. How many of them pay is for the sandbox to find out.
    """
    return max(1, min(core_count if asked is None else asked, case_count))
