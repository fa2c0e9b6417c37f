"""Right programs on a busy machine: each gets its verdict, or the judge says that it could not judge; none is blamed.

``python -m bench.load`` does the same with forty programs in ten languages, 24 spinners a core, and containers.
"""

from __future__ import annotations

import pytest

from bench.load.judging import is_blamed, judge
from bench.load.subjects import right_programs
from codementor_cli.bootstrap import core_count
from codementor_cli.ports import Sandbox
from codementor_cli.services.judging.judge import JudgeService
from tests.fakes.engines import BUBBLEWRAP_LANGUAGES, MoreLanguages
from tests.fakes.spinners import spinning

pytestmark = pytest.mark.alone
"""What these take of the machine would be missing to any other test."""
SPINNERS = min(12 * core_count(), 96)
"""A program that needs half a second of CPU time takes more than five on the wall then, its limit."""
LANGUAGES = MoreLanguages()
NAMES = ("python/third.py", "python/children.py", "c/third.c")
DOCKER_NAMES = ("javascript/greeting.js",)
"""More, in a language that bubblewrap has no image of here."""


def blamed(engine: Sandbox, names: tuple[str, ...]) -> list[str]:
    """Return which right programs were blamed while the machine was busy, and what was said of them."""
    service = JudgeService(engine, LANGUAGES)
    chosen = [each for each in right_programs(LANGUAGES) if each.name in names]
    assert len(chosen) == len(names)
    with spinning(SPINNERS) as spinners:
        assert spinners.group_count == SPINNERS, "spinners share a session: they would take no more than one does"
        found = [(each.name, judge(service, each)) for each in chosen]
        assert not spinners.ended_count, "the load ended before the judging did"
    return [
        f"{name}: {one.verdict}: {one.facts}"
        for (name, one), subject in zip(found, chosen, strict=True)
        if is_blamed(one, subject)
    ]


def test_right_programs_are_not_blamed_for_a_busy_machine(engine: Sandbox) -> None:
    assert {name.partition("/")[0] for name in NAMES} <= set(BUBBLEWRAP_LANGUAGES)
    assert blamed(engine, NAMES) == []


def test_javascript_one_liner_is_not_blamed_for_a_busy_machine(docker_engine: Sandbox) -> None:
    assert blamed(docker_engine, DOCKER_NAMES) == []
