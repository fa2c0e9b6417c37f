"""From a run's answer to Piston's."""

from __future__ import annotations

from typing import Any

from codementor_cli.api.compatible.piston.request import runtime_name
from codementor_cli.api.compatible.versions import full_version
from codementor_cli.domain.challenge.program import Language
from codementor_cli.domain.jobs.job import RanAnswer
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.signals import SIGNALS

_KILLED = "SIGKILL"
_STOPS = {
    Stop.CPU_TIME: ("TO", "Time limit exceeded"),
    Stop.WALL_TIME: ("TO", "Time limit exceeded (wall clock)"),
    Stop.STARVED: ("XX", "The machine was too busy. Send the program again."),
    Stop.STDOUT: ("OL", "stdout length exceeded"),
    Stop.STDERR: ("EL", "stderr length exceeded"),
    Stop.MEMORY: ("SG", "Memory limit exceeded"),
}
"""Piston's two letters for how a run ended, and its message."""


def execution_value(answer: RanAnswer, language: Language) -> dict[str, Any]:
    """Return an answer: ``run``, and ``compile`` where the language is compiled.

    A syntax check of ours that fails is told as the run that the interpreter would have ended.
    """
    value: dict[str, Any] = {"language": runtime_name(language), "version": full_version(language)}
    compiled = None if answer.compilation is None else _compiled(answer.compilation)
    if compiled is not None and language.compile:
        value["compile"] = compiled
    value["run"] = compiled if answer.execution is None else _ran(answer.execution)
    return value


def _compiled(compilation: Compilation) -> dict[str, Any]:
    text = compilation.output or compilation.reason
    return {
        "stdout": "",
        "stderr": text,
        "output": text,
        "code": 0 if compilation.success else 1,
        "signal": None,
        "message": compilation.reason or (None if compilation.success else "Exited with error status 1"),
        "status": None if compilation.success else "RE",
        "cpu_time": None,
        "wall_time": round(compilation.wall_seconds * 1000),
        "memory": None,
    }


def _ran(execution: Execution) -> dict[str, Any]:
    stdout, stderr = (stream.decode("utf-8", "replace") for stream in (execution.stdout, execution.stderr))
    status, message, signal = _ending(execution)
    return {
        "stdout": stdout,
        "stderr": stderr,
        "output": stdout + stderr,
        "code": None if signal else execution.exit_code,
        "signal": signal,
        "message": message,
        "status": status,
        "cpu_time": round(execution.cpu_seconds * 1000),
        "wall_time": round(execution.wall_seconds * 1000),
        "memory": execution.peak_memory_bytes,
    }


def _ending(execution: Execution) -> tuple[str | None, str | None, str | None]:
    """Return the letters, the message and the signal of how a run ended."""
    if execution.stop is not None:
        return (*_STOPS[execution.stop], _KILLED)
    if execution.signal is not None:
        name = SIGNALS.get(execution.signal, (f"SIG{execution.signal}", ""))[0]
        said = "Memory limit exceeded" if execution.oom_kill_count else f"Caught fatal signal {execution.signal}"
        return "SG", said, name
    if execution.exit_code:
        return "RE", f"Exited with error status {execution.exit_code}", None
    return None, None, None
