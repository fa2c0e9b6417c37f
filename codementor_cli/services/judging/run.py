"""Run a program once, without a test case to judge by."""

from __future__ import annotations

from collections.abc import Sequence

from codementor_cli.domain.challenge.limits import LIVE_LIMITS, Ceilings, Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution
from codementor_cli.errors import NextStep, SandboxFault
from codementor_cli.ports import Cancel, Console, LiveSandbox, Sandbox
from codementor_cli.services.judging.cancel import NEVER

LIVE_WALL_SECONDS = 3600.0
"""Long: a person needs time to think between two lines of input."""


def run_limits(ceilings: Ceilings, time_seconds: float | None, memory_bytes: int | None, *, live: bool) -> Limits:
    """Return the limits of a run.

    Args:
        ceilings: Of this machine.
        time_seconds: CPU time that was asked for; None: the default.
        memory_bytes: Memory that was asked for; None: the default.
        live: Whether a person types the input.
    """
    cpu_seconds = time_seconds or LIVE_LIMITS.time_seconds
    limits = Limits(
        time_seconds=cpu_seconds,
        wall_time_seconds=max(LIVE_WALL_SECONDS, 2 * cpu_seconds + 1) if live else None,
        memory_bytes=memory_bytes or LIVE_LIMITS.memory_bytes,
        output_bytes=LIVE_LIMITS.output_bytes,
    )
    return limits.capped(ceilings)


def run_once(
    sandbox: Sandbox, program: Program, run: CaseRun, limits: Limits, cancel: Cancel = NEVER
) -> tuple[Compilation | None, Execution | None]:
    """Run a program, and collect its output.

    Returns:
        What compiling said, and the facts; no facts where compiling failed.

    Raises:
        SandboxFault: The sandbox failed.
        CancelledError: It was cancelled, and has ended.
    """
    try:
        with sandbox.open(program, limits, 1) as session, cancel.ending(session.close):
            compilation = session.compilation()
            if compilation is not None and not compilation.success:
                return compilation, None
            report = next(session.run([run]))
    except SandboxFault:
        # A session that was closed by cancelling says so by a fault.
        cancel.check()
        raise
    if report.execution is None:
        cancel.check()
        raise SandboxFault(f"The sandbox failed: {report.fault}", NextStep(("doctor",)))
    return compilation, report.execution


class SandboxRunner:
    """Runs programs in a sandbox of this machine; meets ``ports.Runner``."""

    def __init__(self, sandbox: LiveSandbox) -> None:
        self._sandbox = sandbox

    def run_live(
        self, program: Program, arguments: Sequence[str], limits: Limits, console: Console
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.Runner``."""
        return self._sandbox.run_live(program, arguments, limits, console)

    def run_once(
        self, program: Program, run: CaseRun, limits: Limits
    ) -> tuple[tuple[Compilation | None, Execution | None], str]:
        """Meet ``ports.Runner``."""
        return run_once(self._sandbox, program, run, limits), self._sandbox.name
