"""The self-test says that a limit holds only where the facts show it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.diagnosis import Health
from codementor_cli.domain.judging.execution import TOO_BUSY, CaseRun, Execution, Stop
from codementor_cli.services.judging.selftest import PROBES, prove
from tests.fakes.sandbox import FakeSandbox

HELD = Execution(exit_code=0, stdout=b"held\n")
KILLED = Execution(signal=9)
TIGHT = {
    "memory": replace(KILLED, oom_kill_count=1),
    "CPU time": replace(KILLED, stop=Stop.CPU_TIME),
    "wall time": replace(KILLED, stop=Stop.WALL_TIME),
    "output": replace(KILLED, stop=Stop.STDOUT),
}


def facts_of(run: CaseRun, loose: str = "") -> Execution:
    """Return what a tight sandbox gives a probe, or a loose one."""
    subject = PROBES[run.key].subject
    if subject == loose:
        return Execution(exit_code=0, stdout=b"200 processes\n", stderr=b"")
    return TIGHT.get(subject, HELD)


def test_a_tight_sandbox_holds_every_limit() -> None:
    def run(_program: Program, run: CaseRun) -> Execution:
        return facts_of(run)

    found = list(prove(FakeSandbox(run)))
    assert [each.health for each in found] == [Health.OK] * len(PROBES)


@pytest.mark.parametrize("subject", [probe.subject for probe in PROBES])
def test_a_limit_that_does_not_hold_fails_and_says_what_got_through(subject: str) -> None:
    def run(_program: Program, run: CaseRun) -> Execution:
        return facts_of(run, loose=subject)

    (failed,) = (each for each in prove(FakeSandbox(run)) if each.health is Health.FAILED)
    assert failed.subject == f"limit: {subject}"
    assert "200 processes" in failed.message
    assert failed.next_step


def test_a_program_that_sleeps_to_its_end_is_not_proof_of_a_wall_time_limit() -> None:
    def run(_program: Program, run: CaseRun) -> Execution:
        return Execution(exit_code=0, wall_seconds=60) if PROBES[run.key].subject == "wall time" else facts_of(run)

    assert any(each.health is Health.FAILED for each in prove(FakeSandbox(run)))


def test_a_lane_that_fails_proves_nothing() -> None:
    def run(_program: Program, _run: CaseRun) -> str:
        return "the lane fell silent"

    found = list(prove(FakeSandbox(run)))
    assert all(each.health is Health.FAILED for each in found)
    assert "fell silent" in found[0].message


def test_a_machine_that_gives_the_probe_no_core_is_too_busy_to_tell() -> None:
    def run(_program: Program, _run: CaseRun) -> str:
        return f"{TOO_BUSY} Try again when less is going on."

    found = list(prove(FakeSandbox(run)))
    assert all(each.health is Health.WARNING for each in found)
    assert all("too busy to tell" in each.message for each in found)
    assert found[0].next_step == "Try again when less is going on."
