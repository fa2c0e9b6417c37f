"""A judgement as a learner reads it: a line a case, the first failure in full, the result, the next command."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.cli.render.judging.comparison import Pair, comparison
from codementor_cli.cli.render.judging.facts import all_figures, head, limit_figures, tail
from codementor_cli.cli.render.marks import mark, marks
from codementor_cli.cli.render.text import Line, Look, Span, columns, line, prose
from codementor_cli.domain.challenge.challenge import CheckerType, TestSuite
from codementor_cli.domain.challenge.function_call import call_text
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.crash import strip_lane
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.text.amounts import count_text, measured_text, points_text
from codementor_cli.text.untrusted import visible, visible_line

_NAME_COLUMNS = 40
_VERDICT_COLUMNS = max(len(verdict.words) for verdict in Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The context of a report: all that it needs besides the judgement."""

    suite: TestSuite
    limits: Limits | None
    """In force; None: no longer known."""
    look: Look
    every_failure: bool = False
    """Show every failure with all its figures, and not the first one alone."""


def shown_name(name: str, hidden: bool) -> str:
    """Return a case's name as its line shows it."""
    return visible_line(name) + (" (hidden)" if hidden else "")


def name_columns(suite: TestSuite) -> int:
    """Return the width of the names' column; longer names exceed it."""
    return max((min(columns(shown_name(case.name, case.hidden)), _NAME_COLUMNS) for case in suite.tests), default=0)


def case_line(result: CaseResult, look: Look, width: int = 0) -> Line:
    """Return the one line of a case; names are padded to ``width`` columns."""
    time = "" if result.execution is None else measured_text(result.execution.wall_seconds)
    name = shown_name(result.name, result.hidden)
    return line(
        mark(result.passed, look),
        " ",
        Span(result.verdict.words.ljust(_VERDICT_COLUMNS), "good" if result.passed else "bad"),
        "  ",
        name + " " * (width - columns(name)),
        Span(f"  {time:>7}" if width else f"  {time}", "faint"),
    )


def compile_line(compilation: Compilation, look: Look) -> Line:
    """Return the line on compiling or checking."""
    sign = mark(compilation.success, look)
    words = "compiled" if compilation.success else Verdict.CE.words
    time = measured_text(compilation.wall_seconds)
    return line(sign, " ", Span(words.ljust(_VERDICT_COLUMNS), sign.style), Span(f"  {time}", "faint"))


def judgement_report(judgement: Judgement, reading: Reading, commands: tuple[str, ...] = ()) -> list[Line]:
    """Return the report that follows the cases' lines.

    Args:
        judgement: The judge's result.
        reading: The context.
        commands: Commands to type next, best first.
    """
    shown: list[Line] = []
    if judgement.verdict is Verdict.CE and judgement.compilation is not None:
        shown += _compiler_said(judgement.compilation)
    else:
        failures = [result for result in judgement.results if not result.passed]
        for each in failures if reading.every_failure else failures[:1]:
            shown += failure_report(each, reading)
    return [
        *shown,
        line(),
        *result_lines(judgement, reading.look),
        *_feedback(judgement, reading.look),
        *_next(commands, reading.look),
    ]


def failure_report(result: CaseResult, reading: Reading) -> list[Line]:
    """Return one failed case in full, or the permitted part of a hidden case."""
    title = f"{visible_line(result.name)}: {result.verdict.words}"
    shown = [line(), line(Span(title, "strong"))]
    if result.description:
        shown += prose(visible_line(result.description), reading.look, "  ")
    if result.reason:
        shown += prose(visible(result.reason), reading.look, "  ")
    figures = _figures(result, reading)
    if figures:
        shown.append(line("  ", figures))
    if result.hidden:
        return [*shown, line("  ", Span("This case is hidden: its input and outputs are not shown.", "faint"))]
    if result.verdict is Verdict.JE:
        return shown
    for section in (_input(result, reading.suite), _outputs(result, reading), _written(result)):
        if section:
            shown += [line(), *section]
    return shown


def _figures(result: CaseResult, reading: Reading) -> str:
    if result.execution is None:
        return ""
    if reading.every_failure:
        return all_figures(result.execution)
    return "" if reading.limits is None else limit_figures(result.verdict, result.execution, reading.limits)


def _input(result: CaseResult, suite: TestSuite) -> list[Line]:
    if suite.function is not None:
        return head("Call", call_text(suite.function, result.input))
    return head("Input", result.input)


def _outputs(result: CaseResult, reading: Reading) -> list[Line]:
    if result.verdict is not Verdict.WA and not result.actual:
        return head("Expected", result.expected)
    several = reading.suite.checker.type is CheckerType.CUSTOM
    pair = Pair(
        expected=result.expected,
        actual=result.actual,
        difference=result.difference,
        actual_truncated=result.actual_truncated,
        titles=("Expected (one right answer of several)" if several else "Expected", "Yours"),
    )
    return comparison(pair, reading.look)


def _written(result: CaseResult) -> list[Line]:
    # A lane's own folders mean nothing to a learner.
    stderr = "" if result.execution is None else strip_lane(visible(result.execution.stderr))
    prints = tail("Your program printed", result.prints)
    errors = tail("Your program wrote to stderr", stderr)
    return [*prints, *([line()] if prints and errors else []), *errors]


def _compiler_said(compilation: Compilation) -> list[Line]:
    shown = [line(), *head("The compiler said", compilation.output)] if compilation.output else []
    return [*shown, line("  ", compilation.reason)] if compilation.reason else shown


def result_lines(judgement: Judgement, look: Look) -> list[Line]:
    """Return the result: verdict, cases, score; one line where there is room."""
    sign = mark(judgement.verdict is Verdict.AC, look)
    figures = f"{judgement.passed_count} of {count_text(judgement.total_count, 'case')} accepted"
    # A case that was not run has no verdict, so it is counted apart.
    skipped = judgement.total_count - len(judgement.results)
    if skipped and judgement.verdict is not Verdict.CE:
        figures += f", {skipped} not run"
    if judgement.verdict is not Verdict.JE:
        figures += f", score {points_text(judgement.score)} of {points_text(judgement.max_score)}"
    words = judgement.verdict.words
    first, *rest = prose(f"{words}: {figures}", look, " " * (columns(sign.text) + 1))
    return [line(sign, " ", Span(words, sign.style), first[-1].text.removeprefix(words)), *rest]


def _feedback(judgement: Judgement, look: Look) -> list[Line]:
    """Return the feedback, unless the failure above it has said so already."""
    failure = judgement.first_failure
    said = failure is not None and failure.reason and failure.reason in judgement.feedback
    return [] if said or not judgement.feedback else prose(visible(judgement.feedback), look)


def _next(commands: tuple[str, ...], look: Look) -> list[Line]:
    arrow = marks(look.unicode).arrow
    return [line(Span(f"{arrow} {visible_line(command)}", "faint")) for command in commands]
