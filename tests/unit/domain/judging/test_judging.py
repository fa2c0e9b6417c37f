from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.challenge import TestCase
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judging import overall_verdict
from codementor_cli.domain.judging.scoring import max_points, total

AC, WA, RTE, JE, TLE = Verdict.AC, Verdict.WA, Verdict.RTE, Verdict.JE, Verdict.TLE
CASE = TestCase(name="one", input=b"3\n", expected=b"9\n")


@pytest.mark.parametrize(
    ("verdicts", "overall"),
    [([AC, AC], AC), ([AC, RTE, WA], RTE), ([WA, JE], JE), ([TLE, WA], TLE), ([], AC)],
)
def test_submission_gets_the_first_verdict_that_is_not_accepted_unless_the_judge_failed(
    verdicts: list[Verdict], overall: Verdict
) -> None:
    assert overall_verdict(verdicts) is overall


def cases(*points: float | None) -> tuple[TestCase, ...]:
    return tuple(replace(CASE, name=str(at), points=each) for at, each in enumerate(points))


def test_points_are_split_evenly_where_nobody_gave_any() -> None:
    worth = max_points(cases(None, None, None))
    assert sum(worth) == 100
    assert total(map(float, worth)) == 100
    assert total(map(float, worth[:2])) == 66.6667


def test_cases_without_points_are_worth_nothing_where_others_have_some() -> None:
    assert [float(points) for points in max_points(cases(0.1, None, 0.2))] == [0.1, 0.0, 0.2]
    assert total([0.1, 0.2]) == 0.3
