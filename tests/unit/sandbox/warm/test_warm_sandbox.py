"""Programs in lanes that have waited, over scripted lanes: each sees its own files alone, and none is left."""

from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.runner import wire
from codementor_cli.sandbox.warm.demand import PoolOptions
from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox
from codementor_cli.text.units import MIB
from tests.fakes.consoles import RecordingConsole
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, Step, facts

PLAIN = Language(name="plain", title="Plain", extensions=(".txt",), main_name="main.txt", run=("run", "{main}"))
RUNS = [CaseRun(key=key) for key in range(4)]
DIES = b"dies"


def say_source(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
    """Print all files there are, so that a lane which held another program would show."""
    source = b"".join(runner.files.values())
    if source == DIES and runner.number % 2:
        return None
    runner.send(wire.OUTPUT, {"s": 1}, source)
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

    def stamp(self, language: Language) -> str:
        return ""

    def all(self) -> tuple[Language, ...]:
        return (PLAIN,)

    def get(self, name: str) -> Language:
        return PLAIN

    def digest(self) -> str:
        return "one"

    @property
    def runners(self) -> list[ScriptedRunner]:
        """Of all lanes."""
        return [runner for launcher in self.launchers for runner in launcher.runners]


def program(text: bytes) -> Program:
    return Program(language="plain", files=(SourceFile("main.txt", text),), main="main.txt")


def said(sandbox: WarmSandbox, text: bytes, limits: Limits | None = None, lanes: int = 2) -> set[bytes]:
    with sandbox.open(program(text), limits or Limits(), lanes) as session:
        answers = {report.execution.stdout for report in session.run(RUNS) if report.execution is not None}
    sandbox.pool.settle()
    return answers


def test_each_session_runs_its_own_program() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)

    assert [said(sandbox, text) for text in (b"one", b"two", b"three")] == [{b"one"}, {b"two"}, {b"three"}]
    sandbox.close()


def test_waiting_lane_holds_nothing_and_serves_the_next_program() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)
    said(sandbox, b"one", lanes=1)
    waiting = engine.runners[-1]
    assert waiting.files == {}
    said(sandbox, b"two", lanes=1)

    assert waiting.files == {"source/main.txt": b"two"}
    assert sum(runner.files != {} for runner in engine.runners) == 2
    sandbox.close()


def test_the_first_program_finds_the_lane_that_was_expected() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)
    sandbox.expect("plain", Limits())
    sandbox.pool.settle()
    waiting = engine.runners[-1]
    assert said(sandbox, b"one", lanes=1) == {b"one"}
    assert waiting.files == {"source/main.txt": b"one"}
    sandbox.close()


def test_lane_that_died_is_replaced_by_one_that_has_not_waited() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)
    said(sandbox, b"one", lanes=1)
    sandbox.pool.settle()
    waiting = len(engine.runners)
    assert waiting == 2  # the second has an odd number: it dies of the next program
    assert said(sandbox, DIES, lanes=1) == {DIES}
    assert engine.runners[waiting].files != {}
    sandbox.close()


def test_other_limits_get_lanes_of_their_own() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine, options=PoolOptions(most_waiting=2))
    for count in range(1, 6):
        said(sandbox, b"one", Limits(memory_bytes=count * 64 * MIB))
        assert sandbox.pool.waiting_count() <= 2
    sandbox.close()

    memory = {policy.memory_bytes for launcher in engine.launchers for policy in launcher.policies}
    assert len(memory) == 5


def test_live_run_takes_a_lane_of_its_own_kind() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)
    for _ in range(2):
        console = RecordingConsole()
        sandbox.run_live(program(b"one"), (), Limits(), console)
        assert console.stdout == b"one"
        sandbox.pool.settle()
    assert {policy.live for launcher in engine.launchers for policy in launcher.policies} == {True}
    assert len(engine.runners) == 3
    sandbox.close()


def test_closing_lets_go_of_every_lane() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)
    said(sandbox, b"one")
    sandbox.close()

    assert sandbox.pool.waiting_count() == 0
    for launcher in engine.launchers:
        assert launcher._streams == []
    for runner in engine.runners:
        assert runner.ended.wait(60)


def test_lanes_that_have_run_are_given_back_while_the_pool_lives() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)
    for _ in range(20):
        said(sandbox, b"one", lanes=1)
    assert len(engine.launchers) == 1
    assert len(engine.launchers[0]._streams) == sandbox.pool.waiting_count() == 1
    sandbox.close()


def test_a_session_that_ends_after_closing_prepares_nothing() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)
    with sandbox.open(program(b"one"), Limits(), 1) as session:
        list(session.run(RUNS))
        sandbox.close()

    assert len(engine.runners) == 1
    assert engine.launchers[0]._streams == []


def test_an_engine_that_went_away_is_told_by_the_next_session() -> None:
    engine = ScriptedEngine()
    sandbox = WarmSandbox(engine, engine)
    engine.refuse = True
    with pytest.raises(SandboxFault, match="No engine answers"):
        said(sandbox, b"one")
    engine.launchers[-1]._refuse = False

    assert said(sandbox, b"two") == {b"two"}
    sandbox.close()
