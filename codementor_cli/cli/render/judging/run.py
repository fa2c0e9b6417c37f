"""The end of a live run, in lines."""

from __future__ import annotations

from codementor_cli.cli.render.judging.facts import all_figures, ending, head, limit_figures
from codementor_cli.cli.render.marks import mark
from codementor_cli.cli.render.text import Line, Look, line, prose
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.feedback import error_sentence
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.text.untrusted import visible, visible_line

_COMPILER_LINES = 200
"""Lines of a compiler's messages that are shown before a live run."""


def run_ending(verdict: Verdict, execution: Execution, limits: Limits, look: Look) -> list[Line]:
    """Return the line on a program's end: limit and figure, exit code, or signal in words."""
    good = verdict is Verdict.OK
    figures = all_figures(execution) if good else limit_figures(verdict, execution, limits) or ending(execution)
    return [line(mark(good, look, f" {verdict.words}"), f": {figures}")]


def run_explanation(execution: Execution, limits: Limits, look: Look) -> list[Line]:
    """Return the reason of a failure, in the words of a judgement; nothing for a good end.

    The program's stderr stands above it unchanged, with the lane's paths.
    """
    sentence = error_sentence(execution, limits)
    return prose(visible(sentence), look, "  ") if sentence else []


def compile_failure(compilation: Compilation | None, look: Look) -> list[Line]:
    """Return the compiler's messages and the verdict: nothing was run."""
    shown: list[Line] = []
    reason = ""
    if compilation is not None:
        shown = [each[1:] for each in head("", compilation.output, _COMPILER_LINES)[1:]] if compilation.output else []
        reason = f": {visible_line(compilation.reason)}" if compilation.reason else ""
    return [*shown, line(mark(False, look, f" {Verdict.CE.words}"), reason)]
