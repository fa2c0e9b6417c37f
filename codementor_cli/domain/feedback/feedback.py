"""Feedback for learners: one or two sentences to act on.

Feedback on a hidden test case names the verdict, the language's own exception class and the line, and nothing else: an
exception's message, a class of the learner's own, and every figure of the output may carry hidden data.
"""

from __future__ import annotations

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.compiler_messages import first_error
from codementor_cli.domain.feedback.crash import Crash, read_crash, strip_lane
from codementor_cli.domain.feedback.crash_words import (
    INTERNAL_KINDS,
    KNOWN_KINDS,
    compiler_meaning,
    kind_meaning,
    meaning,
    signal_meaning,
    signal_name,
)
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.text.amounts import seconds_text, size_text
from codementor_cli.text.excerpts import excerpt
from codementor_cli.text.sentences import closed
from codementor_cli.text.untrusted import escaped

_LINE_CHARACTERS = 200
_SHELL_SIGNAL = 128
_IDLE_PART = 4
"""A program that used all of its wall time and less than this part of its CPU time slept or waited."""


def error_sentence(execution: Execution, limits: Limits) -> str | None:
    """Return the sentence on a run that failed, with the traceback's last line if there is one; None for a good run."""
    verdict = run_verdict(execution, limits)
    return None if verdict is Verdict.OK else fact_sentence(verdict, execution, limits)


def fact_sentence(
    verdict: Verdict, execution: Execution, limits: Limits, *, hidden: bool = False, line_count: int | None = None
) -> str:
    """Return the sentence for a verdict that the facts alone decide.

    Args:
        verdict: The verdict to explain.
        execution: The facts.
        limits: In force.
        hidden: Whether the case is.
        line_count: Lines of the program's longest file; None: unknown. A hidden case names no line beyond it, for a
            forged traceback could show hidden input as a line number.
    """
    if verdict is Verdict.TLE:
        return time_sentence(execution, limits)
    if verdict is Verdict.MLE:
        return f"The program needed more memory than the limit of {size_text(limits.memory_bytes)}."
    if verdict is Verdict.OLE:
        stream = "error output" if execution.stop is Stop.STDERR or execution.stderr_truncated else "output"
        limit = size_text(limits.output_bytes)
        return f"The program printed more than {limit} of {stream}: is there a loop that never ends?"
    return _hidden_crash(execution, line_count) if hidden else _crash(execution)


def time_sentence(execution: Execution, limits: Limits) -> str:
    """Return the reason for a run that was too long: it computed, or it slept or waited.

    A judged program never waits for input, because its input always ends.
    """
    used, limit = execution.cpu_seconds, limits.time_seconds
    if execution.stop is Stop.CPU_TIME or (execution.stop is None and used > limit):
        used_text = f"used {used:.2f} s of CPU time; the limit is {seconds_text(limit)}"
        return f"The program {used_text}: is there a loop that never ends, or a way with fewer steps?"
    sentence = f"The program was still running after {seconds_text(limits.wall_seconds)}"
    if used > limit / _IDLE_PART:
        return f"{sentence}, and had used {used:.2f} s of CPU time."
    return f"{sentence}, and had used only {used:.2f} s of CPU time: it slept or waited for something."


def _crash(execution: Execution) -> str:
    """Return the place and the reason of a crash."""
    crash = read_crash(execution.stderr)
    if crash is not None:
        return _crash_sentence(crash)
    number = _signal(execution)
    if number is not None:
        return f"The program was ended by {signal_name(number)}{_signal_words(number)}."
    sentence = f"The program ended with exit code {execution.exit_code}, which means that it failed"
    said = _last_line(execution.stderr)
    return f"{sentence}; it said: {closed(said)}" if said else f"{sentence}; end it with 0."


def _crash_sentence(crash: Crash) -> str:
    place = f" in {excerpt(crash.file.encode())}" if crash.file else ""
    place += f", line {crash.line}" if crash.file and crash.line is not None else ""
    sentence = f"The program crashed{place}: {closed(excerpt(crash.last_line.encode(), _LINE_CHARACTERS))}"
    words = meaning(crash.kind, crash.message)
    return sentence + (f" This means: {words}." if words else "")


def _hidden_crash(execution: Execution, line_count: int | None) -> str:
    crash = read_crash(execution.stderr)
    number = _signal(execution)
    if crash is not None:
        told = crash.kind in KNOWN_KINDS and crash.kind not in INTERNAL_KINDS
        known = crash.line is not None and (line_count is None or 1 <= crash.line <= line_count)
        place = f" in line {crash.line}" if known else ""
        words = kind_meaning(crash.kind) if told else ""
        return f"The program crashed{f' with {crash.kind}' if told else ''}{place}" + (f": {words}." if words else ".")
    if number is not None:
        return f"The program was ended by {signal_name(number)}{_signal_words(number)}."
    return "The program ended with an exit code other than 0, which means that it failed."


def _signal(execution: Execution) -> int | None:
    """Return the signal that ended the program, or that a shell reports for its child."""
    if execution.signal is not None:
        return execution.signal
    number = (execution.exit_code or 0) - _SHELL_SIGNAL
    return number if signal_meaning(number) else None


def _signal_words(number: int) -> str:
    words = signal_meaning(number)
    return f": {words}" if words else ""


def _last_line(stderr: bytes) -> str:
    text = strip_lane(stderr.rstrip()[-4 * _LINE_CHARACTERS :].decode(errors="backslashreplace"))
    return excerpt(text.rpartition("\n")[2].encode(), _LINE_CHARACTERS)


def compile_sentence(compilation: Compilation) -> str:
    """Return the compiler's first error, with its place."""
    if compilation.reason:
        return f"The program does not compile: {closed(compilation.reason)}"
    error = first_error(compilation.output)
    if error is None:
        return "The program does not compile."
    place = f" in {escaped(error.file)}, line {error.line}" if error.file else ""
    words = compiler_meaning(error.message, error.text)
    said = closed(escaped(error.message)[:_LINE_CHARACTERS])
    return f"The program does not compile{place}: {said}" + (f" This means: {words}." if words else "")


def compile_place(compilation: Compilation) -> tuple[str, int | None]:
    """Return the file, as submitted, and the 1-based line of the compiler's first error; ``("", None)``: unknown."""
    error = first_error(compilation.output)
    return (error.file, error.line) if error else ("", None)
