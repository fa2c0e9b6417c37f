from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from codementor_cli.domain.challenge.challenge import Challenge, Checker, Difficulty, TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.results import judge_execution, judge_fault, judge_submission
from codementor_cli.domain.grading.assignment import AssignedChallenge, Assignment, Disclosure, Identity
from codementor_cli.domain.grading.fingerprint import fingerprint, grading_digest
from codementor_cli.domain.grading.gradebook import (
    NOTHING_HANDED_IN,
    MarkingRules,
    fault_result,
    faulty,
    judged,
    not_taken,
    outcome,
    repository_result,
)
from codementor_cli.domain.grading.repository_content import (
    NoProgram,
    RepositoryContent,
    RepositoryToGrade,
    TakenProgram,
)
from codementor_cli.domain.grading.results import (
    ChallengeResult,
    ChallengeState,
    Commit,
    Lateness,
    Place,
    RepositoryState,
)
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.judging import questions

AT = datetime(2026, 11, 20, tzinfo=UTC)
SECRET = b"the hidden input 4711"
CHALLENGE = Challenge(
    id="echo",
    title="Echo",
    difficulty=Difficulty.EASY,
    description="",
    instructions="",
    suite=TestSuite(
        tests=(
            TestCase(name="shown", input=b"in one", expected=b"expected one\n", points=1),
            TestCase(name="secret", input=SECRET, expected=b"expected two\n", hidden=True, points=3),
        )
    ),
)
ASSIGNED = AssignedChallenge(challenge_id="echo", points=Decimal(10), files=("src/echo.py",))
TAKEN = TakenProgram(
    program=Program(
        language="python", files=(SourceFile("echo.py", b""), SourceFile("more/x.py", b"")), main="echo.py"
    ),
    file="src/echo.py",
    folder="src",
)
TRACEBACK = b'Traceback (most recent call last):\n  File "/box/source/echo.py", line 7, in <module>\nValueError: x\n'


def _marking(disclosure: Disclosure = Disclosure.ALL, percent: int = 0) -> MarkingRules:
    lateness = Lateness(seconds=1, day_count=1, percent=Decimal(percent))
    return MarkingRules(assigned=ASSIGNED, challenge=CHALLENGE, disclosure=disclosure, lateness=lateness)


def _judgement(*outputs: bytes | Execution) -> Judgement:
    asked = questions(CHALLENGE.suite, Limits())
    runs = [each if isinstance(each, Execution) else Execution(exit_code=0, stdout=each) for each in outputs]
    results = [judge_execution(question, run) for question, run in zip(asked, runs, strict=True)]
    return judge_submission(CHALLENGE.suite, results, None, "python", "fake")


def _crash() -> Execution:
    return Execution(exit_code=1, stdout=b"", stderr=TRACEBACK)


def test_points_are_scaled_to_what_the_challenge_is_worth() -> None:
    result = judged(_marking(), TAKEN, _judgement(b"expected one\n", b"no\n"))
    assert (result.earned, result.penalty, result.final) == (Decimal("2.5"), Decimal(0), Decimal("2.5"))
    assert (result.score, result.max_score) == (1, 4)
    assert result.verdict is Verdict.WA
    assert [case.max_points for case in result.cases] == [Decimal("2.5"), Decimal("7.5")]


@pytest.mark.parametrize("case_count", [1, 3, 7, 12])
@pytest.mark.parametrize("percent", [0, 1, 10, 20, 33, 50, 100])
def test_lateness_takes_exactly_its_part_of_full_marks_however_many_cases(case_count: int, percent: int) -> None:
    tests = tuple(TestCase(name=f"case {number}", input=b"", expected=b"") for number in range(case_count))
    suite = TestSuite(tests=tests)
    results = [judge_execution(question, Execution(exit_code=0)) for question in questions(suite, Limits())]
    marking = replace(_marking(percent=percent), challenge=replace(CHALLENGE, suite=suite))
    result = judged(marking, TAKEN, judge_submission(suite, results, None, "python", "fake"))
    assert (result.earned, result.penalty) == (Decimal(10), Decimal(percent) / 10)
    assert sum(case.final for case in result.cases) == result.final
    assert all(0 <= case.final <= case.earned for case in result.cases)


def test_lateness_is_taken_off_what_was_earned() -> None:
    result = judged(_marking(percent=10), TAKEN, _judgement(b"expected one\n", b"no\n"))
    assert (result.earned, result.penalty, result.final) == (Decimal("2.5"), Decimal("0.25"), Decimal("2.25"))


@pytest.mark.parametrize("disclosure", Disclosure)
def test_hidden_data_is_never_in_a_result(disclosure: Disclosure) -> None:
    for judgement in (_judgement(b"no\n", SECRET), _judgement(_crash(), replace(_crash(), stderr=TRACEBACK + SECRET))):
        result = judged(_marking(disclosure), TAKEN, judgement)
        assert SECRET.decode() not in repr(result)
        assert "expected two" not in repr(result)


def test_everything_of_a_failing_case_is_shown_where_all_is() -> None:
    data = judged(_marking(), TAKEN, _judgement(b"no\n", b"expected two\n")).cases[0].data
    assert (data.input, data.expected, data.actual) == ("in one", "expected one\n", "no\n")
    assert data.difference is not None


def test_neither_input_nor_expected_output_is_shown_where_only_actual_is() -> None:
    result = judged(_marking(Disclosure.ACTUAL), TAKEN, _judgement(b"no\n", b"expected two\n"))
    assert result.cases[0].data.actual == "no\n"
    assert "in one" not in repr(result)
    assert "expected one" not in repr(result)
    crashed = judged(_marking(Disclosure.ACTUAL), TAKEN, _judgement(_crash(), b"expected two\n"))
    assert "ValueError" in crashed.cases[0].message


def test_only_verdict_and_figures_are_shown_where_nothing_is() -> None:
    for output in (b"no\n", _crash()):
        result = judged(_marking(Disclosure.NOTHING), TAKEN, _judgement(output, b"expected two\n"))
        assert result.cases[0].data.actual is None
        assert result.cases[0].message in {"Wrong answer.", "Run-time error."}
        assert result.place == Place(file="src/echo.py")


def test_data_of_accepted_cases_is_left_out() -> None:
    cases = judged(_marking(), TAKEN, _judgement(b"expected one\n", b"expected two\n")).cases
    assert [case.data.actual for case in cases] == [None, None]


def test_long_output_is_cut_and_says_so() -> None:
    data = judged(_marking(), TAKEN, _judgement(b"x" * 100_000, b"")).cases[0].data
    assert data.actual is not None
    assert len(data.actual) < 5000
    assert data.actual.endswith("(cut)")


def test_crash_is_placed_in_the_repository() -> None:
    result = judged(_marking(), TAKEN, _judgement(_crash(), b"no"))
    assert result.place == Place(file="src/echo.py", line=7)
    assert result.cases[0].place == result.place


@pytest.mark.parametrize(
    ("path", "place"),
    [("more/x.py", "src/more/x.py"), ("/usr/lib/python3/json.py", None), ("../echo.py", None)],
)
def test_only_files_of_the_program_are_placed(path: str, place: str | None) -> None:
    assert TAKEN.repository_path(path) == place


def test_program_at_the_top_level_is_placed_there() -> None:
    assert replace(TAKEN, file="echo.py", folder="").repository_path("more/x.py") == "more/x.py"


def test_program_that_does_not_compile_has_cases_that_did_not_run() -> None:
    compilation = Compilation(success=False, output="echo.py:3: error: no\n", wall_seconds=0.5)
    judgement = judge_submission(CHALLENGE.suite, [], compilation, "python", "fake")
    result = judged(_marking(), TAKEN, judgement)
    assert (result.verdict, result.earned) == (Verdict.CE, Decimal(0))
    assert [case.verdict for case in result.cases] == [None, None]
    assert result.place == Place(file="src/echo.py", line=3)
    assert "does not compile" in result.reason
    assert result.compiler_output == "echo.py:3: error: no\n"
    assert result.judged_seconds == 0.5


def test_judge_error_is_a_fault_and_never_a_score() -> None:
    asked = questions(CHALLENGE.suite, Limits())
    results = [
        judge_execution(asked[0], Execution(exit_code=0, stdout=b"expected one\n")),
        judge_fault(asked[1], "Lane gone."),
    ]
    result = judged(_marking(), TAKEN, judge_submission(CHALLENGE.suite, results, None, "python", "fake"))
    assert (result.state, result.earned, result.final) == (ChallengeState.FAULT, None, None)
    assert result.reason == "Lane gone. It is judged again next time."


ASSIGNMENT = Assignment(id="a", title="A", challenges=(ASSIGNED, replace(ASSIGNED, challenge_id="other")))


def _repository(content: RepositoryContent | None = None) -> RepositoryToGrade:
    identity = Identity(key="ada", id="ada")
    return RepositoryToGrade(
        identity=identity, name="ada", content=content or RepositoryContent(), lateness=None, fingerprint="f"
    )


def _good() -> ChallengeResult:
    return judged(_marking(), TAKEN, _judgement(b"expected one\n", b"expected two\n"))


def test_repository_is_the_sum_of_its_challenges() -> None:
    absent = not_taken(_marking(), NoProgram(state=ChallengeState.MISSING, reason="None."))
    result = repository_result(ASSIGNMENT, _repository(), [_good(), absent], AT)
    assert (result.state, result.final, result.max_points) == (RepositoryState.GRADED, Decimal(10), Decimal(20))
    assert result.passed is False


def test_without_a_minimum_everything_must_be_accepted() -> None:
    assert repository_result(ASSIGNMENT, _repository(), [_good(), _good()], AT).passed is True


@pytest.mark.parametrize(("minimum", "passed"), [("10", True), ("10.0001", False), ("0", True)])
def test_minimum_decides_who_passes(minimum: str, passed: bool) -> None:
    absent = not_taken(_marking(), NoProgram(state=ChallengeState.MISSING, reason="None."))
    assignment = replace(ASSIGNMENT, minimum_points=Decimal(minimum))
    assert repository_result(assignment, _repository(), [_good(), absent], AT).passed is passed


def test_one_fault_leaves_the_repository_without_a_score() -> None:
    broken = replace(_good(), state=ChallengeState.FAULT, earned=None, penalty=None, final=None, reason="Down.")
    result = repository_result(ASSIGNMENT, _repository(), [_good(), broken], AT)
    assert (result.state, result.final, result.passed) == (RepositoryState.FAULT, None, None)
    assert result.faults == ("Echo: Down.",)


def test_refused_repository_says_why() -> None:
    refused = not_taken(_marking(), NoProgram(state=ChallengeState.REFUSED, reason="A link."))
    result = repository_result(ASSIGNMENT, _repository(RepositoryContent(refusal="A link.")), [refused], AT)
    assert (result.state, result.reason, result.final) == (RepositoryState.REFUSED, "A link.", Decimal(0))


def test_unfinished_repository_is_a_fault() -> None:
    result = fault_result(ASSIGNMENT, Identity(key="a", id="a"), "a", "Not graded yet.")
    assert (result.state, result.final, result.faults) == (RepositoryState.FAULT, None, ("Not graded yet.",))


def test_fingerprint_follows_everything_that_decides_a_result() -> None:
    commit = Commit(id="0" * 40, committed_at=AT)
    content = RepositoryContent(
        challenges=(TAKEN, NoProgram(state=ChallengeState.MISSING, reason="None.")), commit=commit
    )
    digest = grading_digest(ASSIGNMENT, [CHALLENGE], "1 fake")
    other_program = replace(TAKEN, program=replace(TAKEN.program, files=(SourceFile("echo.py", b"changed"),)))
    other_challenge = replace(CHALLENGE, suite=replace(CHALLENGE.suite, checker=Checker(case_sensitive=False)))
    found = {
        fingerprint(digest, content),
        fingerprint(digest, replace(content, challenges=(other_program, content.challenges[1]))),
        fingerprint(digest, replace(content, commit=replace(commit, id="1" * 40))),
        fingerprint(digest, replace(content, commit=None)),
        fingerprint(digest, replace(content, notes=("x",))),
        fingerprint(grading_digest(ASSIGNMENT, [other_challenge], "1 fake"), content),
        fingerprint(grading_digest(ASSIGNMENT, [CHALLENGE], "2 fake"), content),
        fingerprint(grading_digest(replace(ASSIGNMENT, digest="x"), [CHALLENGE], "1 fake"), content),
    }
    assert len(found) == 8
    assert fingerprint(digest, replace(content)) in found


def _without(state: ChallengeState) -> ChallengeResult:
    return not_taken(_marking(), NoProgram(state=state, reason="Why."))


@pytest.mark.parametrize(
    ("states", "wanted"),
    [
        ((ChallengeState.MISSING, ChallengeState.MISSING), (RepositoryState.EMPTY, NOTHING_HANDED_IN)),
        ((ChallengeState.MISSING, ChallengeState.REFUSED), (RepositoryState.REFUSED, "Echo: Why.")),
        ((ChallengeState.REFUSED, ChallengeState.REFUSED), (RepositoryState.REFUSED, "Echo: Why.")),
    ],
)
def test_repository_of_which_nothing_was_judged_is_not_graded_like_others(
    states: tuple[ChallengeState, ...], wanted: tuple[RepositoryState, str]
) -> None:
    assert outcome([_without(state) for state in states]) == wanted


@pytest.mark.parametrize("other", [ChallengeState.MISSING, ChallengeState.REFUSED])
def test_repository_with_one_judged_program_is_graded(other: ChallengeState) -> None:
    result = judged(_marking(), TAKEN, _judgement(b"no\n", b"no\n"))
    assert outcome([_without(other), result]) == (RepositoryState.GRADED, "")


def test_fault_is_told_before_anything_else() -> None:
    state, reason = outcome(
        [_without(ChallengeState.MISSING), faulty(_marking(), "the machine is too busy")], "A link."
    )
    assert state is RepositoryState.FAULT
    assert reason == "Echo: The machine is too busy. It is judged again next time."
