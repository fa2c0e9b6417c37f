"""A live run: input forwarded as it is typed or piped, output as it comes."""

from __future__ import annotations

import os
import threading

from codementor_cli.domain.judging.execution import TOO_BUSY, TRY_LATER, CaseRun, Compilation, Execution, Stop
from codementor_cli.errors import NextStep, SandboxFault
from codementor_cli.ports import Cancel, Console
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.launcher import Launcher, check_program, compile_program, send_build, start_lane
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.lanes.step_report import LaneDiedError
from codementor_cli.sandbox.runner import wire

_BACKLOG_BYTES = 1 << 18


def run_live(
    launcher: Launcher, plan: Plan, arguments: tuple[str, ...], console: Console, cancel: Cancel | None = None
) -> tuple[Compilation | None, Execution | None]:
    """Run a program once, live; meets ``ports.LiveSandbox.run_live``."""
    if cancel is None:
        return _run(launcher, plan, arguments, _Terminal(console))
    # The lane is its thread's alone: another thread wakes this one, which lets go of it.
    wakes, wake = os.pipe()
    try:
        with cancel.ending(lambda: _wake(wake)):
            return _run(launcher, plan, arguments, _Terminal(console, wakes, cancel))
    finally:
        os.close(wakes)
        os.close(wake)


def _wake(pipe: int) -> None:
    os.write(pipe, b"!")


def _run(
    launcher: Launcher, plan: Plan, arguments: tuple[str, ...], terminal: _Terminal
) -> tuple[Compilation | None, Execution | None]:
    lane, compilation = _prepare(launcher, plan)
    try:
        if compilation is not None and not compilation.success:
            return compilation, None
        step = plan.run_step(CaseRun(key=0, arguments=arguments), terminal=terminal.is_terminal)
        lane.begin(step)
        if terminal.is_ended:
            lane.send_raw(input_frame(b""))
        return compilation, _given_a_core(lane.finish(terminal).execution)
    except LaneDiedError as error:
        if launcher.died_of_memory(lane):
            return compilation, Execution(signal=9, oom_kill_count=1, peak_memory_bytes=plan.limits.memory_bytes)
        launcher.discard(lane)
        raise SandboxFault(
            f"The sandbox failed: {error}.", NextStep(("doctor",), "Run `{}` to see what is wrong.")
        ) from error
    finally:
        lane.close()
        launcher.finish()


def _given_a_core(execution: Execution) -> Execution:
    if execution.stop is Stop.STARVED:
        raise SandboxFault(TOO_BUSY, TRY_LATER)
    return execution


def _prepare(launcher: Launcher, plan: Plan) -> tuple[Lane, Compilation | None]:
    """Return a lane that holds the program, and what compiling or checking said; the lane starts meanwhile."""
    if plan.compile_step is None:
        lane = start_lane(launcher, plan)
        if plan.check_step is None:
            return lane, None
        compilation, lane = check_program(launcher, plan, plan.check_step, lane)
        return lane, compilation
    background = _Background(launcher, plan)
    compilation, built = compile_program(launcher, plan, plan.compile_step)
    lane = background.lane()
    send_build(lane, built)
    return lane, compilation


class _Background:
    """A lane that starts in a thread of its own."""

    def __init__(self, launcher: Launcher, plan: Plan) -> None:
        self._launcher = launcher
        self._plan = plan
        self._lane: Lane | None = None
        self._fault: SandboxFault | None = None
        self._thread = threading.Thread(target=self._start, daemon=True)
        self._thread.start()

    def lane(self) -> Lane:
        self._thread.join()
        if self._lane is None:
            raise self._fault or SandboxFault("The sandbox did not start.")
        return self._lane

    def _start(self) -> None:
        try:
            self._lane = start_lane(self._launcher, self._plan)
        except SandboxFault as fault:
            self._fault = fault


class _Terminal:
    """The console's two ends, as a lane takes them; meets ``lane.LiveEnd``."""

    def __init__(self, console: Console, wakes: int | None = None, cancel: Cancel | None = None) -> None:
        """Take the console.

        Args:
            console: Both ends.
            wakes: Can be read once the run is cancelled; None: it never is.
            cancel: Of the run.
        """
        self._console = console
        self._source = console.input_descriptor()
        self._wakes = () if wakes is None else (wakes,)
        self._cancel = cancel

    @property
    def is_terminal(self) -> bool:
        return self._console.is_terminal

    @property
    def is_ended(self) -> bool:
        return self._source is None

    def show(self, stderr: bool, data: bytes) -> None:
        self._console.write(stderr, data)

    def wanted(self, backlog: int) -> tuple[int, ...]:
        return self._wakes if self._source is None or backlog > _BACKLOG_BYTES else (self._source, *self._wakes)

    def read(self) -> bytes:
        if self._cancel is not None:
            self._cancel.check()
        data = self._console.read()
        if not data:
            self._source = None
        return input_frame(data)


def input_frame(data: bytes) -> bytes:
    """Return input as a frame; no data is the end of it."""
    return wire.encode(wire.INPUT, {"end": not data}, data)
