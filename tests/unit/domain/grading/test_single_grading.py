from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from codementor_cli.domain.challenge.challenge import TestCase, TestSuite
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.feedback.results import judge_execution, judge_fault, judge_submission
from codementor_cli.domain.grading.results import AssignmentResult, RepositoryState
from codementor_cli.domain.grading.single_grading import challenge_of_cases, graded_alone
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judging import questions

SUITE = TestSuite(
    tests=(
        TestCase(name="one", input=b"1", expected=b"1\n"),
        TestCase(name="two", input=b"2", expected=b"2\n", hidden=True),
        TestCase(name="three", input=b"secret 3", expected=b"3\n", hidden=True),
    )
)
PROGRAM = Program(language="python", files=(SourceFile("main.py", b"print(1)"),), main="main.py")
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def graded(*outputs: bytes | None, compilation: Compilation | None = None) -> AssignmentResult:
    results = [
        judge_fault(question, "it died")
        if output is None
        else judge_execution(question, Execution(exit_code=0, stdout=output))
        for question, output in zip(questions(SUITE, SUITE.limits), outputs, strict=False)
    ]
    judgement = judge_submission(SUITE, results, compilation, "python", "docker")
    return graded_alone(judgement, PROGRAM, "src/main.py", challenge_of_cases(SUITE, "cases.yaml"), NOW)


def test_score_is_the_judgements_own() -> None:
    repository = graded(b"1\n", b"2\n", b"0\n").repositories[0]
    assert (repository.final, repository.max_points) == (Decimal("66.6667"), Decimal(100))
    assert repository.passed is False
    assert repository.challenges[0].file == "src/main.py"


def test_all_accepted_passes() -> None:
    assert graded(b"1\n", b"2\n", b"3\n").passed


def test_cases_that_were_not_asked_for_are_left_out() -> None:
    assert [case.name for case in graded(b"1\n").repositories[0].challenges[0].cases] == ["one"]


def test_program_that_does_not_compile_names_every_case() -> None:
    failed = Compilation(success=False, output="main.py:1: error: no", wall_seconds=0.1)
    cases = graded(compilation=failed).repositories[0].challenges[0].cases
    assert [case.verdict for case in cases] == [None, None, None]


def test_judge_error_has_no_score() -> None:
    repository = graded(b"1\n", None).repositories[0]
    assert repository.state is RepositoryState.FAULT
    assert repository.final is None


def test_hidden_cases_bring_no_data() -> None:
    assert "secret" not in repr(graded(b"1\n", b"0\n", b"0\n"))
