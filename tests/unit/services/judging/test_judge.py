from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.challenge import Checker, CheckerType, Function, TestCase, TestSuite
from codementor_cli.domain.challenge.function_call import marker
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import UserFileError
from codementor_cli.services.judging.judge import JudgeService
from tests.fakes.progress import RecordingProgress
from tests.fakes.sandbox import Behaviour, FakeLanguages, FakeSandbox, printing

PROGRAM = Program(language="python", files=(SourceFile("main.py", b""),), main="main.py")
CHECKER = Program(language="python", files=(SourceFile("checker.py", b""),), main="checker.py")
CASES = tuple(TestCase(name=f"case {n}", input=b"%d\n" % n, expected=b"%d\n" % n) for n in range(4))
REQUEST = JudgeRequest(suite=TestSuite(tests=CASES), program=PROGRAM, limits=Limits())


def echo(_program: Program, run: CaseRun) -> Execution:
    return printing(run.stdin)


def judge(
    sandbox: FakeSandbox, request: JudgeRequest = REQUEST, progress: RecordingProgress | None = None
) -> Judgement:
    return JudgeService(sandbox, FakeLanguages()).judge(request, progress or RecordingProgress())


def custom(suite_cases: tuple[TestCase, ...] = CASES[:1], program: Program | None = CHECKER) -> JudgeRequest:
    checker = Checker(type=CheckerType.CUSTOM, program=program)
    return replace(REQUEST, suite=TestSuite(tests=suite_cases, checker=checker))


def checker_says(came: Execution | str | None) -> Behaviour:
    return lambda program, run: came if program is CHECKER else echo(program, run)


def test_right_program_is_accepted_with_all_points() -> None:
    judgement = judge(FakeSandbox(echo))
    assert (judgement.verdict, judgement.score, judgement.max_score) == (Verdict.AC, 100, 100)
    assert (judgement.sandbox, judgement.language, judgement.total_count) == ("fake", "python", 4)
    assert judgement.feedback == "All 4 test cases are accepted."


def test_results_come_in_suite_order_though_reports_do_not() -> None:
    progress = RecordingProgress()
    judge(FakeSandbox(echo, reverse=True), progress=progress)
    assert progress.indexes == [0, 1, 2, 3]


def test_fail_fast_leaves_out_what_comes_after_the_first_failure_in_suite_order() -> None:
    def wrong_at_one_and_three(_program: Program, run: CaseRun) -> Execution:
        return printing(b"?" if run.key in {1, 3} else run.stdin)

    sandbox = FakeSandbox(wrong_at_one_and_three, reverse=True)
    progress = RecordingProgress()
    judgement = judge(sandbox, replace(REQUEST, fail_fast=True), progress)
    assert progress.indexes == [result.index for result in judgement.results] == [0, 1]
    assert judgement.verdict is Verdict.WA
    assert judgement.total_count == 4


def test_fail_fast_does_not_run_the_cases_after_the_failure() -> None:
    sandbox = FakeSandbox(lambda _program, _run: printing(b"?"))
    judge(sandbox, replace(REQUEST, fail_fast=True))
    assert len(sandbox.sessions[0].ran) == 1


def test_program_that_does_not_compile_is_compile_error_and_runs_nothing() -> None:
    failed = Compilation(success=False, output="main.c:3:5: error: expected ';'", wall_seconds=0.1)
    sandbox = FakeSandbox(echo, compiles=lambda _program: failed)
    progress = RecordingProgress()
    judgement = judge(sandbox, progress=progress)
    assert (judgement.verdict, judgement.results, judgement.score) == (Verdict.CE, (), 0)
    assert judgement.feedback == "The program does not compile in main.c, line 3: expected ';'."
    assert progress.compilations == [failed]
    assert sandbox.sessions[0].ran == []


def test_sandbox_fault_is_judge_error_with_its_reason() -> None:
    judgement = judge(FakeSandbox(lambda program, run: "the lane died" if run.key == 2 else echo(program, run)))
    assert judgement.verdict is Verdict.JE
    assert judgement.results[2].reason == "the lane died"
    assert judgement.results[2].execution is None


def test_case_without_a_report_is_judge_error() -> None:
    judgement = judge(FakeSandbox(lambda program, run: None if run.key == 0 else echo(program, run)))
    assert [result.verdict for result in judgement.results] == [Verdict.JE, Verdict.AC, Verdict.AC, Verdict.AC]


def test_asked_cases_alone_are_run_in_suite_order() -> None:
    judgement = judge(FakeSandbox(echo), replace(REQUEST, case_names=("case 3", "case 1")))
    assert [result.name for result in judgement.results] == ["case 1", "case 3"]
    assert judgement.feedback == "All 2 test cases are accepted; 4 are in the suite."


def test_unknown_case_name_names_near_matches() -> None:
    with pytest.raises(UserFileError, match="no test case named cas 1") as caught:
        judge(FakeSandbox(echo), replace(REQUEST, case_names=("cas 1",)))
    assert "case 1" in caught.value.next_step


def test_suite_without_cases_is_refused() -> None:
    with pytest.raises(UserFileError, match="no test cases"):
        judge(FakeSandbox(echo), replace(REQUEST, suite=TestSuite(tests=())))


def test_sessions_are_closed_when_judging_is_interrupted() -> None:
    def interrupt(_program: Program, _run: CaseRun) -> Execution:
        raise KeyboardInterrupt

    sandbox = FakeSandbox(interrupt)
    with pytest.raises(KeyboardInterrupt):
        judge(sandbox, custom())
    assert [session.closed for session in sandbox.sessions] == [True, True]


def test_results_keep_capped_outputs() -> None:
    judgement = judge(FakeSandbox(lambda _program, _run: printing(b"x" * 1_000_000)))
    result = judgement.results[0]
    assert (len(result.actual), result.actual_truncated) == (65536, True)
    assert result.execution is not None
    assert (len(result.execution.stdout), result.execution.stdout_truncated) == (65536, True)


def function_request(language: str = "python") -> JudgeRequest:
    case = TestCase(name="call", input=b"[[3, 3], 6]", expected=b"[0, 1]")
    suite = TestSuite(tests=(case,), function=Function(name="two_sum", parameters=(), returns="list[int]"))
    return replace(REQUEST, suite=suite, program=replace(PROGRAM, language=language))


def test_function_suite_starts_the_harness_and_compares_values() -> None:
    case = function_request().suite.tests[0]

    def harness(program: Program, run: CaseRun) -> Execution:
        assert program.calls_function
        assert b'"arguments": [[3, 3], 6]' in run.stdin
        return printing(b"seen\n\n" + marker(case).encode() + b" value [0,1]\n")

    judgement = judge(FakeSandbox(harness), function_request())
    assert judgement.verdict is Verdict.AC
    assert (judgement.results[0].prints, judgement.results[0].actual) == (b"seen\n", b"[0,1]")


def test_function_suite_in_a_language_without_harness_names_those_that_have_one() -> None:
    with pytest.raises(UserFileError, match="cannot be judged in C") as caught:
        judge(FakeSandbox(echo), function_request("c"))
    assert "Python" in caught.value.next_step


def test_custom_checker_gets_output_input_and_answer() -> None:
    sandbox = FakeSandbox(checker_says(Execution(exit_code=42)))
    assert judge(sandbox, custom()).verdict is Verdict.AC
    run = sandbox.sessions[1].ran[0]
    assert (run.stdin, run.arguments) == (b"0\n", ("input.txt", "answer.txt", "feedback"))
    assert run.files == (SourceFile("input.txt", b"0\n"), SourceFile("answer.txt", b"0\n"))


@pytest.mark.parametrize(
    ("hidden", "message", "reason"),
    [
        (False, b"too long\n", "The checker rejects the output: too long"),
        (True, b"too long\n", "The challenge's own checker does not accept the output."),
        (False, b" ", "The challenge's own checker does not accept the output."),
    ],
)
def test_custom_rejection_tells_the_checkers_words_unless_hidden(hidden: bool, message: bytes, reason: str) -> None:
    rejected = Execution(exit_code=43, files=(SourceFile("feedback/teammessage.txt", message),))
    judgement = judge(FakeSandbox(checker_says(rejected)), custom((replace(CASES[0], hidden=hidden),)))
    assert (judgement.verdict, judgement.results[0].reason) == (Verdict.WA, reason)


def test_custom_score_multiplies_points() -> None:
    partly = Execution(exit_code=42, files=(SourceFile("feedback/score.txt", b"0.25\n"),))
    assert judge(FakeSandbox(checker_says(partly)), custom()).score == 25


@pytest.mark.parametrize(
    ("came", "words"),
    [
        (Execution(exit_code=0), "neither 42"),
        (Execution(exit_code=1, stderr=b"oops"), "oops"),
        (Execution(signal=11), "SIGSEGV"),
        ("lane died", "could not be run: lane died"),
        (None, "no report"),
        (Execution(exit_code=42, files=(SourceFile("feedback/score.txt", b"2"),)), "score.txt"),
        (Execution(exit_code=42, files=(SourceFile("feedback/score.txt", b"nan"),)), "score.txt"),
    ],
)
def test_checker_that_fails_is_judge_error(came: Execution | str | None, words: str) -> None:
    judgement = judge(FakeSandbox(checker_says(came)), custom())
    assert judgement.verdict is Verdict.JE
    assert words in judgement.results[0].reason


@pytest.mark.parametrize(
    "came",
    [
        Execution(exit_code=1, stderr=b"secret input"),
        Execution(exit_code=1, stderr=b'  File "checker.py", line 3, in <module>\nValueError: secret input\n'),
        Execution(exit_code=42, files=(SourceFile("feedback/score.txt", b"secret input"),)),
    ],
)
def test_checker_that_fails_on_a_hidden_case_says_nothing_of_what_it_read(came: Execution) -> None:
    judgement = judge(FakeSandbox(checker_says(came)), custom((replace(CASES[0], hidden=True),)))
    assert judgement.verdict is Verdict.JE
    assert "secret" not in judgement.results[0].reason + judgement.feedback


def test_checker_that_does_not_compile_is_judge_error() -> None:
    failed = Compilation(success=False, output="", wall_seconds=0.1, reason="it took more than 30 s.")
    sandbox = FakeSandbox(echo, compiles=lambda program: failed if program is CHECKER else None)
    assert judge(sandbox, custom()).results[0].reason == (
        "The checker could not be used. The program does not compile: it took more than 30 s."
    )


def test_custom_checker_without_a_program_is_judge_error() -> None:
    assert judge(FakeSandbox(echo), custom(program=None)).verdict is Verdict.JE


def test_custom_checker_is_not_asked_about_a_program_that_crashed() -> None:
    sandbox = FakeSandbox(lambda _program, _run: Execution(exit_code=1))
    assert judge(sandbox, custom()).verdict is Verdict.RTE
    assert sandbox.sessions[1].ran == []
