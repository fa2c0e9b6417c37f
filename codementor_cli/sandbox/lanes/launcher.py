"""What the engines have in common: launchers of lanes, and how a program gets into a lane."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Protocol

from codementor_cli.domain.judging.execution import TOO_BUSY, TRY_LATER, Compilation, Execution, Stop
from codementor_cli.errors import NextStep, SandboxFault
from codementor_cli.sandbox.lanes import bundle
from codementor_cli.sandbox.lanes.builds import Build, Builds
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.plan import Plan, compilation_of
from codementor_cli.sandbox.lanes.step_report import BuiltFile, LaneDiedError, StepReport
from codementor_cli.sandbox.policy import LanePolicy, Step, compile_policy

TRIES = 2
"""Each lane, and each run in one, is tried twice."""


class Launcher(Protocol):
    """An engine's part: making lanes and ending them."""

    def launch(self, policy: LanePolicy) -> Lane:
        """Start a lane and wait until it is ready.

        Raises:
            SandboxFault: The engine cannot make one, with the command that helps.
            LaneDiedError: It was made, and died.
        """

    def died_of_memory(self, lane: Lane) -> bool:
        """Whether the kernel ended a dead lane's runner for the memory that the program took."""

    def discard(self, lane: Lane) -> None:
        """End a lane that may not end by itself; waits for the engine."""

    def release(self, lane: Lane) -> None:
        """Wait until a lane that was closed is gone, and give back what the host held for it."""

    def finish(self) -> None:
        """Wait briefly for work in the background; release every lane."""

    def builds(self) -> Builds:
        """Return what compilers of this toolchain made before."""


class Stopped(Exception):
    """The launcher was closed: no error, what was under way is not wanted any more."""


class TrackedLauncher:
    """A launcher that knows its lanes, so that closing it ends them all in mid-work; meets ``Launcher``."""

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self._lanes: set[Lane] = set()
        self._guard = threading.Lock()
        self._closed = False

    def launch(self, policy: LanePolicy) -> Lane:
        """Meet ``Launcher``.

        Raises:
            Stopped: This launcher was closed, perhaps while the lane started.
        """
        self._check()
        lane = self._launcher.launch(policy)
        with self._guard:
            self._lanes.add(lane)
            closed = self._closed
        if closed:
            lane.close()
            raise Stopped
        return lane

    def died_of_memory(self, lane: Lane) -> bool:
        """Meet ``Launcher``.

        Raises:
            Stopped: This launcher was closed, and that is what the lane died of.
        """
        self._check()
        return self._launcher.died_of_memory(lane)

    def discard(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        self.retire(lane)
        self._launcher.discard(lane)

    def release(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        self._launcher.release(lane)

    def retire(self, lane: Lane) -> None:
        """Let go of a lane that ends by itself."""
        with self._guard:
            self._lanes.discard(lane)
        lane.close()

    def close(self) -> None:
        """End every lane, and start no more."""
        with self._guard:
            self._closed = True
            lanes = list(self._lanes)
        for lane in lanes:
            lane.close()

    def finish(self) -> None:
        """Meet ``Launcher``."""
        self._launcher.finish()

    def builds(self) -> Builds:
        """Meet ``Launcher``."""
        return self._launcher.builds()

    def _check(self) -> None:
        if self._closed:
            raise Stopped


def launch(launcher: Launcher, policy: LanePolicy) -> Lane:
    """Return a new lane, at the second try if need be.

    Raises:
        SandboxFault: There is none to be had.
    """
    reason = ""
    for _ in range(TRIES):
        try:
            return launcher.launch(policy)
        except LaneDiedError as error:
            reason = str(error)
    raise SandboxFault(f"The sandbox did not start: {reason}.", NextStep(("doctor",), "Run `{}` to see what is wrong."))


def start_runner(lane: Lane, builds: Builds, options: Mapping[str, object]) -> None:
    """Send a new lane its runner, compiled where that was kept, and wait for it.

    Args:
        lane: Whose first process waits for the bundle.
        builds: Of the lane's toolchain.
        options: See ``bundle.message``.

    Raises:
        LaneDiedError: It did not come up.
    """
    lane.send_raw(bundle.message(options, builds.find_runner()))
    lane.ready()
    builds.keep_runner(lane.compiled)


def equip(lane: Lane, plan: Plan) -> None:
    """Send a program's files to a lane."""
    for file in plan.files:
        lane.send_file("source", file.path, file.content)


def start_lane(launcher: Launcher, plan: Plan) -> Lane:
    """Return a new lane that holds a program's files, with an interpreter to fork from where the language has one.

    Raises:
        SandboxFault: There is none to be had.
    """
    lane = launch(launcher, plan.lane_policy)
    while plan.zygote is not None and not lane.takes_zygote(plan.zygote):
        lane.close()  # it started ahead, for programs that are called otherwise
        lane = launch(launcher, plan.lane_policy)
    lane.room_bytes = plan.room_bytes
    equip(lane, plan)
    return lane


def send_build(lane: Lane, built: tuple[BuiltFile, ...]) -> None:
    """Send what the compiler made to a lane that will run it."""
    for file in built:
        lane.send_file("build", file.path, file.content, executable=file.executable)


def compile_program(launcher: Launcher, plan: Plan, step: Step) -> Build:
    """Return what compiling gives, or gave before.

    Raises:
        SandboxFault: Two lanes died.
    """
    builds = launcher.builds()
    build = builds.find(plan, step)
    if build is None:
        build = compile_anew(launcher, plan, step)
        builds.keep(plan, step, build)
    return build


def compile_anew(launcher: Launcher, plan: Plan, step: Step) -> Build:
    """Compile in a lane of its own.

    Raises:
        SandboxFault: Two lanes died.
    """
    reason = ""
    for _ in range(TRIES):
        lane = launch(launcher, compile_policy())
        try:
            equip(lane, plan)
            report = _run(lane, step)
        except LaneDiedError as error:
            if launcher.died_of_memory(lane):
                return compilation_of(memory_death(step), step, build_too_large=False), ()
            launcher.discard(lane)
            reason = str(error)
            continue
        finally:
            lane.close()
        return compilation_of(report.execution, step, build_too_large=report.build_too_large), report.built
    raise SandboxFault(
        f"Compiling failed in the sandbox: {reason}.", NextStep(("doctor",), "Run `{}` to see what is wrong.")
    )


def check_program(launcher: Launcher, plan: Plan, step: Step, lane: Lane) -> tuple[Compilation, Lane]:
    """Look for syntax errors in the first lane; return that lane, or the one that took its place.

    Raises:
        SandboxFault: Two lanes died.
    """
    for _ in range(TRIES):
        try:
            report = _run(lane, step)
        except LaneDiedError as error:
            if launcher.died_of_memory(lane):
                return compilation_of(memory_death(step), step, build_too_large=False), lane
            launcher.discard(lane)
            lane, reason = start_lane(launcher, plan), str(error)
            continue
        try:
            lane.settle(step)
        except LaneDiedError:
            launcher.discard(lane)
            lane = start_lane(launcher, plan)
        return compilation_of(report.execution, step, build_too_large=False), lane
    lane.close()
    raise SandboxFault(f"The syntax check failed in the sandbox: {reason}.", NextStep(("doctor",), "Run `{}`."))


def _run(lane: Lane, step: Step) -> StepReport:
    """Compile or check; a step that was starved says nothing about the program.

    Raises:
        LaneDiedError: There is no report.
        SandboxFault: The machine gave it no core, twice.
    """
    for _ in range(TRIES):
        lane.begin(step)
        report = lane.finish()
        if report.execution.stop is not Stop.STARVED:
            return report
        if step.settles:
            lane.settle(step)
    raise SandboxFault(TOO_BUSY, TRY_LATER)


def memory_death(step: Step) -> Execution:
    """Return the facts of a program whose memory cost the lane its life: the control group's count says no more."""
    return Execution(signal=9, oom_kill_count=1, peak_memory_bytes=step.limits.memory_bytes)
