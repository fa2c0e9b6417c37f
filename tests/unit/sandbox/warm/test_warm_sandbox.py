"""Warm sessions over scripted lanes: which are ready before they are asked for, and that none is left."""

from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes import session
from codementor_cli.sandbox.lanes.spare_lanes import WarmSandbox
from codementor_cli.sandbox.runner import wire
from codementor_cli.text.units import MIB
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, Step, facts

PLAIN = Language(name="plain", title="Plain", extensions=(".txt",), main_name="main.txt", run=("run", "{main}"))
RUNS = [CaseRun(key=key) for key in range(4)]


def say_source(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
    """Print the program itself, so that a lane which held another would show."""
    runner.send(wire.OUTPUT, {"s": 1}, runner.files["source/main.txt"])
    return facts()


class ScriptedEngine:
    """An engine whose launchers are scripted, and remembered."""

    name = "scripted"

    def __init__(self) -> None:
        self.launchers: list[ScriptedLauncher] = []
        self.refuse = False

    def launcher(self, language: Language) -> ScriptedLauncher:
        self.launchers.append(ScriptedLauncher(say_source, refuse=self.refuse))
        return self.launchers[-1]


class OneLanguage:
    def all(self) -> tuple[Language, ...]:
        return (PLAIN,)

    def get(self, name: str) -> Language:
        return PLAIN

    def digest(self) -> str:
        return "one"


def said(sandbox: WarmSandbox, text: bytes, limits: Limits | None = None, lanes: int = 2) -> set[bytes]:
    program = Program(language="plain", files=(SourceFile("main.txt", text),), main="main.txt")
    with sandbox.open(program, limits or Limits(), lanes) as session:
        return {report.execution.stdout for report in session.run(RUNS) if report.execution is not None}


def test_each_session_runs_its_own_program() -> None:
    sandbox = WarmSandbox(ScriptedEngine(), OneLanguage())

    assert [said(sandbox, text) for text in (b"one", b"two", b"three")] == [{b"one"}, {b"two"}, {b"three"}]
    sandbox.close()


def test_the_next_lanes_start_when_a_session_ends_and_serve_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_PAYS_SECONDS", 60.0)  # so that one lane will do, however slow this machine is
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, OneLanguage())
    said(sandbox, b"one")
    said(sandbox, b"two")
    sandbox.close()

    # Two sessions, and the one that was prepared after the second; the first two made no lane more than they needed.
    assert len(engine.launchers) == 3
    assert [len(each.policies) for each in engine.launchers[:2]] == [1, 1]


def test_a_lane_that_died_while_it_waited_is_replaced() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, OneLanguage())
    said(sandbox, b"one", lanes=1)
    ahead = sandbox._prepared[0][1]._ahead[0]
    ahead._thread.join()
    engine.launchers[1].runners[0]._connection.close()
    # Where the end has not come yet, the session itself replaces the lane.
    assert said(sandbox, b"two", lanes=1) == {b"two"}
    assert len(engine.launchers[1].policies) == 2
    sandbox.close()


def test_other_limits_get_lanes_of_their_own() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, OneLanguage())
    for count in range(1, 6):
        said(sandbox, b"one", Limits(memory_bytes=count * 64 * MIB))
        assert len(sandbox._prepared) <= 2
    sandbox.close()

    memory = {policy.memory_bytes for launcher in engine.launchers for policy in launcher.policies}
    assert len(memory) == 5


def test_closing_lets_go_of_every_lane() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, OneLanguage())
    said(sandbox, b"one")
    sandbox.close()

    assert sandbox._prepared == type(sandbox._prepared)()
    for launcher in engine.launchers:
        assert launcher._streams == []
        for runner in launcher.runners:
            assert runner._connection.fileno() == -1 or runner._connection.recv(1) == b""


def test_a_session_that_ends_after_closing_prepares_nothing() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, OneLanguage())
    program = Program(language="plain", files=(SourceFile("main.txt", b"one"),), main="main.txt")
    with sandbox.open(program, Limits(), 1) as session:
        list(session.run(RUNS))
        sandbox.close()

    assert len(engine.launchers) == 1


def test_an_engine_that_went_away_is_told_by_the_next_session() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, OneLanguage())
    engine.refuse = True
    with pytest.raises(SandboxFault, match="No engine answers"):
        said(sandbox, b"one")
    engine.launchers[-1]._refuse = False

    assert said(sandbox, b"two") == {b"two"}
    sandbox.close()
