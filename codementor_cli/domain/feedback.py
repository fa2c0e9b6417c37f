"""What a learner is told: one or two sentences to act on.

Of hidden test cases only the verdict, the language's own exception class and the line are told: the words of an
exception, a class name of the learner's making, and every figure of the output may carry the data that is hidden.
"""

from __future__ import annotations

import re

from codementor_cli.domain.crash import Crash, read_crash, strip_lane
from codementor_cli.domain.crash_words import KNOWN_KINDS, SIGNALS, compiler_meaning, meaning, signal_name
from codementor_cli.domain.display import count_text, excerpt, quoted, seconds_text, size_text, visible
from codementor_cli.domain.execution import Compilation, Execution, Stop
from codementor_cli.domain.judgement import Judgement
from codementor_cli.domain.limits import Limits
from codementor_cli.domain.verdict import Verdict, run_verdict

_LINE_CHARACTERS = 200
_COMPILER_CHARACTERS = 1 << 16
_SHELL_SIGNAL = 128
_COMPILER_LINE = re.compile(
    r"""^(?:
        (?:\./)?(?P<file>[^\s:()][^:()\n]*?)(?::(?P<line>\d+)(?::\d+)?|\((?P<tsc>\d+),\d+\)):?[ ]++
        (?:(?:fatal[ ])?error(?:[ ]TS\d+)?:[ ]*+)?(?P<message>(?!warning|note)\S.*)
      | (?P<shell>\S.*?):\ line\ (?P<at>\d+):\ (?P<complaint>\S.*)
    )$""",
    re.MULTILINE | re.VERBOSE,
)
_RUST_ERROR = re.compile(r"^error(?:\[E\d+\])?: (.*)\n\s+--> (\S+?):(\d+):\d+$", re.MULTILINE)
_HEAD = re.compile(r'^(?:[ ]*File "(.+?)", line |(\S.*\.[cm]?js):)(\d+)$', re.MULTILINE)
_HEADED_ERROR = re.compile(r"^\w*Error: .*$", re.MULTILINE)


def error_sentence(execution: Execution, limits: Limits) -> str | None:
    """Return what went wrong in a run, with the traceback's last line where there is one; None if nothing did."""
    verdict = run_verdict(execution, limits)
    return None if verdict is Verdict.OK else fact_sentence(verdict, execution, limits)


def fact_sentence(
    verdict: Verdict, execution: Execution, limits: Limits, *, hidden: bool = False, line_count: int | None = None
) -> str:
    """Return the sentence for a verdict that the facts alone decide.

    Args:
        verdict: What it explains.
        execution: The facts.
        limits: In force.
        hidden: Whether the case is.
        line_count: Lines of the program's longest file; None: unknown. A forged traceback could name hidden input as a
            line: no other lines are told of a hidden case.
    """
    if verdict is Verdict.TLE:
        return _time_sentence(execution, limits)
    if verdict is Verdict.MLE:
        return f"The program needed more memory than the limit of {size_text(limits.memory_bytes)}."
    if verdict is Verdict.OLE:
        stream = "error output" if execution.stop is Stop.STDERR or execution.stderr_truncated else "output"
        limit = size_text(limits.output_bytes)
        return f"The program printed more than {limit} of {stream}: is there a loop that never ends?"
    return _hidden_crash(execution, line_count) if hidden else _crash(execution)


def _time_sentence(execution: Execution, limits: Limits) -> str:
    used, limit = execution.cpu_seconds, limits.time_seconds
    if execution.stop is Stop.CPU_TIME or (execution.stop is None and used > limit):
        used_text = f"used {used:.2f} s of CPU time; the limit is {seconds_text(limit)}"
        return f"The program {used_text}: is there a loop that never ends, or a way with fewer steps?"
    sentence = f"The program was still running after {seconds_text(limits.wall_seconds)}"
    if used > limit / 2:
        return f"{sentence}, and had used {used:.2f} s of CPU time."
    return f"{sentence}, mostly waiting: is it waiting for input that never comes?"


def _crash(execution: Execution) -> str:
    """Return where and why a program crashed."""
    crash = read_crash(execution.stderr)
    if crash is not None:
        return _crash_sentence(crash)
    number = _signal(execution)
    if number is not None:
        return f"The program was ended by {signal_name(number)}{_signal_words(number)}."
    sentence = f"The program ended with exit code {execution.exit_code}, which means that it failed"
    said = _last_line(execution.stderr)
    return f"{sentence}; it said: {said}" if said else f"{sentence}; end it with 0."


def _crash_sentence(crash: Crash) -> str:
    place = f" in {excerpt(crash.file.encode())}" if crash.file else ""
    place += f", line {crash.line}" if crash.file and crash.line is not None else ""
    sentence = f"The program crashed{place}: {excerpt(crash.last_line.encode(), _LINE_CHARACTERS)}"
    words = meaning(crash.kind, crash.message)
    return sentence + (f". This means: {words}." if words else ".")


def _hidden_crash(execution: Execution, line_count: int | None) -> str:
    crash = read_crash(execution.stderr)
    number = _signal(execution)
    if crash is not None:
        kind = f" with {crash.kind}" if crash.kind in KNOWN_KINDS else ""
        known = crash.line is not None and (line_count is None or 1 <= crash.line <= line_count)
        place = f" in line {crash.line}" if known else ""
        words = meaning(crash.kind, "") if kind else ""
        return f"The program crashed{kind}{place}" + (f": {words}." if words else ".")
    if number is not None:
        return f"The program was ended by {signal_name(number)}{_signal_words(number)}."
    return "The program ended with an exit code other than 0, which means that it failed."


def _signal(execution: Execution) -> int | None:
    """Return the signal that ended the program, or one that a shell reports of the program's child."""
    if execution.signal is not None:
        return execution.signal
    number = (execution.exit_code or 0) - _SHELL_SIGNAL
    return number if number in set(SIGNALS) else None


def _signal_words(number: int) -> str:
    words = next((words for known, words in SIGNALS.items() if known == number), "")
    return f": {words}" if words else ""


def _last_line(stderr: bytes) -> str:
    text = strip_lane(stderr.rstrip()[-4 * _LINE_CHARACTERS :].decode(errors="backslashreplace"))
    return excerpt(text.rpartition("\n")[2].encode(), _LINE_CHARACTERS)


def compile_sentence(compilation: Compilation) -> str:
    """Return what the compiler said first, with its place."""
    if compilation.reason:
        return f"The program does not compile: {compilation.reason}"
    file, line, message = _compiler_error(compilation)
    place = f" in {visible(file)}, line {line}" if file else ""
    # The linker's messages start with files of its own, which no learner knows.
    link = message.find("undefined reference to ")
    text = visible(message[max(link, 0) :])[:_LINE_CHARACTERS].rstrip(".")
    if not text:
        return "The program does not compile."
    words = compiler_meaning(text)
    return f"The program does not compile{place}: {text}." + (f" This means: {words}." if words else "")


def compile_place(compilation: Compilation) -> tuple[str, int | None]:
    """Return the file, as submitted, and the 1-based line of the compiler's first error; nothing where it says none."""
    file, line, _ = _compiler_error(compilation)
    return file, int(line[:9]) if file else None


def _compiler_error(compilation: Compilation) -> tuple[str, str, str]:
    """Return file, line and message of the first error; without a place, the first two are empty."""
    output = strip_lane(compilation.output[:_COMPILER_CHARACTERS])
    rust = _RUST_ERROR.search(output)
    if rust:
        return rust[2], rust[3], rust[1]
    head = _HEAD.search(output)
    headed = _HEADED_ERROR.search(output, head.end()) if head else None
    if head and headed:
        return head[1] or head[2], head[3], headed[0]
    found = list(_COMPILER_LINE.finditer(output))
    error = next((match for match in found if "error" in match[0]), found[0] if found else None)
    if error:
        file, line = error["file"] or error["shell"], error["line"] or error["tsc"] or error["at"]
        return file, line, error["message"] or error["complaint"]
    return "", "", next((line.strip() for line in output.splitlines() if line.strip()), "")


def judgement_feedback(judgement: Judgement) -> str:
    """Return one or two sentences on a whole submission."""
    if judgement.verdict is Verdict.CE and judgement.compilation is not None:
        return compile_sentence(judgement.compilation)
    ran = len(judgement.results)
    everything = "All" if ran > 1 else "The"
    failure = next((result for result in judgement.results if result.verdict is judgement.verdict), None)
    if judgement.verdict is Verdict.AC or failure is None:
        accepted = f"{everything} {count_text(ran, 'test case') if ran > 1 else 'test case'} "
        accepted += "are accepted." if ran > 1 else "is accepted."
        return (
            accepted if ran == judgement.total_count else f"{accepted[:-1]}; {judgement.total_count} are in the suite."
        )
    name = f"Test case {quoted(failure.name.encode(errors='backslashreplace'))}"
    hidden = " (hidden)" if failure.hidden else ""
    standing = f" {judgement.passed_count} of {ran} test cases are accepted." if ran > 1 else ""
    return f"{name}{hidden}: {failure.reason}{standing}"
