"""Live runs over scripted lanes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.sandbox.lanes.live import run_live
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.policy import run_policy
from codementor_cli.sandbox.runner import wire
from tests.fakes.consoles import RecordingConsole
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, Step, facts

CHECKED = Language(
    name="plain",
    title="Plain",
    extensions=(".txt",),
    main_name="main.txt",
    check=("check", "{sources}"),
    run=("run", "{main}"),
    zygote=True,
)
COMPILED = replace(CHECKED, check=(), compile=("compile", "{build}/program", "{sources}"), run=("{build}/program",))
PROGRAM = Program(language="plain", files=(SourceFile("main.txt", b"text"),), main="main.txt")


def plan(language: Language) -> Plan:
    return Plan(language=language, program=PROGRAM, limits=Limits(), is_live=True)


def live(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
    if step["live"]:
        assert runner.files["source/main.txt"] == b"text"
        runner.send(wire.OUTPUT, {"s": 1}, b"said")
    elif step["builds"]:
        runner.send(wire.FILE, {"root": "build", "path": "program", "executable": True}, b"made")
    return facts()


@pytest.mark.parametrize("language", [CHECKED, COMPILED], ids=["checked", "compiled"])
def test_a_live_run_is_one_step_without_an_interpreter_to_fork_from(language: Language) -> None:
    launcher, console = ScriptedLauncher(live), RecordingConsole()
    compilation, execution = run_live(launcher, plan(language), (), console)
    assert compilation is not None
    assert compilation.success
    assert execution is not None
    assert bytes(console.stdout) == b"said"
    assert run_policy(Limits(), live=True) in launcher.policies
    assert not any(runner.zygotes for runner in launcher.runners)


@pytest.mark.parametrize("way", ["died", "dirty"])
def test_a_lane_in_place_of_the_one_that_checked_is_started_like_it(way: str) -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        if runner.number == 0:
            return None if way == "died" else facts(dirty="shared memory stays")
        return live(step, stdin, runner)

    launcher, console = ScriptedLauncher(answer), RecordingConsole()
    _, execution = run_live(launcher, plan(CHECKED), (), console)
    assert execution is not None
    assert launcher.policies == [run_policy(Limits(), live=True)] * 2
    assert not any(runner.zygotes for runner in launcher.runners)
