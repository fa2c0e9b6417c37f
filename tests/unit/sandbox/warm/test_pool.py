"""Lanes that wait: each is handed out once, those that died are not, and none is left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.lanes.step_report import LaneDiedError
from codementor_cli.sandbox.policy import LanePolicy, compile_policy, run_policy
from codementor_cli.sandbox.warm import pool as pool_module
from codementor_cli.sandbox.warm.demand import PoolOptions, Shape, shape_of
from codementor_cli.sandbox.warm.launchers import Held, Launchers
from codementor_cli.sandbox.warm.pool import LanePool
from codementor_cli.text.units import MIB
from tests.fakes.desk import until
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, Step, facts

PLAIN = Language(name="plain", title="Plain", extensions=(".txt",), main_name="main.txt", run=("run", "{main}"))
RUN = shape_of("plain", run_policy(Limits()), None)
SMALL = shape_of("plain", run_policy(Limits(memory_bytes=32 * MIB)), None)
COMPILE = shape_of("plain", compile_policy(), None)


def answer(step: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
    return facts()


class Engine:
    """An engine, the languages that it has, and a clock."""

    name = "scripted"

    def __init__(self) -> None:
        self.kind: type[ScriptedLauncher] = ScriptedLauncher
        self.launchers: list[ScriptedLauncher] = []
        self.stamp_of_now = "first"
        self.now = 0.0

    def launcher(self, language: Language) -> ScriptedLauncher:
        self.launchers.append(self.kind(answer))
        return self.launchers[-1]

    def stamp(self, language: Language) -> str:
        return self.stamp_of_now

    def all(self) -> tuple[Language, ...]:
        return (PLAIN,)

    def get(self, name: str) -> Language:
        return PLAIN

    def digest(self) -> str:
        return "plain"

    def pool(self, most_waiting: int = 4, busy_count: int = 1) -> LanePool:
        options = PoolOptions(most_waiting=most_waiting, busy_count=busy_count, idle_seconds=60)
        return LanePool(Launchers(self, self), options, clock=lambda: self.now)

    @property
    def policies(self) -> list[LanePolicy]:
        """Of all lanes that were started."""
        return [policy for launcher in self.launchers for policy in launcher.policies]

    @property
    def open_count(self) -> int:
        """How many lanes hold a descriptor of the host."""
        return sum(len(launcher._streams) for launcher in self.launchers)


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    assert made.open_count == 0


def use(pool: LanePool, *shapes: Shape) -> list[Lane]:
    """Take lanes for one program, end it, and return them once the pool has done what is to be done."""
    pool.begin_session()
    held = [pool.take(shape) for shape in shapes]
    pool.end_session(held)
    pool.settle()
    return [each.lane for each in held]


def test_no_lane_is_handed_out_twice(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        lanes = [lane for _ in range(10) for lane in use(pool, RUN, RUN)]
    assert len(set(lanes)) == 20


def test_lanes_of_the_kinds_that_were_asked_for_wait_for_the_next_program(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        use(pool, COMPILE, RUN)
        waiting = len(engine.policies)
        assert pool.waiting_count() == 2
        pool.begin_session()
        held = [pool.take(RUN), pool.take(COMPILE)]
        assert len(engine.policies) == waiting == 4
        pool.end_session(held)


def test_expected_lane_is_there_before_any_program(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        pool.expect(RUN)
        pool.settle()
        assert pool.waiting_count() == 1
        use(pool, RUN)
        assert engine.policies == [RUN.policy, RUN.policy]


def test_lane_with_other_limits_is_not_handed_out(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        use(pool, RUN)
        use(pool, SMALL)
    assert engine.policies == [RUN.policy, RUN.policy, SMALL.policy, SMALL.policy]


def test_lane_that_died_while_it_waited_is_not_handed_out(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        use(pool, RUN)
        dead = engine.launchers[0].runners[-1]
        dead.die()
        (lane,) = use(pool, RUN)
        assert lane.identity != str(dead.number)


def test_lane_whose_files_were_replaced_while_it_waited_is_not_handed_out(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        use(pool, RUN)
        engine.stamp_of_now = "second"
        use(pool, RUN)
        assert [len(each.policies) for each in engine.launchers] == [2, 2]


def test_program_whose_lane_died_gets_one_that_has_not_waited(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        use(pool, RUN)
        count = len(engine.policies)
        pool.begin_session()
        held = pool.take(RUN, anew=True)
        assert len(engine.policies) == count + 1
        assert pool.waiting_count() == 1
        pool.end_session([held])


def test_no_lane_starts_ahead_while_as_many_programs_are_judged_as_there_are_cores(engine: Engine) -> None:
    with closing(engine.pool(busy_count=2)) as pool:
        pool.begin_session()
        pool.begin_session()
        first, second = pool.take(RUN), pool.take(RUN)
        pool.settle()
        assert pool.waiting_count() == 0
        pool.end_session([first])
        pool.settle()
        assert pool.waiting_count() == 2
        pool.end_session([second])


def test_idle_lanes_end_and_are_not_started_again(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        use(pool, RUN, RUN)
        use(pool, SMALL)
        assert pool.waiting_count() == 3
        engine.now += 61
        use(pool, SMALL)
        assert pool.waiting_count() == 1
        assert engine.open_count == 1


def test_more_never_wait_than_may_and_the_shape_asked_for_longest_ago_gives_its_lanes(engine: Engine) -> None:
    with closing(engine.pool(most_waiting=2)) as pool:
        use(pool, RUN)
        use(pool, COMPILE)
        use(pool, SMALL)
        assert pool.waiting_count() == 2
        count = len(engine.policies)
        pool.begin_session()
        held = [pool.take(COMPILE), pool.take(SMALL)]
        assert len(engine.policies) == count
        pool.end_session(held)


def test_pool_of_none_starts_each_lane_when_it_is_asked_for(engine: Engine) -> None:
    with closing(engine.pool(most_waiting=0)) as pool:
        use(pool, RUN)
        use(pool, RUN)
        assert (pool.waiting_count(), len(engine.policies)) == (0, 2)


def test_lane_that_is_about_to_start_is_waited_for(engine: Engine) -> None:
    held, begun = threading.Event(), threading.Event()

    class SlowLauncher(ScriptedLauncher):
        def launch(self, policy: LanePolicy) -> Lane:
            begun.set()
            assert held.wait(60)
            return super().launch(policy)

    engine.kind = SlowLauncher
    with closing(engine.pool(most_waiting=1)) as pool:
        pool.expect(RUN)
        assert begun.wait(60)
        taken: list[Held] = []
        thread = threading.Thread(target=lambda: taken.append(pool.take(RUN)))
        pool.begin_session()
        thread.start()
        held.set()
        thread.join()
        assert len(engine.policies) == 1
        pool.end_session(taken)
        pool.settle()


def test_engine_that_makes_none_is_told_by_the_next_program_and_not_asked_meanwhile(engine: Engine) -> None:
    with closing(engine.pool()) as pool:
        use(pool, RUN)
        (launcher,) = engine.launchers
        launcher._refuse = True
        use(pool, RUN)  # the one that waited
        assert pool.waiting_count() == 0
        with pytest.raises(SandboxFault, match="No engine answers"):
            pool.take(RUN)
        launcher._refuse = False
        use(pool, RUN)
        assert pool.waiting_count() > 0


def test_closed_pool_hands_out_none_and_takes_back_what_programs_had(engine: Engine) -> None:
    pool = engine.pool()
    pool.begin_session()
    held = pool.take(RUN)
    pool.close()
    with pytest.raises(SandboxFault, match="shutting down"):
        pool.take(RUN)
    pool.end_session([held])
    pool.close()


def test_lane_that_hangs_while_it_starts_keeps_no_pool_from_closing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    class HangingLauncher(ScriptedLauncher):
        ended = threading.Event()

        def launch(self, policy: LanePolicy) -> Lane:
            begun.set()
            self.ended.wait()
            raise LaneDiedError("it was ended")

        def finish(self) -> None:
            self.ended.set()

    monkeypatch.setattr(pool_module, "_END_SECONDS", 0.01)
    engine.kind = HangingLauncher
    pool = engine.pool()
    pool.expect(RUN)
    assert begun.wait(60)
    pool.close()
    monkeypatch.setattr(pool_module, "_END_SECONDS", 60)
    pool.close()
    assert not any(thread.is_alive() for thread in pool._threads)


def test_many_threads_share_it_and_each_lane_goes_to_one_of_them(engine: Engine) -> None:
    taken: list[Lane] = []

    def judge() -> None:
        for shape in (RUN, SMALL, COMPILE, RUN, RUN):
            pool.begin_session()
            held = pool.take(shape)
            taken.append(held.lane)
            assert held.lane.is_waiting()
            pool.end_session([held])

    with closing(engine.pool(busy_count=4)) as pool:
        threads = [threading.Thread(target=judge) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        pool.settle()
        assert 0 < pool.waiting_count() <= 4
    assert len(set(taken)) == 16 * 5


def test_zygote_is_asked_for_before_the_program_is_there(engine: Engine) -> None:
    program = Program(language="plain", files=(SourceFile("main.txt", b""),), main="main.txt")
    plan = Plan(language=replace(PLAIN, zygote=True), program=program, limits=Limits())
    shape = shape_of("plain", plan.lane_policy, plan.zygote)
    with closing(engine.pool()) as pool:
        pool.expect(shape)
        pool.settle()
        pool.begin_session()
        held = pool.take(shape)
        assert plan.zygote is not None
        assert held.lane.takes_zygote(plan.zygote)
        runners = engine.launchers[0].runners
        # A lane that is let go reads no more.
        until(lambda: all(runner.zygotes for runner in runners))
        pool.end_session([held])
        pool.settle()
        until(lambda: all(runner.zygotes for runner in runners))
    assert [len(runner.zygotes) for runner in engine.launchers[0].runners] == [1, 1]


def test_image_that_is_being_built_keeps_no_other_language_waiting(engine: Engine) -> None:
    built, begun = threading.Event(), threading.Event()
    launcher = engine.launcher

    def building(language: Language) -> ScriptedLauncher:
        if not begun.is_set():
            begun.set()
            assert built.wait(60)
        return launcher(language)

    engine.launcher = building  # type: ignore[method-assign]
    launchers = Launchers(engine, engine)
    thread = threading.Thread(target=launchers.get, args=["slow"])
    thread.start()
    assert begun.wait(60)
    other = launchers.get("plain")
    assert launchers.get("plain") is other
    built.set()
    thread.join()
    launchers.finish()
