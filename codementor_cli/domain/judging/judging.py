"""From facts to results: the result of a case from its run, and of a submission from its cases. No words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from codementor_cli.domain.challenge.challenge import Checker, CheckerType, TestCase, TestSuite
from codementor_cli.domain.challenge.function_call import Returned, marker, split_output
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.checkers import check
from codementor_cli.domain.judging.difference import Difference
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.scoring import max_points, total
from codementor_cli.domain.judging.verdict import limit_verdict

KEPT_BYTES = 1 << 16
"""The part of each output that a result keeps, from its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One test case, with everything that decides its result."""

    index: int
    """0-based place in the suite."""
    case: TestCase
    suite: TestSuite
    limits: Limits
    """In force."""
    points: Fraction
    """The worth of the case."""
    line_count: int | None = None
    """Lines of the program's longest file; None: unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The answer of the author's own checker on one output."""

    accepted: bool
    factor: Fraction = Fraction(1)
    """The part of the points that is earned, 0 to 1, if accepted."""
    reason: str = ""
    """Its words for the learner; empty if accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The verdict on one run, and the facts that decided it."""

    verdict: Verdict
    output: Returned
    difference: Difference | None = None
    """Set for a wrong answer that one of our checkers compared."""
    ruling: Ruling | None = None
    """Set where the author's checker decided."""


def questions(suite: TestSuite, limits: Limits, program: Program | None = None) -> tuple[Question, ...]:
    """Return the suite's cases as questions to a program, in order."""
    worth = max_points(suite.tests)
    line_count = None if program is None else max(each.content.count(b"\n") + 1 for each in program.files)
    return tuple(
        Question(index=index, case=case, suite=suite, limits=limits, points=worth[index], line_count=line_count)
        for index, case in enumerate(suite.tests)
    )


def needs_checker_program(question: Question, execution: Execution) -> bool:
    """Whether the author's checker must decide: the facts alone do not."""
    custom = question.suite.function is None and question.suite.checker.type is CheckerType.CUSTOM
    return custom and limit_verdict(execution, question.limits) is None


def decide(question: Question, execution: Execution, ruling: Ruling | None = None) -> Decision:
    """Decide a case that ran: by the facts alone, by the ruling of the author's checker, or by one of our checkers."""
    output = _output(question, execution)
    verdict = limit_verdict(execution, question.limits)
    if verdict is not None:
        return Decision(verdict=verdict, output=output)
    if ruling is not None:
        return Decision(verdict=Verdict.AC if ruling.accepted else Verdict.WA, output=output, ruling=ruling)
    if output.value is None:
        return Decision(verdict=Verdict.WA, output=output)
    difference = check(question.case.expected, output.value, _checker(question.suite))
    return Decision(verdict=Verdict.AC if difference is None else Verdict.WA, output=output, difference=difference)


def fault_result(question: Question) -> CaseResult:
    """Return the result of a case that could not be judged."""
    return result_of(question, None, Decision(verdict=Verdict.JE, output=Returned(b"")))


def _output(question: Question, execution: Execution) -> Returned:
    """Return the answer of a run; for a function call, also the learner's own output."""
    if question.suite.function is None:
        return Returned(b"", value=execution.stdout)
    return split_output(execution.stdout, marker(question.case))


def _checker(suite: TestSuite) -> Checker:
    """Return the checker of answers: values of calls are JSON."""
    options = suite.checker
    if suite.function is None:
        return options
    return Checker(type=CheckerType.JSON, absolute=options.absolute, relative=options.relative)


def result_of(question: Question, execution: Execution | None, decision: Decision) -> CaseResult:
    """Return the result of a decision; execution is None where there was no run."""
    case, actual = question.case, decision.output.value or b""
    accepted = decision.verdict is Verdict.AC
    factor = decision.ruling.factor if decision.ruling else 1
    return CaseResult(
        index=question.index,
        name=case.name,
        description=case.description,
        hidden=case.hidden,
        verdict=decision.verdict,
        points=float(question.points * factor) if accepted else 0.0,
        max_points=float(question.points),
        input=case.input,
        expected=case.expected,
        # The same object where the bytes are the same: a thousand accepted outputs then take no memory of their own.
        actual=case.expected if actual == case.expected else actual[:KEPT_BYTES],
        actual_truncated=actual != case.expected
        and (len(actual) > KEPT_BYTES or bool(execution and execution.stdout_truncated)),
        prints=decision.output.prints[:KEPT_BYTES],
        execution=_kept(execution, case),
    )


def _kept(execution: Execution | None, case: TestCase) -> Execution | None:
    """Return the facts, with outputs cut to the kept length."""
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
    """Return a submission's verdict: a judge error if there is one, else the first verdict that is not accepted."""
    if Verdict.JE in verdicts:
        return Verdict.JE
    return next((verdict for verdict in verdicts if verdict is not Verdict.AC), Verdict.AC)


def summed_up(
    suite: TestSuite, results: Sequence[CaseResult], compilation: Compilation | None, language: str, sandbox: str
) -> Judgement:
    """Return the judgement of a submission, without feedback; ``feedback.results`` says what each argument is."""
    failed = compilation is not None and not compilation.success
    return Judgement(
        verdict=Verdict.CE if failed else overall_verdict([result.verdict for result in results]),
        results=tuple(results),
        total_count=len(suite.tests),
        score=total(result.points for result in results),
        max_score=total(float(points) for points in max_points(suite.tests)),
        language=language,
        sandbox=sandbox,
        compilation=compilation,
    )
