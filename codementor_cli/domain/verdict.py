"""Verdicts, and the pure function from facts to a verdict."""

from __future__ import annotations

from enum import StrEnum

from codementor_cli.domain.execution import Execution, Stop
from codementor_cli.domain.limits import Limits


class Verdict(StrEnum):
    """The judge's answer for one case or one submission."""

    OK = "OK"
    AC = "AC"
    WA = "WA"
    TLE = "TLE"
    MLE = "MLE"
    OLE = "OLE"
    RTE = "RTE"
    CE = "CE"
    JE = "JE"

    @property
    def words(self) -> str:
        """The verdict in words."""
        return _TITLES[self]


_TITLES = {
    Verdict.OK: "ok",
    Verdict.AC: "accepted",
    Verdict.WA: "wrong answer",
    Verdict.TLE: "time limit exceeded",
    Verdict.MLE: "memory limit exceeded",
    Verdict.OLE: "output limit exceeded",
    Verdict.RTE: "run-time error",
    Verdict.CE: "compile error",
    Verdict.JE: "judge error",
}

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

    What ended the program wins; of a program that ended by itself: time, memory, output, exit code.
    """
    if execution.stop is not None:
        return _STOPPED[execution.stop]
    # What the kernel killed for memory may have spent CPU time on its search for memory to free.
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
