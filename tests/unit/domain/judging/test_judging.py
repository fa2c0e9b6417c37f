from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.challenge import Checker, CheckerType, Function, TestCase, TestSuite
from codementor_cli.domain.challenge.function_call import call_input, call_text, marker, split_output
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.judging.judging import (
    judge_execution,
    judge_fault,
    judge_submission,
    overall_verdict,
    questions,
)
from codementor_cli.domain.judging.scoring import max_points, total

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


def test_last_marker_counts() -> None:
    came = split_output(b"M value 1\nx\nM value 2\ntail", "M")
    assert (came.prints, came.value) == (b"M value 1\nxtail", b"2")


def test_call_input_is_one_line_and_the_same_each_time() -> None:
    line = call_input(FUNCTION, CALL)
    assert line == call_input(FUNCTION, CALL)
    assert line.count(b"\n") == 1
    assert marker(CALL) != marker(replace(CALL, input=b"[[], 6]")) != marker(replace(CALL, name="other"))


def test_call_text_reads_like_a_call() -> None:
    assert call_text(FUNCTION, b"[[3, 3], 6]") == "two_sum([3, 3], 6)"
    assert call_text(FUNCTION, b"[]") == "two_sum()"
    assert len(call_text(FUNCTION, b"[" + b"1, " * 500 + b"1]")) < 140


@pytest.mark.parametrize(
    ("verdicts", "overall"),
    [([AC, AC], AC), ([AC, RTE, WA], RTE), ([WA, JE], JE), ([TLE, WA], TLE), ([], AC)],
)
def test_submission_gets_the_first_verdict_that_is_not_accepted_unless_the_judge_failed(
    verdicts: list[Verdict], overall: Verdict
) -> None:
    assert overall_verdict(verdicts) is overall


def cases(*points: float | None) -> tuple[TestCase, ...]:
    return tuple(replace(CASE, name=str(at), points=each) for at, each in enumerate(points))


def test_points_are_split_evenly_where_nobody_gave_any() -> None:
    worth = max_points(cases(None, None, None))
    assert sum(worth) == 100
    assert total(map(float, worth)) == 100
    assert total(map(float, worth[:2])) == 66.6667


def test_cases_without_points_are_worth_nothing_where_others_have_some() -> None:
    assert [float(points) for points in max_points(cases(0.1, None, 0.2))] == [0.1, 0.0, 0.2]
    assert total([0.1, 0.2]) == 0.3


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
    results = (
        judge_execution(first, Execution(exit_code=0, stdout=b"9\n")),
        judge_execution(second, Execution(exit_code=0, stdout=b"8\n")),
    )
    judgement = judge_submission(suite, results, None, "python", "docker")
    assert judgement.feedback.startswith('Test case "two" (hidden): The answer is wrong;')
    assert judgement.feedback.endswith(" 1 of 2 test cases are accepted.")
    assert judgement.first_failure is results[1]
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
