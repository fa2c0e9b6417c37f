"""Sessions over scripted lanes: what a death, a fault or a dirty lane means for the runs."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.judging.execution import TOO_BUSY, CaseRun, RunReport
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes import session
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.lanes.session import LaneSession
from codementor_cli.sandbox.policy import COMPILE_LIMITS
from codementor_cli.sandbox.runner import wire
from codementor_cli.text.units import MIB
from tests.fakes.budget import FakeBudget, FakeSlot
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, Step, facts

DEADLINE_SECONDS = 30.0
HANG_SECONDS = 300.0
"""A thread that has not ended by then never will, however busy the machine is."""
PLAIN = Language(name="plain", title="Plain", extensions=(".txt",), main_name="main.txt", run=("run", "{main}"))
CHECKED = replace(PLAIN, check=("check", "{sources}"))
COMPILED = replace(PLAIN, compile=("compile", "{build}/program", "{sources}"), run=("{build}/program",))
PROGRAM = Program(language="plain", files=(SourceFile("main.txt", b"text"),), main="main.txt")


def plan(language: Language = PLAIN) -> Plan:
    return Plan(language=language, program=PROGRAM, limits=Limits())


def echo(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
    if stdin:
        runner.send(wire.OUTPUT, {"s": 1}, stdin)
    return facts()


def runs(count: int) -> list[CaseRun]:
    return [CaseRun(key=key, stdin=f"input {key}".encode()) for key in range(count)]


@pytest.mark.parametrize("lanes", [1, 2, 3])
def test_every_run_is_reported_once_with_its_own_output(lanes: int) -> None:
    with LaneSession(ScriptedLauncher(echo), plan(), lanes) as opened:
        assert opened.compilation() is None
        reports = list(opened.run(runs(40)))
    assert sorted(report.key for report in reports) == list(range(40))
    for report in reports:
        assert report.execution is not None
        assert report.execution.stdout == f"input {report.key}".encode()


def test_a_session_runs_a_second_batch_on_the_same_lanes() -> None:
    launcher = ScriptedLauncher(echo)
    with LaneSession(launcher, plan(), 1) as opened:
        assert len(list(opened.run(runs(3)))) == 3
        assert len(list(opened.run(runs(4)))) == 4
    assert len(launcher.policies) == 1


def test_a_closed_iterator_leaves_the_rest_not_run_and_the_session_usable() -> None:
    with LaneSession(ScriptedLauncher(echo), plan(), 1) as opened:
        iterator = opened.run(runs(50))
        next(iterator)
        iterator.close()
        assert {report.key for report in opened.run(runs(2))} == {0, 1}


def test_a_lane_that_dies_once_is_replaced_and_its_run_retried() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        return None if runner.number == 0 and step["key"] == 2 else echo(step, stdin, runner)

    launcher = ScriptedLauncher(answer)
    with LaneSession(launcher, plan(), 1) as opened:
        reports = list(opened.run(runs(5)))
    assert sorted(report.key for report in reports) == [0, 1, 2, 3, 4]
    assert all(report.execution for report in reports)
    assert len(launcher.policies) == 2


def test_a_run_whose_lane_dies_twice_is_a_fault_and_the_others_are_not_touched() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        return None if step["key"] == 1 else echo(step, stdin, runner)

    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        reports = {report.key: report for report in opened.run(runs(4))}
    assert reports[1].execution is None
    assert "ended without a report" in reports[1].fault
    assert all(reports[key].execution for key in (0, 2, 3))


def test_a_lane_that_dies_of_the_programs_memory_is_the_programs_own_end() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        return None if step["key"] == 0 else echo(step, stdin, runner)

    launcher = ScriptedLauncher(answer)
    launcher.out_of_memory.add("0")
    with LaneSession(launcher, plan(), 1) as opened:
        reports = {report.key: report for report in opened.run(runs(2))}
    assert reports[0].execution is not None
    assert reports[0].execution.oom_kill_count == 1
    assert reports[1].execution is not None


def test_memory_of_the_run_before_is_not_put_down_to_the_next() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        return None if runner.number == 0 and step["key"] == 1 else facts()

    launcher = ScriptedLauncher(answer)
    launcher.out_of_memory.add("0")
    with LaneSession(launcher, plan(), 1) as opened:
        reports = list(opened.run(runs(3)))
    assert [report.execution.oom_kill_count for report in reports if report.execution] == [0, 0, 0]


def test_a_run_whose_files_or_input_need_more_room_gets_a_lane_that_has_it() -> None:
    launcher = ScriptedLauncher(lambda *_: facts())
    with LaneSession(launcher, plan(), 1) as opened:
        inputs = [b"small", b"x" * (9 * MIB), b"small again"]
        reports = list(opened.run([CaseRun(key=key, stdin=stdin) for key, stdin in enumerate(inputs)]))
    assert len(reports) == 3
    usual, roomy = launcher.policies
    assert roomy.memory_bytes - usual.memory_bytes == 8 * MIB


def test_a_dirty_lane_runs_nothing_more() -> None:
    used: list[tuple[int, object]] = []

    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        used.append((runner.number, step["key"]))
        return facts(dirty="shared memory stays") if step["key"] == 0 else facts()

    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        reports = list(opened.run(runs(2)))
    assert [report.fault for report in reports] == ["", ""]
    assert used == [(0, 0), (1, 1)]


def test_a_lane_that_calls_itself_dirty_before_it_ran_anything_has_died() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        runner.send(wire.DIRTY, {"reason": "a lie that would go on for ever"})
        return None

    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        (report,) = opened.run(runs(1))
    assert "out of turn" in report.fault


def test_an_engine_that_makes_no_lane_is_a_fault_with_the_next_step() -> None:
    with (
        LaneSession(ScriptedLauncher(echo, refuse=True), plan(), 2) as opened,
        pytest.raises(SandboxFault) as caught,
    ):
        opened.compilation()
    assert caught.value.next_step == "Start one."


def test_a_syntax_error_is_an_unsuccessful_compilation_with_its_messages() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        runner.send(wire.OUTPUT, {"s": 2}, b"/box/source/main.txt:1: no")
        return facts(exit_code=1)

    with LaneSession(ScriptedLauncher(answer), plan(CHECKED), 2) as opened:
        compilation = opened.compilation()
    assert compilation is not None
    assert (compilation.success, compilation.output, compilation.reason) == (False, "main.txt:1: no", "")


def test_what_the_compiler_made_reaches_every_lane_that_runs_it() -> None:
    launcher = ScriptedLauncher(_compiler)
    with LaneSession(launcher, plan(COMPILED), 2) as opened:
        compilation = opened.compilation()
        assert compilation is not None
        assert compilation.success
        reports = list(opened.run(runs(10)))
    assert all(report.execution and report.execution.exit_code == 0 for report in reports)
    limits = {policy.memory_bytes for policy in launcher.policies}
    assert max(limits) >= COMPILE_LIMITS.memory_bytes
    assert min(limits) < COMPILE_LIMITS.memory_bytes


def _compiler(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
    if step["builds"]:
        assert runner.files == {"source/main.txt": b"text"}
        runner.send(wire.FILE, {"root": "build", "path": "program", "executable": True}, b"made of text")
        return facts()
    return facts(exit_code=0 if runner.files.get("build/program") == b"made of text" else 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stop": "cpu_time", "exit_code": None, "signal": 9}, "stopped after 30 s"),
        ({"stop": "stderr", "exit_code": None, "signal": 9}, "256 KiB of messages"),
        ({"oom_kills": 1, "exit_code": None, "signal": 9}, "ran out of memory of 1536 MiB"),
        ({"build_too_large": True}, "larger than 32 MiB"),
        ({"exit_code": None, "signal": 11}, "ended by signal 11"),
    ],
)
def test_a_compile_limit_is_told_in_words(changes: Facts, words: str) -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
        return facts(**changes)

    with LaneSession(ScriptedLauncher(answer), plan(COMPILED), 1) as opened:
        compilation = opened.compilation()
    assert compilation is not None
    assert not compilation.success
    assert words in compilation.reason


def test_a_compiler_whose_memory_costs_the_lane_its_life_is_a_compile_error() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        return None if step["builds"] else facts()

    launcher = ScriptedLauncher(answer)
    launcher.out_of_memory |= {"0", "1"}
    with LaneSession(launcher, plan(COMPILED), 1) as opened:
        compilation = opened.compilation()
    assert compilation is not None
    assert "ran out of memory" in compilation.reason


@pytest.mark.parametrize("way", ["died", "dirty"])
def test_a_lane_in_place_of_the_one_that_checked_is_started_like_it(way: str) -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        if runner.number == 0:
            return None if way == "died" else facts(dirty="shared memory stays")
        return facts()

    launcher, forked = ScriptedLauncher(answer), plan(replace(CHECKED, zygote=True))
    with LaneSession(launcher, forked, 1) as opened:
        assert len(list(opened.run(runs(3)))) == 3
    assert launcher.policies == [forked.lane_policy] * 2
    assert [len(runner.zygotes) for runner in launcher.runners] == [1, 1]


LIES: list[tuple[str, Facts]] = [
    ("a key that was not asked for", {"key": 7}),
    ("time below nothing", {"cpu_ns": -1}),
    ("memory as text", {"peak_bytes": "lots"}),
    ("a flag for a number", {"oom_kills": True}),
    ("an exit code that no program has", {"exit_code": 256}),
    ("no end at all", {"exit_code": None}),
    ("three streams", {"truncated": [False, False, False]}),
    ("time without end", {"wall_ns": 1 << 80}),
]


@pytest.mark.parametrize("lie", [lie for _, lie in LIES], ids=[name for name, _ in LIES])
def test_a_report_that_makes_no_sense_is_a_fault_never_a_fact(lie: Facts) -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
        return facts(**lie)

    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        (report,) = opened.run([CaseRun(key=0)])
    assert report.execution is None
    assert report.fault


@pytest.mark.parametrize(
    "frame",
    [
        b"\xff" * 64,
        wire.encode(wire.FILE, {"root": "build", "path": "program", "executable": True}, b"not asked for"),
        wire.encode(wire.FILE, {"root": "scratch", "path": "../x", "executable": False}, b"not asked for"),
        wire.encode(wire.READY, {}),
        wire.encode(wire.FAULT, {"reason": "broken"}),
        bytes([wire.DONE, 0, 2, 0, 0, 0, 0]) + b"[]",
        bytes([wire.DONE, 0, 1, 0, 0, 0, 0]) + b"{",
    ],
)
def test_a_runner_that_speaks_nonsense_is_a_fault(frame: bytes) -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
        runner.send_raw(frame)
        return facts()

    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        (report,) = opened.run([CaseRun(key=0)])
    assert report.execution is None


def test_a_runner_that_sends_more_output_than_the_limit_is_a_fault() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
        for _ in range(3):
            runner.send(wire.OUTPUT, {"s": 1}, b"x" * MIB)
        return facts()

    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        (report,) = opened.run([CaseRun(key=0)])
    assert "more output than the limit" in report.fault


def test_files_that_were_asked_for_come_back_with_the_execution() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
        assert runner.files["scratch/answer.txt"] == b"42"
        runner.send(wire.FILE, {"root": "scratch", "path": "feedback/score.txt", "executable": False}, b"0.5")
        return facts()

    run = CaseRun(key=0, files=(SourceFile("answer.txt", b"42"),), collect=("feedback/score.txt",))
    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        (report,) = opened.run([run])
    assert report.execution is not None
    assert report.execution.files == (SourceFile("feedback/score.txt", b"0.5"),)


def test_a_large_input_and_a_large_output_at_once_do_not_lock_up() -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
        runner.send(wire.OUTPUT, {"s": 1}, b"y" * MIB)
        return facts()

    large = [CaseRun(key=key, stdin=b"x" * (5 * MIB)) for key in range(6)]
    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        assert len(list(opened.run(large))) == 6


@pytest.mark.parametrize("language", [COMPILED, CHECKED], ids=["compiling", "checking"])
def test_closing_a_session_ends_the_lane_that_prepares_its_program(language: Language) -> None:
    begun, ended = threading.Event(), threading.Event()

    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> None:
        begun.set()
        runner.wait_for_the_end()
        ended.set()

    opened = LaneSession(ScriptedLauncher(answer), plan(language), 1)
    assert begun.wait(DEADLINE_SECONDS)
    opened.close()
    assert ended.wait(DEADLINE_SECONDS)


def test_a_closed_session_starts_no_lane_in_place_of_those_it_ended() -> None:
    begun = threading.Event()

    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> None:
        begun.set()
        runner.wait_for_the_end()

    launcher = ScriptedLauncher(answer)
    opened = LaneSession(launcher, plan(CHECKED), 1)
    assert begun.wait(DEADLINE_SECONDS)
    opened.close()
    assert len(launcher.policies) == 1


class TestSeveralConsumers:
    """Threads share a session: nothing is lost, nothing is mixed, nobody waits for ever."""

    COUNT = 1000

    @staticmethod
    def consume(opened: LaneSession, mark: str, count: int, found: dict[str, list[RunReport]]) -> None:
        asked = [CaseRun(key=key, stdin=f"{mark} {key}".encode()) for key in range(count)]
        found[mark] = list(opened.run(asked))

    @pytest.mark.parametrize("lanes", [1, 2])
    def test_each_gets_the_reports_of_its_own_runs(self, lanes: int) -> None:
        found: dict[str, list[RunReport]] = {}
        with LaneSession(ScriptedLauncher(echo), plan(), lanes) as opened:
            threads = [
                threading.Thread(target=self.consume, args=(opened, mark, self.COUNT, found))
                for mark in ("a", "b", "c")
            ]
            finish(threads)
        for mark in "abc":
            outputs = {each.key: each.execution.stdout.decode() for each in found[mark] if each.execution}
            assert outputs == {key: f"{mark} {key}" for key in range(self.COUNT)}
            assert len(found[mark]) == self.COUNT

    def test_a_lane_that_dies_costs_no_consumer_a_report(self) -> None:
        def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
            return None if step["key"] == 5 and runner.number < 2 else echo(step, stdin, runner)

        found: dict[str, list[RunReport]] = {}
        with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
            finish([threading.Thread(target=self.consume, args=(opened, mark, 40, found)) for mark in ("a", "b")])
        assert sorted(each.key for each in found["a"]) == sorted(each.key for each in found["b"]) == list(range(40))

    def test_one_thread_may_run_a_batch_while_another_batch_of_its_own_waits(self) -> None:
        with LaneSession(ScriptedLauncher(echo), plan(), 1) as opened:
            outer = opened.run(runs(20))
            keys = [next(outer).key]
            assert {report.key for report in opened.run(runs(3))} == {0, 1, 2}
            keys += [report.key for report in outer]
        assert sorted(keys) == list(range(20))

    def test_a_closed_iterator_leaves_the_runs_of_the_others(self) -> None:
        with LaneSession(ScriptedLauncher(echo), plan(), 1) as opened:
            first, second = opened.run(runs(30)), opened.run(runs(30))
            next(first)
            next(second)
            first.close()
            assert len(list(second)) == 29

    def test_a_fault_of_the_sandbox_reaches_every_consumer_and_those_that_come_later(self) -> None:
        launcher, faults = ScriptedLauncher(echo, refuse=True), []
        with LaneSession(launcher, plan(), 1) as opened:

            def consume() -> None:
                with pytest.raises(SandboxFault) as caught:
                    list(opened.run(runs(3)))
                faults.append(caught.value.next_step)

            finish([threading.Thread(target=consume) for _ in range(3)])
            consume()
        assert faults == ["Start one."] * 4

    def test_closing_a_session_ends_a_run_of_another_thread_with_a_fault(self) -> None:
        begun, messages = threading.Event(), []

        def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> None:
            begun.set()
            runner.wait_for_the_end()

        opened = LaneSession(ScriptedLauncher(answer), plan(), 1)

        def consume() -> None:
            with pytest.raises(SandboxFault) as caught:
                list(opened.run(runs(3)))
            messages.append(str(caught.value))

        thread = threading.Thread(target=consume, daemon=True)
        thread.start()
        assert begun.wait(DEADLINE_SECONDS)
        opened.close()
        finish([thread])
        consume()
        assert messages == ["The session was closed."] * 2


def finish(threads: list[threading.Thread]) -> None:
    """Start threads that have not begun, and wait for them all; one that hangs fails the test, and ends with it."""
    for thread in threads:
        if thread.ident is None:
            thread.daemon = True
            thread.start()
    for thread in threads:
        thread.join(HANG_SECONDS)
    assert not any(thread.is_alive() for thread in threads)


class TestMoreLanes:
    """Another lane costs its start: it comes when the runs are worth that."""

    @pytest.fixture(autouse=True)
    def worth(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make only lengths that are told count, however long this machine takes."""
        monkeypatch.setattr(session, "_PAYS_SECONDS", 60.0)

    @staticmethod
    def lanes(wall_seconds: float, count: int, lane_count: int) -> int:
        """Return how many lanes runs of a length take; the length is told, not waited for."""
        launcher = ScriptedLauncher(lambda *_: facts(wall_ns=int(wall_seconds * 1e9)))
        with LaneSession(launcher, plan(), lane_count) as lanes:
            assert len(list(lanes.run(runs(count)))) == count
        return len(launcher.policies)

    def test_short_runs_stay_on_one_lane(self) -> None:
        assert self.lanes(0.001, 50, 4) == 1

    def test_a_single_run_never_starts_a_second_lane(self) -> None:
        assert self.lanes(100, 1, 4) == 1

    def test_lanes_are_never_more_than_asked_for(self) -> None:
        assert self.lanes(100, 50, 1) == 1
        assert self.lanes(100, 50, 3) <= 3

    def test_long_runs_that_wait_start_a_lane_before_the_first_has_ended(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(session, "_PAYS_SECONDS", 0.001)
        second = threading.Event()

        def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
            if runner.number == 0:
                assert second.wait(DEADLINE_SECONDS)
            second.set()
            return facts()

        with LaneSession(ScriptedLauncher(answer), plan(), 2) as lanes:
            assert len(list(lanes.run(runs(2)))) == 2
        assert second.is_set()

    def test_one_long_run_tells_that_the_others_are_worth_a_lane(self) -> None:
        second = threading.Event()

        def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
            if runner.number == 1:
                second.set()
            elif step["key"] == 1:  # the first has told
                assert second.wait(DEADLINE_SECONDS)
            return facts(wall_ns=10**10)

        with LaneSession(ScriptedLauncher(answer), plan(), 2) as lanes:
            assert len(list(lanes.run(runs(20)))) == 20


def starved(**changes: object) -> Facts:
    return facts(exit_code=None, signal=9, stop="starved", wall_ns=70_000_000_000, delay_ns=61_000_000_000, **changes)


def test_a_run_that_was_given_no_core_is_done_once_more_after_the_others() -> None:
    order: list[int] = []

    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        order.append(int(str(step["key"])))
        return starved() if order == [0] else echo(step, stdin, runner)

    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        reports = {report.key: report for report in opened.run(runs(4))}
    assert order[-1] == 0
    assert sorted(order) == [0, 0, 1, 2, 3]
    assert all(report.execution and not report.fault for report in reports.values())


def test_runs_that_are_given_no_core_twice_are_faults_of_the_machine() -> None:
    count = 0

    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        nonlocal count
        count += 1
        return starved()

    with LaneSession(ScriptedLauncher(answer), plan(), 1) as opened:
        reports = list(opened.run(runs(4)))
    assert {report.fault for report in reports} == {f"{TOO_BUSY} Try again when less is going on."}
    assert all(report.execution is None for report in reports)
    assert count == 4 + 4, "each is tried twice at most, and once it is known that the machine is busy, once"


@pytest.mark.parametrize("language", [CHECKED, COMPILED])
def test_a_compiler_or_check_that_is_given_no_core_says_nothing_of_the_program(language: Language) -> None:
    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts | None:
        return starved()

    with LaneSession(ScriptedLauncher(answer), plan(language), 1) as opened, pytest.raises(SandboxFault) as caught:
        opened.compilation()
    assert caught.value.message == TOO_BUSY


def test_a_second_lane_needs_a_slot_and_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_TELLING_SECONDS", 0.0)
    monkeypatch.setattr(session, "_PAYS_SECONDS", 0.0)
    for budget, lanes in ((FakeBudget(free=0), 1), (FakeBudget(free=1), 2), (FakeBudget(free=9), 3)):
        launcher = ScriptedLauncher(echo)
        with LaneSession(launcher, plan(), 3, budget) as opened:
            assert len(list(opened.run(runs(60)))) == 60
            assert len(launcher.policies) <= lanes
        assert budget.held == 0


def test_a_slot_that_comes_when_the_session_is_over_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_TELLING_SECONDS", 0.0)
    monkeypatch.setattr(session, "_PAYS_SECONDS", 0.0)
    budget = FakeBudget(free=9)

    class Late(FakeBudget):
        def take_if_free(self) -> FakeSlot | None:
            opened.close()
            return budget.take_if_free()

    def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> None:
        runner.wait_for_the_end()

    opened = LaneSession(ScriptedLauncher(answer), plan(), 3, Late(free=9))
    with pytest.raises(SandboxFault, match="closed"):
        list(opened.run(runs(60)))
    assert (budget.held, budget.most_held) == (0, 1)


def test_lane_is_told_how_many_runs_are_to_follow_and_that_none_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_PAYS_SECONDS", HANG_SECONDS)  # one lane will do
    told: list[object] = []

    def note(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
        told.append(step["more"])
        return facts()

    with LaneSession(ScriptedLauncher(note), plan(), 1) as of_one_lane:
        assert len(list(of_one_lane.run(runs(5)))) == 5
        assert told == [2, 2, 2, 1, 0]
        told.clear()
        for _ in range(2):
            assert len(list(of_one_lane.run(runs(1)))) == 1
    assert told == [2, 2]  # who asks for one run at a time will ask for another
