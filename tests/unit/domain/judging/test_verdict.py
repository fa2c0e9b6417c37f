from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Execution, Stop
from codementor_cli.domain.judging.verdict import run_verdict

LIMITS = Limits(time_seconds=1)


@pytest.mark.parametrize(
    ("execution", "verdict"),
    [
        (Execution(signal=9, oom_kill_count=1, cpu_seconds=1.4), Verdict.MLE),
        (Execution(signal=9, oom_kill_count=1, cpu_seconds=1.4, stop=Stop.CPU_TIME), Verdict.TLE),
        (Execution(exit_code=0, oom_kill_count=1, cpu_seconds=1.4), Verdict.TLE),
        (Execution(signal=9, cpu_seconds=1.4), Verdict.TLE),
        (Execution(signal=9, oom_kill_count=1, cpu_seconds=0.4), Verdict.MLE),
        (Execution(signal=9, cpu_seconds=0.4), Verdict.RTE),
    ],
)
def test_what_ended_the_program_wins(execution: Execution, verdict: Verdict) -> None:
    assert run_verdict(execution, LIMITS) is verdict


def test_verdicts_have_words() -> None:
    assert [verdict.words for verdict in (Verdict.OK, Verdict.TLE)] == ["ok", "time limit exceeded"]


@pytest.mark.parametrize(
    ("execution", "verdict"),
    [
        (Execution(exit_code=0), Verdict.OK),
        (Execution(exit_code=0, wall_seconds=6), Verdict.TLE),
        (Execution(exit_code=0, peak_memory_bytes=1 << 30), Verdict.MLE),
        (Execution(exit_code=1, stdout_truncated=True), Verdict.OLE),
        (Execution(signal=6), Verdict.RTE),
    ],
)
def test_facts_become_a_verdict(execution: Execution, verdict: Verdict) -> None:
    assert run_verdict(execution, Limits()) is verdict
