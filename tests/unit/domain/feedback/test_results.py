from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.challenge import Checker, CheckerType, Function, TestCase, TestSuite
from codementor_cli.domain.challenge.function_call import marker
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback import explanation
from codementor_cli.domain.feedback.results import judge_execution, judge_fault, judge_submission
from codementor_cli.domain.judging.difference import Difference
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference
from codementor_cli.domain.judging.judging import questions

AC, WA, RTE, JE, TLE = Verdict.AC, Verdict.WA, Verdict.RTE, Verdict.JE, Verdict.TLE
CASE = TestCase(name="one", input=b"3\n", expected=b"9\n")
FUNCTION = Function(name="two_sum", parameters=(), returns="list[int]")
CALL = TestCase(name="call", input=b"[[3, 3], 6]", expected=b"[0, 1]")


def result(case: TestCase, execution: Execution, function: Function | None = None) -> CaseResult:
    suite = TestSuite(tests=(case,), function=function)
    return judge_execution(questions(suite, Limits())[0], execution)


def returned(text: bytes, case: TestCase = CALL) -> CaseResult:
    return result(case, Execution(exit_code=0, stdout=b"hi\n\n" + marker(case).encode() + text + b"\n"), FUNCTION)


def test_right_output_is_accepted_and_kept_without_a_copy() -> None:
    judged = result(CASE, Execution(exit_code=0, stdout=b"9\n"))
    assert (judged.verdict, judged.points, judged.reason) == (AC, 100, "")
    assert judged.actual is CASE.expected


def test_wrong_output_has_difference_and_reason() -> None:
    judged = result(CASE, Execution(exit_code=0, stdout=b"6\n"))
    assert (judged.verdict, judged.points) == (WA, 0)
    assert judged.difference is not None
    assert judged.reason == judged.difference.explanation


def test_right_output_with_exit_code_is_run_time_error() -> None:
    assert result(CASE, Execution(exit_code=1, stdout=b"9\n")).verdict is RTE


@pytest.mark.parametrize("stdout", [b"secret 6\n", b""])
def test_hidden_wrong_answer_tells_no_data(stdout: bytes) -> None:
    judged = result(replace(CASE, hidden=True), Execution(exit_code=0, stdout=stdout))
    assert judged.reason.startswith("The answer is wrong; the case is hidden")


def test_no_sentence_is_made_on_the_difference_of_a_hidden_case(monkeypatch: pytest.MonkeyPatch) -> None:
    def explain(_difference: Difference) -> str:
        raise AssertionError

    monkeypatch.setattr(explanation, "explain", explain)
    judged = result(replace(CASE, hidden=True), Execution(exit_code=0, stdout=b"8\n"))
    assert judged.difference == ExplainedDifference(
        line=1, column=1, expected_line="9", actual_line="8", explanation=""
    )


def test_long_outputs_are_kept_capped_and_marked() -> None:
    judged = result(CASE, Execution(exit_code=0, stdout=b"x" * 70_000, stderr=b"y" * 70_000))
    assert judged.execution is not None
    assert (len(judged.actual), judged.actual_truncated) == (65536, True)
    assert (len(judged.execution.stderr), judged.execution.stderr_truncated) == (65536, True)


def test_fault_is_judge_error() -> None:
    judged = judge_fault(questions(TestSuite(tests=(CASE,)), Limits())[0], "no disk left")
    assert (judged.verdict, judged.reason, judged.execution, judged.points) == (JE, "no disk left", None, 0)


def test_returned_value_is_compared_and_prints_kept_apart() -> None:
    judged = returned(b" value [0,1]")
    assert (judged.verdict, judged.actual, judged.prints) == (AC, b"[0,1]", b"hi\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b" value [1, 0]", "two_sum([3, 3], 6) should return [0, 1], but returned [1, 0]."),
        (b" value null", "two_sum([3, 3], 6) returned nothing: is there a return statement on every way through it?"),
        (b' error "it returned a set"', "two_sum did not return plain data: it returned a set."),
        (b" forged", "two_sum did not return plain data: forged."),
        (b" error [1]", "two_sum did not return plain data: error [1]."),
    ],
)
def test_wrong_value_is_told_as_a_call(text: bytes, told: str) -> None:
    judged = returned(text)
    assert (judged.verdict, judged.reason) == (WA, told)


@pytest.mark.parametrize("text", [b" value [1, 0]", b' error "secret"'])
def test_hidden_call_tells_no_data(text: bytes) -> None:
    hidden = replace(CALL, hidden=True)
    assert returned(text, hidden).reason.startswith("The answer is wrong; the case is hidden")


def test_program_that_ends_before_returning_is_wrong_answer() -> None:
    judged = result(CALL, Execution(exit_code=0, stdout=b"[0, 1]"), FUNCTION)
    assert (judged.verdict, judged.prints) == (WA, b"[0, 1]")
    assert judged.reason == "Your program ended before two_sum returned a value."


def test_call_tolerance_comes_from_the_checker() -> None:
    suite = TestSuite(tests=(CALL,), function=FUNCTION, checker=Checker(type=CheckerType.FLOAT, absolute=0.1))
    stdout = marker(CALL).encode() + b" value [0.05, 1]\n"
    judged = judge_execution(questions(suite, Limits())[0], Execution(exit_code=0, stdout=stdout))
    assert judged.verdict is AC


@pytest.mark.parametrize(("line", "told"), [(b"2", " in line 2:"), (b"0", "ValueError:"), (b"77331199", "ValueError:")])
def test_hidden_crash_tells_no_line_that_the_program_does_not_have(line: bytes, told: str) -> None:
    suite = TestSuite(tests=(replace(CASE, hidden=True),))
    forged = b'Traceback (most recent call last):\n  File "main.py", line ' + line + b", in <module>\nValueError\n"
    program = Program(language="python", files=(SourceFile("main.py", b"one\ntwo\n"),), main="main.py")
    reason = judge_execution(questions(suite, Limits(), program)[0], Execution(exit_code=1, stderr=forged)).reason
    assert told in reason
    assert "77331199" not in reason


def test_feedback_names_the_deciding_case_and_how_many_are_accepted() -> None:
    suite = TestSuite(tests=(CASE, replace(CASE, name="two", hidden=True)))
    first, second = questions(suite, Limits())
    judged = (
        judge_execution(first, Execution(exit_code=0, stdout=b"9\n")),
        judge_execution(second, Execution(exit_code=0, stdout=b"8\n")),
    )
    judgement = judge_submission(suite, judged, None, "python", "docker")
    assert judgement.feedback.startswith('Test case "two" (hidden): The answer is wrong;')
    assert judgement.feedback.endswith(" 1 of 2 test cases are accepted.")
    assert judgement.first_failure is judged[1]
    assert judgement.passed_count == 1


@pytest.mark.parametrize(
    ("stdout", "told"), [(b"9\n", "The test case is accepted."), (b"8\n", 'Test case "one": Line 1')]
)
def test_feedback_of_a_single_case(stdout: bytes, told: str) -> None:
    suite = TestSuite(tests=(CASE,))
    judged = result(CASE, Execution(exit_code=0, stdout=stdout))
    assert judge_submission(suite, (judged,), None, "python", "docker").feedback.startswith(told)


def test_function_that_reads_input_is_told_that_it_is_called() -> None:
    stderr = (
        b'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nEOFError: EOF when reading a line\n'
    )
    crashed = Execution(exit_code=1, stderr=stderr)

    assert "there is no input to read: your function two_sum is called" in result(CALL, crashed, FUNCTION).reason
    assert "read more input than there is" in result(CASE, crashed).reason
