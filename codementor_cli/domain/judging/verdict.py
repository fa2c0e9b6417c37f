"""From the facts of an execution to its verdict. Pure."""

from __future__ import annotations

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Execution, Stop

_KILLED = 9
"""SIGKILL. Source: signal(7)."""

_STOPPED = {
    Stop.CPU_TIME: Verdict.TLE,
    Stop.WALL_TIME: Verdict.TLE,
    Stop.STARVED: Verdict.JE,
    Stop.MEMORY: Verdict.MLE,
    Stop.STDOUT: Verdict.OLE,
    Stop.STDERR: Verdict.OLE,
}


def limit_verdict(execution: Execution, limits: Limits) -> Verdict | None:
    """Return the verdict that the facts alone decide, or None where the output must be checked.

    The sandbox's own stop decides first. For a program that ended by itself, time decides before memory, output and
    exit code.
    """
    if execution.stop is not None:
        return _STOPPED[execution.stop]
    # A program that the kernel killed for memory may have spent CPU time on the kernel's search for free memory.
    killed_for_memory = execution.signal == _KILLED and execution.oom_kill_count > 0
    too_long = execution.cpu_seconds > limits.time_seconds or execution.wall_seconds > limits.wall_seconds
    if too_long and not killed_for_memory:
        return Verdict.TLE
    if execution.oom_kill_count > 0 or execution.peak_memory_bytes > limits.memory_bytes:
        return Verdict.MLE
    if execution.stdout_truncated or execution.stderr_truncated:
        return Verdict.OLE
    if execution.signal is not None or execution.exit_code != 0:
        return Verdict.RTE
    return None


def run_verdict(execution: Execution, limits: Limits) -> Verdict:
    """Return the verdict of a ``run``, where no output is expected."""
    return limit_verdict(execution, limits) or Verdict.OK
