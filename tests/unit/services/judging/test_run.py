"""A run without a test case, and the doctor's first program."""

from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.limits import LIVE_LIMITS, Ceilings
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.diagnosis import Health
from codementor_cli.domain.judging.execution import CaseRun, Compilation
from codementor_cli.errors import CancelledError, SandboxFault
from codementor_cli.services.judging.cancel import CancelToken
from codementor_cli.services.judging.diagnose import hello
from codementor_cli.services.judging.run import LIVE_WALL_SECONDS, run_limits, run_once
from tests.fakes.sandbox import FakeLanguages, FakeSandbox, printing

PROGRAM = Program(language="python", files=(SourceFile("main.py", b"print(input())"),), main="main.py")
RUN = CaseRun(key=0, stdin=b"in")


def test_output_is_collected_and_the_session_closed() -> None:
    sandbox = FakeSandbox(lambda _, run: printing(run.stdin))
    compilation, execution = run_once(sandbox, PROGRAM, RUN, LIVE_LIMITS)

    assert compilation is None
    assert execution is not None
    assert execution.stdout == b"in"
    assert [each.closed for each in sandbox.sessions] == [True]


def test_program_that_does_not_compile_is_not_run() -> None:
    broken = Compilation(success=False, output="no", wall_seconds=0)
    sandbox = FakeSandbox(lambda *_: printing(b""), lambda _: broken)

    assert run_once(sandbox, PROGRAM, RUN, LIVE_LIMITS) == (broken, None)
    assert sandbox.sessions[0].ran == []


def test_fault_of_the_sandbox_is_told() -> None:
    with pytest.raises(SandboxFault, match="The sandbox failed: the lane died"):
        run_once(FakeSandbox(lambda *_: "the lane died"), PROGRAM, RUN, LIVE_LIMITS)


def test_limits_are_those_asked_for_below_the_ceilings() -> None:
    limits = run_limits(Ceilings(memory_bytes=100), 2, 1000, live=False)

    assert (limits.time_seconds, limits.wall_seconds, limits.memory_bytes) == (2, 5, 100)


def test_live_run_leaves_time_to_think() -> None:
    assert run_limits(Ceilings(), None, None, live=True).wall_seconds == LIVE_WALL_SECONDS
    assert run_limits(Ceilings(), LIVE_WALL_SECONDS, None, live=True).wall_seconds == 2 * LIVE_WALL_SECONDS + 1


@pytest.mark.parametrize(
    ("behaviour", "health", "said"),
    [
        (lambda *_: printing(b"hello, world\n"), Health.OK, "a python program ran in"),
        (lambda *_: printing(b"bye\n"), Health.FAILED, "it printed something else"),
        (lambda *_: "the lane died", Health.FAILED, "the lane died"),
    ],
)
def test_first_program_says_whether_the_sandbox_works(behaviour: object, health: Health, said: str) -> None:
    found = hello(FakeSandbox(behaviour), FakeLanguages().get("python"))  # type: ignore[arg-type]  # three behaviours

    assert found.health is health
    assert said in found.message


def test_cancelling_ends_the_run_and_is_no_fault_of_the_sandbox() -> None:
    token = CancelToken()

    def cancelled(*_: object) -> str:
        token.cancel()
        return "the session was closed"

    sandbox = FakeSandbox(cancelled)
    with pytest.raises(CancelledError):
        run_once(sandbox, PROGRAM, RUN, LIVE_LIMITS, token)
    assert sandbox.sessions[0].closed
