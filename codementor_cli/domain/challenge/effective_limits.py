"""The limits in force, and the number of lanes of a judging. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.limits import Ceilings, Limits
from codementor_cli.domain.challenge.program import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitOverrides:
    """Limits that the user asks for; None: the challenge's own."""

    time_seconds: float | None = None
    """In force as it is, without a language's time factor. The wall time limit follows from it where none is given."""
    wall_time_seconds: float | None = None
    memory_bytes: int | None = None
    output_bytes: int | None = None


NO_OVERRIDES = LimitOverrides()
NO_CEILINGS = Ceilings()


def time_factor(language: Language, challenge: Challenge | None = None) -> float:
    """Return the factor of the time limits: the challenge's own for the language, else the language's."""
    asked = challenge.options(language.name).time_factor if challenge else None
    return language.time_factor if asked is None else asked


def effective_limits(
    suite_limits: Limits,
    factor: float = 1.0,
    ceilings: Ceilings = NO_CEILINGS,
    overrides: LimitOverrides = NO_OVERRIDES,
) -> Limits:
    """Return the limits in force: the user's, else the suite's times the factor; none exceeds its ceiling."""
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
    """Return the largest number of lanes at a time: the number asked for, else one a core.

    It is at least 1 and at most the number of cases. The sandbox decides how many of them pay.
    """
    return max(1, min(core_count if asked is None else asked, case_count))
