from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.feedback import time_sentence
from codementor_cli.domain.feedback.for_learner import (
    JUDGE_FAILED,
    case_for_learner,
    coarse_seconds,
    judgement_for_learner,
)
from codementor_cli.domain.judging.execution import Execution, Stop
from codementor_cli.domain.judging.judgement import CaseResult, Judgement

MIB = 1 << 20
FACTS = Execution(exit_code=0, cpu_seconds=0.0437, wall_seconds=1.0512, peak_memory_bytes=11 * MIB + 4096)
SAMPLE = CaseResult(
    index=0,
    name="seen",
    description="",
    hidden=False,
    verdict=Verdict.AC,
    points=1,
    max_points=1,
    input=b"1",
    expected=b"2",
    actual=b"2",
    execution=FACTS,
)
HIDDEN = replace(SAMPLE, index=1, name="secret", hidden=True)
JUDGEMENT = Judgement(
    verdict=Verdict.AC,
    results=(SAMPLE, HIDDEN),
    total_count=2,
    score=100,
    max_score=100,
    language="python",
    sandbox="docker",
    feedback="All test cases are accepted.",
)


def test_figures_of_a_hidden_case_are_the_nearest_steps() -> None:
    found = case_for_learner(HIDDEN).execution

    assert found == replace(FACTS, cpu_seconds=0.05, wall_seconds=1.0, peak_memory_bytes=8 * MIB)


def test_a_byte_that_a_program_tells_by_its_figures_is_lost_in_thirteen_steps() -> None:
    assert len({coarse_seconds(byte / 128) for byte in range(256)}) <= 8
    assert len({coarse_seconds(byte / 2.5) for byte in range(256)}) <= 13
    sizes = {
        case_for_learner(replace(HIDDEN, execution=replace(FACTS, peak_memory_bytes=byte * 2 * MIB))).execution
        for byte in range(256)
    }
    assert len(sizes) <= 7


@pytest.mark.parametrize("seconds", [0.0, -1.0, 1e9, 0.004])
def test_every_time_has_a_step(seconds: float) -> None:
    assert coarse_seconds(seconds) in {0.01, 100.0}


@pytest.mark.parametrize("used", [0.07, 0.42, 0.99])
def test_reason_of_a_hidden_case_has_its_time_in_steps_too(used: float) -> None:
    facts = Execution(stop=Stop.WALL_TIME, cpu_seconds=used, wall_seconds=3.0)
    reason = time_sentence(facts, Limits(time_seconds=1.0))
    late = replace(HIDDEN, verdict=Verdict.TLE, execution=facts, reason=reason)
    said = replace(JUDGEMENT, verdict=Verdict.TLE, results=(late,), total_count=1, feedback=f"secret: {reason}")
    found = judgement_for_learner(said)

    assert f"{used:.2f} s" in reason
    assert f"{used:.2f} s" not in repr(found)
    assert f"used {'only ' if used < 0.25 else ''}{coarse_seconds(used):g} s of CPU time" in found.results[0].reason
    assert found.results[0].reason in found.feedback


def test_reason_of_a_program_that_computes_too_long_has_its_time_in_steps_too() -> None:
    facts = Execution(stop=Stop.CPU_TIME, cpu_seconds=1.23, wall_seconds=1.3)
    reason = time_sentence(facts, Limits(time_seconds=1.0))

    assert "1.23 s" in reason
    assert (
        "used 1 s of CPU time; the limit is 1 s"
        in case_for_learner(replace(HIDDEN, verdict=Verdict.TLE, execution=facts, reason=reason)).reason
    )


def test_other_cases_and_cases_without_facts_stay_as_they_are() -> None:
    not_run = replace(HIDDEN, execution=None)

    assert case_for_learner(SAMPLE) is SAMPLE
    assert case_for_learner(not_run) is not_run


def test_a_judgement_changes_in_its_hidden_cases_alone() -> None:
    assert judgement_for_learner(JUDGEMENT) == replace(JUDGEMENT, results=(SAMPLE, case_for_learner(HIDDEN)))


@pytest.mark.parametrize("case", [SAMPLE, HIDDEN], ids=["sample", "hidden"])
def test_what_a_checker_said_when_it_fell_is_nowhere(case: CaseResult) -> None:
    fault = replace(
        case, verdict=Verdict.JE, reason="The checker crashed: ValueError: 17 is the secret.", execution=None
    )
    said = replace(JUDGEMENT, verdict=Verdict.JE, results=(fault,), total_count=1, feedback=f"case: {fault.reason}")
    found = judgement_for_learner(said)

    assert "17" not in repr(found)
    assert found.results[0].reason == JUDGE_FAILED
    assert JUDGE_FAILED in found.feedback
