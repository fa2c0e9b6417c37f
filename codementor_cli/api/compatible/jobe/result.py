"""From a job to Jobe's result object."""

from __future__ import annotations

from typing import Any

from codementor_cli.api.compatible.jobe.languages import JOBE_LANGUAGES, JobeLanguage, jobe_name
from codementor_cli.domain.jobs.job import Job, RanAnswer
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.signals import SIGNALS

NOT_COMPILED, RUNTIME_ERROR, TIME_LIMIT, SUCCESS = 11, 12, 13, 15
MEMORY_LIMIT, ILLEGAL_CALL, INTERNAL_ERROR, OVERLOAD = 17, 19, 20, 21
"""Source: app/Libraries/LanguageTask.php. 17 and 19 Jobe itself never answers; CodeRunner has words for them."""
_SOURCE_FOLDER = b"/box/source/"
_SIGSYS = next(number for number, (name, _) in SIGNALS.items() if name == "SIGSYS")


def result_value(
    run_id: str, outcome: int, *, cmpinfo: bytes = b"", stdout: bytes = b"", stderr: bytes = b""
) -> dict[str, Any]:
    """Return a result object."""
    return {
        "run_id": run_id,
        "outcome": outcome,
        "cmpinfo": shown(cmpinfo),
        "stdout": shown(stdout),
        "stderr": shown(stderr),
    }


def job_value(job: Job) -> dict[str, Any]:
    """Return the result object of a job that ended."""
    if not isinstance(job.answer, RanAnswer):
        reason = "The run was cancelled." if job.problem is None else job.problem.message
        return result_value(job.uid, INTERNAL_ERROR, stderr=reason.encode())
    jobe = JOBE_LANGUAGES[jobe_name(job.answer.language)]
    compilation, execution = job.answer.compilation, job.answer.execution
    if compilation is not None and _is_error(compilation, jobe):
        said = (compilation.output or compilation.reason or "The compiler failed without a word.").encode()
        if jobe.checks_syntax:
            return result_value(job.uid, NOT_COMPILED, cmpinfo=said)
        return result_value(job.uid, RUNTIME_ERROR, stderr=said)
    if execution is None:
        return result_value(job.uid, INTERNAL_ERROR, stderr=b"There is no result.")
    outcome, stderr = _ending(execution)
    if jobe.ours == "java":
        stderr = stderr.replace(b"\n\t", b"\n        ")
    return result_value(job.uid, outcome, stdout=execution.stdout, stderr=stderr)


def _is_error(compilation: Compilation, jobe: JobeLanguage) -> bool:
    return not compilation.success or (jobe.compiler_is_silent and bool(compilation.output.strip()))


def _ending(execution: Execution) -> tuple[int, bytes]:
    """Return the outcome and the stderr that goes with it: any stderr makes CodeRunner see a runtime error."""
    match execution.stop:
        case Stop.CPU_TIME | Stop.WALL_TIME | Stop.STDOUT | Stop.STDERR:  # Jobe lets a flood go on to the time limit
            return TIME_LIMIT, b""
        case Stop.STARVED:
            return OVERLOAD, b""
        case Stop.MEMORY | None:
            pass
    if execution.stop is Stop.MEMORY or execution.oom_kill_count:
        return MEMORY_LIMIT, b""
    if execution.signal == _SIGSYS:
        return ILLEGAL_CALL, b""
    stderr = execution.stderr.replace(_SOURCE_FOLDER, b"")
    if execution.signal is not None or stderr:
        return RUNTIME_ERROR, stderr
    return SUCCESS, b""


def shown(output: bytes) -> str:
    """Return output as Jobe does: as it is where it is UTF-8, else each byte that is not printable in hexadecimal."""
    try:
        return output.decode()
    except UnicodeDecodeError:
        return "".join(chr(each) if each in _PRINTABLE else f"\\x{each:02x}" for each in output)


_PRINTABLE = frozenset({*range(0x20, 0x7F), *b"\n\r\t"})
