"""From facts to results: what one run means for its test case, and what all results mean for a submission. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from codementor_cli.domain.challenge.challenge import Checker, CheckerType, TestCase, TestSuite
from codementor_cli.domain.challenge.function_call import Returned, call_text, marker, split_output
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.crash_words import EMPTY_INPUT
from codementor_cli.domain.feedback.feedback import fact_sentence, judgement_feedback
from codementor_cli.domain.judging.checkers import check
from codementor_cli.domain.judging.difference import Difference
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.scoring import max_points, total
from codementor_cli.domain.judging.verdict import limit_verdict
from codementor_cli.text.excerpts import quoted

KEPT_BYTES = 1 << 16
"""How much of each output a result keeps, from its head."""

_HIDDEN_WRONG = "The answer is wrong; the case is hidden, so think of inputs that the samples do not show."


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One test case with all that decides its result."""

    index: int
    """0-based place in the suite."""
    case: TestCase
    suite: TestSuite
    limits: Limits
    """In force."""
    points: Fraction
    """What the case is worth."""
    line_count: int | None = None
    """Lines of the program's longest file; None: unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a checker says of one output."""

    accepted: bool
    factor: Fraction = Fraction(1)
    """Which part of the points is earned, 0 to 1, if accepted."""
    difference: Difference | None = None
    reason: str = ""
    """For the learner; empty if accepted."""


def questions(suite: TestSuite, limits: Limits, program: Program | None = None) -> tuple[Question, ...]:
    """Return the suite's cases as questions to a program, in order."""
    worth = max_points(suite.tests)
    line_count = None if program is None else max(each.content.count(b"\n") + 1 for each in program.files)
    return tuple(
        Question(index=index, case=case, suite=suite, limits=limits, points=worth[index], line_count=line_count)
        for index, case in enumerate(suite.tests)
    )


def needs_checker_program(question: Question, execution: Execution) -> bool:
    """Whether the facts leave it to the author's checker to decide."""
    custom = question.suite.function is None and question.suite.checker.type is CheckerType.CUSTOM
    return custom and limit_verdict(execution, question.limits) is None


def judge_execution(question: Question, execution: Execution, ruling: Ruling | None = None) -> CaseResult:
    """Return the result of a case that ran.

    Args:
        question: The case.
        execution: The facts of its run.
        ruling: What the author's checker said, where ``needs_checker_program`` asked for it.
    """
    output = _output(question, execution)
    verdict = limit_verdict(execution, question.limits)
    if verdict is not None:
        reason = _fact_reason(question, verdict, execution)
        return _result(question, execution, output, Ruling(accepted=False, reason=reason), verdict)
    ruling = ruling or _rule(question, output)
    return _result(question, execution, output, ruling, Verdict.AC if ruling.accepted else Verdict.WA)


def _fact_reason(question: Question, verdict: Verdict, execution: Execution) -> str:
    """Return why the facts alone decide against a program; one that is called has no input to count."""
    reason = fact_sentence(
        verdict, execution, question.limits, hidden=question.case.hidden, line_count=question.line_count
    )
    function = question.suite.function
    if function is None:
        return reason
    return reason.replace(EMPTY_INPUT, f"there is no input to read: your function {function.name} is called instead")


def judge_fault(question: Question, reason: str) -> CaseResult:
    """Return the result of a case that the sandbox or the author's checker failed to judge."""
    nothing = Ruling(accepted=False, reason=reason)
    return _result(question, None, Returned(b""), nothing, Verdict.JE)


def _output(question: Question, execution: Execution) -> Returned:
    """Return the answer of a run and, of function calls, what was printed beside it."""
    if question.suite.function is None:
        return Returned(b"", value=execution.stdout)
    return split_output(execution.stdout, marker(question.case))


def _rule(question: Question, output: Returned) -> Ruling:
    """Compare an answer with the expected one."""
    if question.suite.function is not None:
        return _rule_call(question, output, question.suite.function.name)
    difference = check(question.case.expected, output.value or b"", question.suite.checker)
    if difference is None:
        return Ruling(accepted=True)
    return _wrong(question, difference, difference.explanation)


def _rule_call(question: Question, output: Returned, name: str) -> Ruling:
    if output.error:
        told = _HIDDEN_WRONG if question.case.hidden else f"{name} did not return plain data: {output.error}."
        return Ruling(accepted=False, reason=told)
    if output.value is None:
        return Ruling(accepted=False, reason=f"Your program ended before {name} returned a value.")
    options = question.suite.checker
    values = Checker(type=CheckerType.JSON, absolute=options.absolute, relative=options.relative)
    difference = check(question.case.expected, output.value, values)
    return Ruling(accepted=True) if difference is None else _wrong(question, difference, _call_reason(question, output))


def _call_reason(question: Question, output: Returned) -> str:
    """Return what a call should have returned, and what it did."""
    function, value = question.suite.function, output.value or b""
    call = call_text(function, question.case.input) if function else ""
    if value == b"null":
        return f"{call} returned nothing: is there a return statement on every way through it?"
    return f"{call} should return {quoted(question.case.expected)[1:-1]}, but returned {quoted(value)[1:-1]}."


def _wrong(question: Question, difference: Difference, reason: str) -> Ruling:
    told = _HIDDEN_WRONG if question.case.hidden else reason
    return Ruling(accepted=False, difference=difference, reason=told)


def _result(
    question: Question, execution: Execution | None, output: Returned, ruling: Ruling, verdict: Verdict
) -> CaseResult:
    case, actual = question.case, output.value or b""
    accepted = verdict is Verdict.AC
    return CaseResult(
        index=question.index,
        name=case.name,
        description=case.description,
        hidden=case.hidden,
        verdict=verdict,
        points=float(question.points * ruling.factor) if accepted else 0.0,
        max_points=float(question.points),
        input=case.input,
        expected=case.expected,
        # The same object where the bytes are the same: a thousand accepted outputs then take no memory of their own.
        actual=case.expected if actual == case.expected else actual[:KEPT_BYTES],
        actual_truncated=actual != case.expected
        and (len(actual) > KEPT_BYTES or bool(execution and execution.stdout_truncated)),
        prints=output.prints[:KEPT_BYTES],
        execution=_kept(execution, case),
        difference=ruling.difference,
        reason="" if accepted else ruling.reason,
    )


def _kept(execution: Execution | None, case: TestCase) -> Execution | None:
    """Return the facts without the long tails of output."""
    if execution is None:
        return None
    stdout = case.expected if execution.stdout == case.expected else execution.stdout[:KEPT_BYTES]
    return replace(
        execution,
        stdout=stdout,
        stderr=execution.stderr[:KEPT_BYTES],
        stdout_truncated=execution.stdout_truncated or len(stdout) < len(execution.stdout),
        stderr_truncated=execution.stderr_truncated or len(execution.stderr) > KEPT_BYTES,
        files=(),
    )


def overall_verdict(verdicts: Sequence[Verdict]) -> Verdict:
    """Return a submission's verdict: a judge error before all, else the first in order that is not accepted."""
    if Verdict.JE in verdicts:
        return Verdict.JE
    return next((verdict for verdict in verdicts if verdict is not Verdict.AC), Verdict.AC)


def judge_submission(
    suite: TestSuite, results: Sequence[CaseResult], compilation: Compilation | None, language: str, sandbox: str
) -> Judgement:
    """Return what all results together mean.

    Args:
        suite: What the submission was judged against.
        results: Of the cases that ran, in suite order; none where compiling failed.
        compilation: What the compiler said; None where the language has none.
        language: The program's language.
        sandbox: The engine's name.
    """
    failed = compilation is not None and not compilation.success
    judgement = Judgement(
        verdict=Verdict.CE if failed else overall_verdict([result.verdict for result in results]),
        results=tuple(results),
        total_count=len(suite.tests),
        score=total(result.points for result in results),
        max_score=total(float(points) for points in max_points(suite.tests)),
        language=language,
        sandbox=sandbox,
        compilation=compilation,
    )
    return replace(judgement, feedback=judgement_feedback(judgement))
