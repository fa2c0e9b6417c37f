"""Results with their words: ``domain/judging`` decides, and this module adds the sentences for learners.

A hidden case gets no sentence on its difference. What finds words is imported for what is not accepted alone: it costs
10 ms, a fortieth of a short command.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codementor_cli.domain.challenge.challenge import TestSuite
from codementor_cli.domain.challenge.function_call import call_text
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement
from codementor_cli.domain.judging.judging import Decision, Question, Ruling, decide, fault_result, result_of, summed_up
from codementor_cli.text.amounts import count_text
from codementor_cli.text.excerpts import quoted

_HIDDEN_WRONG = "The answer is wrong; the case is hidden, so think of inputs that the samples do not show."


def judge_execution(question: Question, execution: Execution, ruling: Ruling | None = None) -> CaseResult:
    """Return the result of a case that ran.

    Args:
        question: The case.
        execution: The facts of its run.
        ruling: The answer of the author's checker, where ``needs_checker_program`` asks for it.
    """
    decision = decide(question, execution, ruling)
    result = result_of(question, execution, decision)
    if result.passed:
        return result
    explained = _explained(decision, hidden=result.hidden)
    return replace(result, difference=explained, reason=_reason(question, execution, decision, explained))


def judge_fault(question: Question, reason: str) -> CaseResult:
    """Return the result of a case that the sandbox or the author's checker failed to judge, for this reason."""
    return replace(fault_result(question), reason=reason)


def judge_submission(
    suite: TestSuite, results: Sequence[CaseResult], compilation: Compilation | None, language: str, sandbox: str
) -> Judgement:
    """Return the judgement of a submission, with feedback.

    Args:
        suite: The cases that the submission was judged against.
        results: Of the cases that ran, in suite order; empty where compiling failed.
        compilation: The compiler's result; None where the language has no compiler.
        language: The program's language.
        sandbox: The engine's name.
    """
    judgement = summed_up(suite, results, compilation, language, sandbox)
    return replace(judgement, feedback=judgement_feedback(judgement))


def _explained(decision: Decision, *, hidden: bool) -> ExplainedDifference | None:
    found = decision.difference
    if found is None:
        return None
    from codementor_cli.domain.feedback.explanation import explain

    return ExplainedDifference(
        line=found.line,
        column=found.column,
        expected_line=found.expected_line,
        actual_line=found.actual_line,
        explanation="" if hidden else explain(found),
    )


def _reason(question: Question, execution: Execution, decision: Decision, explained: ExplainedDifference | None) -> str:
    """Return the sentence on a case that is not accepted."""
    if decision.verdict is not Verdict.WA:
        return _fact_reason(question, decision.verdict, execution)
    if decision.ruling is not None:
        return decision.ruling.reason
    if question.suite.function is not None:
        return _call_reason(question, decision)
    return _HIDDEN_WRONG if question.case.hidden or explained is None else explained.explanation


def _fact_reason(question: Question, verdict: Verdict, execution: Execution) -> str:
    """Return the sentence for a verdict by the facts alone; a program that is called has no input to count."""
    from codementor_cli.domain.feedback.crash_words import EMPTY_INPUT
    from codementor_cli.domain.feedback.feedback import fact_sentence

    reason = fact_sentence(
        verdict, execution, question.limits, hidden=question.case.hidden, line_count=question.line_count
    )
    function = question.suite.function
    if function is None:
        return reason
    return reason.replace(EMPTY_INPUT, f"there is no input to read: your function {function.name} is called instead")


def _call_reason(question: Question, decision: Decision) -> str:
    """Return the sentence on the value of a call."""
    function, output, hidden = question.suite.function, decision.output, question.case.hidden
    name = function.name if function else ""
    if output.value is None and not output.error:
        return f"Your program ended before {name} returned a value."
    if hidden:
        return _HIDDEN_WRONG
    if output.value is None:
        return f"{name} did not return plain data: {output.error}."
    call = call_text(function, question.case.input) if function else ""
    if output.value == b"null":
        return f"{call} returned nothing: is there a return statement on every way through it?"
    return f"{call} should return {quoted(question.case.expected)[1:-1]}, but returned {quoted(output.value)[1:-1]}."


def judgement_feedback(judgement: Judgement) -> str:
    """Return one or two sentences on a whole submission."""
    if judgement.verdict is Verdict.CE and judgement.compilation is not None:
        from codementor_cli.domain.feedback.feedback import compile_sentence

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
