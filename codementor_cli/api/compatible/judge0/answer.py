"""From a job to a submission as Judge0 shows it."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from codementor_cli.api.compatible.judge0.tables import LANGUAGE_IDS, STATUSES, language_name
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language
from codementor_cli.domain.jobs.job import Job, JobState, RanAnswer, RunWork
from codementor_cli.domain.judging.execution import Execution, Stop

DEFAULT_FIELDS = ("token", "time", "memory", "stdout", "stderr", "compile_output", "message", "status")
_BYTES_FIELDS = ("source_code", "stdin", "expected_output", "stdout", "stderr", "compile_output", "message")
NOT_TEXT = "some attributes for this submission cannot be converted to UTF-8, use base64_encoded=true query parameter"
"""The words are Judge0's: clients compare them."""
_SIGNAL_STATUSES = {11: 7, 25: 8, 8: 9, 6: 10}
_QUEUED, _RUNNING, _ACCEPTED, _WRONG, _TOO_LONG, _NOT_COMPILED, _TOO_LARGE = 1, 2, 3, 4, 5, 6, 8
_NONZERO, _OTHER, _INTERNAL = 11, 12, 13
_STOPS = {
    Stop.CPU_TIME: (_TOO_LONG, "Time limit exceeded"),
    Stop.WALL_TIME: (_TOO_LONG, "Time limit exceeded (wall clock)"),
    Stop.STARVED: (_INTERNAL, "The machine was too busy. Send the submission again."),
    Stop.STDOUT: (_TOO_LARGE, "The output is larger than max_file_size."),
    Stop.STDERR: (_TOO_LARGE, "The output is larger than max_file_size."),
    Stop.MEMORY: (_OTHER, "Memory limit exceeded"),
}
"""The status and the message where our sandbox ended the program."""
_KIB = 1024


class NotTextError(ValueError):
    """A field that is no UTF-8, and was not asked for in Base64."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a submission ended: what Judge0 tells of it, beside the figures of its run."""

    status: int
    message: str = ""
    stdout: bytes = b""
    stderr: bytes = b""
    compile_output: bytes = b""
    exit_code: int | None = None


def token_of(uid: str) -> str:
    """Return a job's uid as Judge0's tokens are written."""
    return str(UUID(hex=uid))


def uid_of(token: str) -> str | None:
    """Return the uid that a token names; None: it is no token."""
    try:
        return UUID(token).hex
    except ValueError:
        return None


def submission_value(job: Job, language: Language, fields: Sequence[str], *, is_base64: bool) -> dict[str, Any]:
    """Return a submission.

    Args:
        job: A run's.
        language: Its program's.
        fields: Those to show, of ``ALL_FIELDS``.
        is_base64: Whether to show texts in Base64.

    Raises:
        NotTextError: A text to show is no UTF-8, and is not wanted in Base64.
    """
    value = _everything(job, language)
    return {name: _shown(value[name], is_base64=is_base64 and name in _BYTES_FIELDS) for name in fields}


def _shown(value: Any, *, is_base64: bool) -> Any:
    if not isinstance(value, bytes):
        return value
    if is_base64:
        return base64.b64encode(value).decode()
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise NotTextError(NOT_TEXT) from error


def _everything(job: Job, language: Language) -> dict[str, Any]:
    work = _work(job)
    ended = _ended(job, language)
    execution = job.answer.execution if isinstance(job.answer, RanAnswer) else None
    ran = execution if ended.status not in {_NOT_COMPILED, _INTERNAL} else None
    number = LANGUAGE_IDS[language.name][0]
    return {
        "token": token_of(job.uid),
        "source_code": work.program.files[0].content,
        "language_id": number,
        "language": {"id": number, "name": language_name(language)},
        "stdin": work.stdin or None,
        "expected_output": work.expected_output,
        "stdout": ended.stdout or None,
        "stderr": ended.stderr or None,
        "compile_output": ended.compile_output or None,
        "message": ended.message.encode() or None,
        "status_id": ended.status,
        "status": {"id": ended.status, "description": STATUSES[ended.status]},
        "created_at": _moment(job.created_at),
        "finished_at": _moment(job.finished_at),
        "time": None if ran is None else f"{ran.cpu_seconds:.3f}",
        "wall_time": None if ran is None else f"{ran.wall_seconds:.3f}",
        "memory": None if ran is None else ran.peak_memory_bytes // _KIB,
        "exit_code": ended.exit_code,
        "exit_signal": None if ran is None else ran.signal,
        "compiler_options": shlex.join(work.options.compile) or None,
        "command_line_arguments": shlex.join(work.arguments) or None,
        **_limits(work.limits),
        **dict.fromkeys(("redirect_stderr_to_stdout", "enable_network"), False),
        **dict.fromkeys(("callback_url", "additional_files")),
    }


def _work(job: Job) -> RunWork:
    if not isinstance(job.work, RunWork):
        raise TypeError(type(job.work))
    return job.work


def _limits(limits: Limits) -> dict[str, Any]:
    return {
        "number_of_runs": 1,
        "cpu_time_limit": f"{limits.time_seconds:g}",
        "cpu_extra_time": "0.0",
        "wall_time_limit": f"{limits.wall_seconds:g}",
        "memory_limit": limits.memory_bytes // _KIB,
        "stack_limit": None,
        "max_processes_and_or_threads": limits.process_count,
        "enable_per_process_and_thread_time_limit": False,
        "enable_per_process_and_thread_memory_limit": False,
        "max_file_size": limits.output_bytes // _KIB,
    }


def _moment(at: Any) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def _ended(job: Job, language: Language) -> _Ended:
    """Return how it ended, or how far it is."""
    if not isinstance(job.answer, RanAnswer):
        if job.problem is not None:
            return _Ended(_INTERNAL, job.problem.message)
        said = {JobState.QUEUED: _QUEUED, JobState.RUNNING: _RUNNING}.get(job.state, _INTERNAL)
        return _Ended(said, "The submission was cancelled." if said == _INTERNAL else "")
    compilation, execution = job.answer.compilation, job.answer.execution
    output = b"" if compilation is None else compilation.output.encode()
    if compilation is not None and execution is None:
        if not language.compile:  # Judge0 checks no syntax: the interpreter would have said it
            return _Ended(_NONZERO, "Exited with error status 1", stderr=output, exit_code=1)
        return _Ended(_NOT_COMPILED, compile_output=output or compilation.reason.encode())
    if execution is None:
        return _Ended(_INTERNAL, "There is no result.")
    status, message = _verdict(execution, _work(job).expected_output)
    shown_output = output if language.compile else b""
    code = execution.exit_code or 0
    return _Ended(status, message, execution.stdout, execution.stderr, shown_output, exit_code=code)


def _verdict(execution: Execution, expected: bytes | None) -> tuple[int, str]:
    """Return the status, and the message that Judge0's sandbox gives with it."""
    if execution.stop is not None:
        return _STOPS[execution.stop]
    if execution.oom_kill_count:
        return _STOPS[Stop.MEMORY]
    if execution.signal is not None:
        return _SIGNAL_STATUSES.get(execution.signal, _OTHER), f"Caught fatal signal {execution.signal}"
    if execution.exit_code:
        return _NONZERO, f"Exited with error status {execution.exit_code}"
    is_right = expected is None or _compared(expected) == _compared(execution.stdout)
    return (_ACCEPTED if is_right else _WRONG), ""


def _compared(output: bytes) -> bytes:
    """Return what Judge0 compares: without white space at the ends of lines, and without empty lines at the end."""
    return b"\n".join(line.rstrip() for line in output.split(b"\n")).rstrip()


ALL_FIELDS = (
    *DEFAULT_FIELDS,
    *("source_code", "language_id", "language", "stdin", "expected_output", "status_id", "created_at", "finished_at"),
    *("wall_time", "exit_code", "exit_signal", "compiler_options", "command_line_arguments", "number_of_runs"),
    *("cpu_time_limit", "cpu_extra_time", "wall_time_limit", "memory_limit", "stack_limit"),
    *("max_processes_and_or_threads", "enable_per_process_and_thread_time_limit"),
    *("enable_per_process_and_thread_memory_limit", "max_file_size", "redirect_stderr_to_stdout", "enable_network"),
    *("callback_url", "additional_files"),
)


def wanted_fields(asked: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of a query, and those of it that do not exist."""
    names = [name for name in (asked or "").split(",") if name]
    unknown = tuple(name for name in names if name != "*" and name not in ALL_FIELDS)
    if "*" in names:
        return ALL_FIELDS, unknown
    return tuple(dict.fromkeys(name for name in names if name in ALL_FIELDS)) or DEFAULT_FIELDS, unknown
