"""Lanes that started before anybody asked: taken once, by who they fit, and never left behind."""

from __future__ import annotations

import threading
from collections import Counter

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.sandbox.lanes.early_lanes import HeadStart, PreparedLauncher
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.lane_sandbox import LaneSandbox
from codementor_cli.sandbox.policy import LanePolicy, compile_policy, run_policy
from codementor_cli.sandbox.runner import wire
from codementor_cli.text.units import MIB
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, Step, facts

PLAIN = Language(name="plain", title="Plain", extensions=(".txt",), main_name="main.txt", run=("run", "{main}"))
OTHER = Language(name="other", title="Other", extensions=(".oth",), main_name="main.oth", run=("run", "{main}"))
GUESSED = run_policy(Limits())


def say_source(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
    """Print the program itself."""
    runner.send(wire.OUTPUT, {"s": 1}, b"".join(runner.files.values()))
    return facts()


class Engine(LaneSandbox):
    """An engine with scripted lanes."""

    name = "scripted"

    def __init__(self) -> None:
        super().__init__(self)
        self.own = ScriptedLauncher(say_source)
        self.early = ScriptedLauncher(say_source)

    def all(self) -> tuple[Language, ...]:
        return (PLAIN, OTHER)

    def get(self, name: str) -> Language:
        return {"plain": PLAIN, "other": OTHER}[name]

    def digest(self) -> str:
        return "scripted"

    def launcher(self, language: Language) -> ScriptedLauncher:
        return self.own

    def start(self, *policies: LanePolicy) -> HeadStart:
        head_start = HeadStart("plain", PreparedLauncher(lambda: self.early, Counter(policies)))
        self.begin_with(head_start)
        return head_start

    def said(self, language: str = "plain", limits: Limits | None = None) -> bytes:
        """Run a program once and return its output."""
        program = Program(language=language, files=(SourceFile("main.txt", b"text"),), main="main.txt")
        with self.open(program, limits or Limits(), 1) as session:
            (report,) = session.run([CaseRun(key=0)])
        assert report.execution is not None
        return report.execution.stdout


def ended(launcher: ScriptedLauncher) -> bool:
    """Whether the host let go of every lane."""
    for runner in launcher.runners:
        runner.ended.wait(30)
    return all(runner.ended.is_set() for runner in launcher.runners)


def test_lane_that_fits_is_the_one_that_runs_the_program() -> None:
    engine = Engine()
    head_start = engine.start(GUESSED)
    assert engine.said() == b"text"
    head_start.close()
    assert (engine.early.policies, engine.own.policies) == ([GUESSED], [])
    assert ended(engine.early)


def test_wrong_guess_is_not_used_and_ends_with_the_session() -> None:
    engine = Engine()
    engine.start(GUESSED)
    limits = Limits(memory_bytes=64 * MIB)
    assert engine.said(limits=limits) == b"text"
    assert set(engine.early.policies) == {GUESSED, run_policy(limits)}
    assert ended(engine.early)


def test_lane_of_another_language_is_left_and_ends_when_it_is_closed() -> None:
    engine = Engine()
    head_start = engine.start(GUESSED)
    assert engine.said("other") == b"text"
    assert engine.own.policies == [GUESSED]
    head_start.close()
    assert ended(engine.early)


def test_second_program_gets_lanes_of_its_own() -> None:
    engine = Engine()
    engine.start(GUESSED)
    assert engine.said() == engine.said() == b"text"
    assert (len(engine.early.policies), len(engine.own.policies)) == (1, 1)


def test_every_kind_of_lane_that_was_wanted_is_handed_out_once() -> None:
    engine = Engine()
    launcher = PreparedLauncher(lambda: engine.early, Counter([compile_policy(), GUESSED]))
    lanes = [launcher.launch(policy) for policy in (GUESSED, compile_policy(), GUESSED)]
    assert len({lane.identity for lane in lanes}) == 3
    assert len(engine.early.policies) == 3
    for lane in lanes:
        lane.close()
    launcher.finish()
    assert ended(engine.early)


def test_lanes_that_could_not_start_ahead_are_started_when_asked_for() -> None:
    engine = Engine()
    engine.early._refuse = True
    launcher = PreparedLauncher(lambda: engine.early, Counter([GUESSED]))
    launcher._ahead[0]._thread.join()
    engine.early._refuse = False
    launcher.launch(GUESSED).close()
    launcher.finish()
    assert engine.early.policies == [GUESSED]


def test_lanes_start_one_after_the_other_unless_a_later_one_is_asked_for() -> None:
    engine = Engine()
    held, begun = threading.Event(), threading.Event()
    launch = engine.early.launch

    def slowly(policy: LanePolicy) -> Lane:
        if policy == compile_policy():
            begun.set()
            assert held.wait(30)
        return launch(policy)

    engine.early.launch = slowly  # type: ignore[method-assign]  # a start that takes as long as the test wants
    launcher = PreparedLauncher(lambda: engine.early, Counter([compile_policy(), GUESSED]))
    assert begun.wait(30)
    assert engine.early.policies == []
    launcher.launch(GUESSED)
    assert engine.early.policies == [GUESSED]
    held.set()
    launcher.launch(compile_policy())
    launcher.close()
    engine.early.finish()
