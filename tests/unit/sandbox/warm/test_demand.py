"""How many lanes are to wait: more where none waited, fewer where one waited in vain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.sandbox.policy import Step, compile_policy, run_policy
from codementor_cli.sandbox.warm.demand import Demand, Shape, shape_of
from codementor_cli.text.units import MIB


def shape(name: str) -> Shape:
    return shape_of(name, run_policy(Limits()), None)


PYTHON, JAVA, GO = shape("python"), shape("java"), shape("go")
STEP = Step(run=CaseRun(key=0), argv=("python3", "/box/source/main.py"), environment=(), limits=Limits())


@pytest.mark.parametrize(
    "other",
    [
        shape_of("java", run_policy(Limits()), STEP),
        shape_of("python", compile_policy(), STEP),
        shape_of("python", run_policy(Limits(memory_bytes=64 * MIB)), STEP),
        shape_of("python", run_policy(Limits(process_count=3)), STEP),
        shape_of("python", run_policy(Limits()), None),
        shape_of("python", run_policy(Limits()), replace(STEP, argv=("python3", "/box/source/other.py"))),
        shape_of("python", run_policy(Limits()), replace(STEP, environment=(("A", "b"),))),
        shape_of("python", run_policy(Limits()), replace(STEP, stack_bytes=8 * MIB)),
        shape_of("python", run_policy(Limits()), replace(STEP, imports=("json",))),
    ],
)
def test_whatever_was_settled_when_a_lane_started_makes_another_shape(other: Shape) -> None:
    assert other != shape_of("python", run_policy(Limits()), STEP)


def test_limits_that_each_run_brings_along_make_no_other_shape() -> None:
    quick = replace(STEP, limits=Limits(time_seconds=0.1, wall_time_seconds=0.2, output_bytes=10))
    assert shape_of("python", run_policy(quick.limits), quick) == shape_of("python", run_policy(Limits()), STEP)


def test_one_waits_for_each_shape_that_was_asked_for_and_another_for_each_that_did_not_wait() -> None:
    demand = Demand(8)
    assert demand.wanted({}) is None
    demand.asked(PYTHON, missed=True)
    demand.asked(PYTHON, missed=False)
    assert demand.target(PYTHON) == 1
    demand.asked(PYTHON, missed=True)
    assert demand.target(PYTHON) == 2
    assert demand.wanted({PYTHON: 1}) == PYTHON
    assert demand.wanted({PYTHON: 2}) is None


def test_lanes_that_waited_in_vain_are_not_started_again() -> None:
    demand = Demand(8)
    for _ in range(3):
        demand.asked(PYTHON, missed=True)
    demand.waited_in_vain(PYTHON)
    assert demand.target(PYTHON) == 2
    for _ in range(5):
        demand.waited_in_vain(PYTHON)
    assert demand.wanted({}) is None


def test_no_shape_is_to_have_more_than_there_may_be_in_all() -> None:
    demand = Demand(2)
    for _ in range(5):
        demand.asked(PYTHON, missed=True)
    assert demand.target(PYTHON) == 2


def test_shape_asked_for_last_comes_first_and_takes_the_place_of_the_one_asked_for_first() -> None:
    demand = Demand(2)
    for each in (PYTHON, JAVA):
        demand.asked(each, missed=True)
    demand.asked(GO, missed=True)
    present = {PYTHON: 1, JAVA: 1}
    assert demand.wanted(present) == GO
    assert demand.surplus(present, GO) == PYTHON


def test_lanes_of_a_shape_asked_for_later_are_left_alone() -> None:
    demand = Demand(1)
    demand.asked(PYTHON, missed=True)
    assert demand.surplus({PYTHON: 1}, PYTHON) is None
    demand = Demand(2)
    demand.asked(JAVA, missed=True)
    demand.asked(PYTHON, missed=True)
    demand.asked(PYTHON, missed=True)
    assert demand.wanted({PYTHON: 2}) is None  # Java was asked for before


def test_it_remembers_no_more_shapes_than_may_wait() -> None:
    demand = Demand(3)
    for number in range(100):
        demand.asked(shape(f"language-{number}"), missed=True)
    assert len(demand._targets) == 3


def test_where_none_may_wait_none_is_wanted() -> None:
    demand = Demand(0)
    demand.asked(PYTHON, missed=True)
    assert demand.wanted({}) is None


def test_shape_that_cannot_start_is_not_tried_until_it_is_asked_for_again() -> None:
    demand = Demand(4)
    demand.asked(PYTHON, missed=True)
    demand.forget(PYTHON)
    assert demand.wanted({}) is None
    demand.asked(PYTHON, missed=True)
    assert demand.wanted({}) == PYTHON
