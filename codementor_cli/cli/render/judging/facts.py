"""Facts of a run in words: its end, its use of time and memory, its output."""

from __future__ import annotations

from codementor_cli.cli.render.text import Line, Span, line
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Execution, Stop
from codementor_cli.domain.judging.signals import SIGNALS
from codementor_cli.text.amounts import count_text, measured_text, seconds_text, size_text
from codementor_cli.text.untrusted import visible

TAIL_LINES = 20
"""Lines of stderr that are shown."""

_LINE_CAP = 500
"""Characters of a line that are shown."""


def ending(execution: Execution) -> str:
    """Return a program's own end: ``exit code 3``, ``signal 11 (SIGSEGV: segmentation fault)``."""
    if execution.signal is None:
        return f"exit code {execution.exit_code}"
    known = SIGNALS.get(execution.signal)
    return f"signal {execution.signal}" + (f" ({known[0]}: {known[1]})" if known else "")


def limit_figures(verdict: Verdict, execution: Execution, limits: Limits) -> str:
    """Return the figure and the limit that a verdict is about; empty for other verdicts."""
    if verdict is Verdict.MLE:
        return f"peak memory {size_text(execution.peak_memory_bytes)}, limit {size_text(limits.memory_bytes)}"
    if verdict is Verdict.OLE:
        stream = "stderr" if execution.stop is Stop.STDERR else "stdout"
        return f"{stream} limit {size_text(limits.output_bytes)}"
    if verdict is not Verdict.TLE:
        return ""
    if execution.stop is Stop.CPU_TIME or execution.cpu_seconds > limits.time_seconds:
        return f"CPU time {measured_text(execution.cpu_seconds)}, limit {seconds_text(limits.time_seconds)}"
    waited = f"wall time {measured_text(execution.wall_seconds)}, limit {seconds_text(limits.wall_seconds)}"
    return f"{waited}; CPU time {measured_text(execution.cpu_seconds)}"


def all_figures(execution: Execution) -> str:
    """Return the time and memory of a run, and its end."""
    return (
        f"CPU time {measured_text(execution.cpu_seconds)}, wall time {measured_text(execution.wall_seconds)}, "
        f"peak memory {size_text(execution.peak_memory_bytes)}, {ending(execution)}"
    )


def tail(title: str, content: bytes | str) -> list[Line]:
    """Return the last lines of a text under a title that names the cut; nothing for an empty text."""
    text = visible(content).rstrip("\n").replace("\t", "    ")
    if not text.strip():
        return []
    every = text.split("\n")
    kept = every[-TAIL_LINES:]
    cut = f" (last {TAIL_LINES} of {count_text(len(every), 'line')})" if len(every) > len(kept) else ""
    return [line("  ", Span(title + cut, "strong")), *(line("    ", _short(each)) for each in kept)]


def head(title: str, content: bytes | str, cap: int = TAIL_LINES) -> list[Line]:
    """Return the first lines of a text under a title that names the cut."""
    raw = content[: cap * _LINE_CAP * 4]
    text = visible(raw).rstrip("\n").replace("\t", "    ")
    every = text.split("\n")
    more = len(every) > cap or len(raw) < len(content)
    cut = f" (the first {count_text(min(cap, len(every)), 'line')} of {size_text(len(content))})" if more else ""
    if not text:
        return [line("  ", Span(title, "strong")), line("    ", Span("(nothing)", "faint"))]
    return [line("  ", Span(title + cut, "strong")), *(line("    ", _short(each)) for each in every[:cap])]


def _short(text: str) -> str:
    if len(text) <= _LINE_CAP:
        return text
    return f"{text[:_LINE_CAP]} ({len(text) - _LINE_CAP} more characters)"
