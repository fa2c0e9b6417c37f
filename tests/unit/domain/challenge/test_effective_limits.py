from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, LanguageOptions, TestSuite
from codementor_cli.domain.challenge.effective_limits import LimitOverrides, effective_limits, lane_count, time_factor
from codementor_cli.domain.challenge.limits import Ceilings, Limits
from codementor_cli.domain.challenge.program import Language
from codementor_cli.text.units import MIB

JAVA = Language(name="java", title="Java", extensions=(".java",), main_name="Main.java", time_factor=2)


def challenge(factor: float | None) -> Challenge:
    options = (("java", LanguageOptions(time_factor=factor)),)
    suite = TestSuite(tests=())
    return Challenge(
        id="a",
        title="A",
        difficulty=Difficulty.EASY,
        description="",
        instructions="",
        suite=suite,
        languages=options,
    )


def test_challenge_factor_wins_over_the_languages_own() -> None:
    assert time_factor(JAVA) == time_factor(JAVA, challenge(None)) == 2
    assert time_factor(JAVA, challenge(3)) == 3


def test_factor_scales_times_alone() -> None:
    limits = effective_limits(Limits(time_seconds=1, wall_time_seconds=4), 3)
    assert (limits.time_seconds, limits.wall_seconds, limits.memory_bytes) == (3, 12, 256 * MIB)


def test_overrides_replace_and_ceilings_hold() -> None:
    overrides = LimitOverrides(time_seconds=9, wall_time_seconds=30, memory_bytes=900 * MIB, output_bytes=7)
    limits = effective_limits(Limits(), 2, Ceilings(wall_seconds=8, memory_bytes=100 * MIB), overrides)
    assert (limits.time_seconds, limits.wall_seconds) == (8, 8)
    assert (limits.memory_bytes, limits.output_bytes) == (100 * MIB, 7)


def test_time_override_sets_the_wall_time_too() -> None:
    asked = LimitOverrides(time_seconds=5)
    assert effective_limits(Limits(wall_time_seconds=2), overrides=asked).wall_seconds == 11


@pytest.mark.parametrize(
    ("cases", "cores", "asked", "lanes"),
    [(3, 8, None, 3), (100, 2, None, 2), (100, 4, 8, 8), (3, 2, 8, 3), (5, 2, 0, 1), (0, 2, None, 1)],
)
def test_lanes_follow_cases_cores_and_what_is_asked(cases: int, cores: int, asked: int | None, lanes: int) -> None:
    assert lane_count(cases, cores, asked) == lanes
