from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from threading import Event as Signal

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Identity
from codementor_cli.domain.grading.repository_content import NoProgram, RepositoryContent
from codementor_cli.domain.grading.results import ChallengeState, RepositoryResult, RepositoryState
from codementor_cli.domain.judging.execution import TOO_BUSY, TRY_LATER, CaseRun, Execution
from codementor_cli.errors import CancelledError, SandboxFault
from codementor_cli.ports import Session
from codementor_cli.services.grading.repository import Candidate, Judged
from codementor_cli.services.grading.workers import Event, Graded, Started, grade_class
from tests.fakes.grading_inputs import ASSIGNMENT, candidate, grader, taken
from tests.fakes.sandbox import FakeSandbox, printing

AT = datetime(2026, 11, 20, tzinfo=UTC)


def _echo(_program: Program, run: CaseRun) -> Execution | str:
    return printing(run.stdin)


def _now() -> datetime:
    return AT


def _no_result(_index: int, _fingerprint: str) -> RepositoryResult | None:
    return None


def _events(*candidates: Candidate, jobs: int = 1, sandbox: FakeSandbox | None = None) -> list[Event]:
    return list(grade_class(grader(sandbox or FakeSandbox(_echo)), candidates, jobs, _no_result, _now))


def _results(events: list[Event]) -> dict[int, RepositoryResult]:
    return {each.index: each.result for each in events if isinstance(each, Graded)}


class DownSandbox(FakeSandbox):
    """No lane is to be had for the program ``broken``."""

    def open(self, program: Program, limits: Limits, lane_count: int) -> Session:
        if program.files[0].content == b"broken":
            raise SandboxFault("There is no lane.")
        return super().open(program, limits, lane_count)


def test_repository_gets_the_sum_of_its_challenges() -> None:
    (result,) = _results(_events(candidate("ada"))).values()
    assert (result.state, result.final, result.passed, result.graded_at) == (
        RepositoryState.GRADED,
        Decimal(20),
        True,
        AT,
    )


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_repository_is_graded_once_however_many_jobs_there_are(jobs: int) -> None:
    found = _results(_events(*(candidate(f"s{number}") for number in range(9)), jobs=jobs))
    assert sorted(found) == list(range(9))
    assert {each.final for each in found.values()} == {20}


def test_challenges_of_one_repository_are_judged_at_the_same_time() -> None:
    both, seen = Signal(), []

    def meet(program: Program, run: CaseRun) -> Execution:
        seen.append(program)
        if len(seen) >= 2:
            both.set()
        assert both.wait(30)
        return printing(run.stdin)

    assert _results(_events(candidate("ada"), jobs=2, sandbox=FakeSandbox(meet)))[0].final == 20


def test_what_is_judged_is_told_before_and_after() -> None:
    kinds = [type(event) for event in _events(candidate("ada"))]
    assert kinds == [Started, Judged, Started, Judged, Graded]


def test_missing_and_refused_challenges_cost_nobody_else() -> None:
    absent = NoProgram(state=ChallengeState.MISSING, reason="There is no file.")
    (result,) = _results(_events(candidate("ada", RepositoryContent(challenges=(absent, taken()))))).values()
    assert [each.final for each in result.challenges] == [0, 10]
    assert result.challenges[0].reason == "There is no file."


def test_refused_repository_earns_nothing_and_is_not_judged() -> None:
    sandbox = FakeSandbox(_echo)
    found = _results(_events(candidate("ada", RepositoryContent(refusal="A link.")), sandbox=sandbox))
    assert (found[0].state, found[0].final, found[0].reason) == (RepositoryState.REFUSED, Decimal(0), "A link.")
    assert sandbox.sessions == []


def test_student_without_a_repository_is_missing() -> None:
    nobody = Candidate(identity=Identity(key="eve", id="eve"), name="", take=RepositoryContent)
    found = _results(_events(nobody))
    assert (found[0].state, found[0].final, found[0].passed) == (RepositoryState.MISSING, Decimal(0), False)
    assert len(found[0].challenges) == 2


def test_sandbox_that_is_down_is_a_fault_and_others_go_on() -> None:
    broken = candidate("ada", RepositoryContent(challenges=(taken(b"broken"), taken())))
    found = _results(_events(broken, candidate("ben"), sandbox=DownSandbox(_echo)))
    assert (found[0].state, found[0].final) == (RepositoryState.FAULT, None)
    assert found[0].faults == ("Echo: There is no lane. It is judged again next time.",)
    assert found[1].final == 20


def test_judge_error_of_one_case_is_a_fault() -> None:
    found = _results(_events(candidate("ada"), sandbox=FakeSandbox(lambda *_: "The lane died.")))
    assert found[0].state is RepositoryState.FAULT
    assert "The lane died." in found[0].reason


def _starving(_program: Program, run: CaseRun) -> Execution | str:
    """Judge the first case, and find the machine too busy for the second."""
    return printing(run.stdin) if run.key == 0 else f"{TOO_BUSY} {TRY_LATER}"


def test_one_starved_case_leaves_no_score_anywhere_in_its_challenge_and_its_repository() -> None:
    (found,) = _results(_events(candidate("ada"), sandbox=FakeSandbox(_starving))).values()
    assert (found.state, found.state.words) == (RepositoryState.FAULT, "not judged")
    assert (found.earned, found.penalty, found.final, found.passed) == (None, None, None, None)
    assert {(each.state, each.final, each.cases) for each in found.challenges} == {(ChallengeState.FAULT, None, ())}
    assert found.reason == f"Echo: {TOO_BUSY} {TRY_LATER} It is judged again next time."


def test_older_result_of_an_empty_repository_is_not_called_graded_when_it_is_kept() -> None:
    absent = NoProgram(state=ChallengeState.MISSING, reason="There is no file.")
    content = RepositoryContent(challenges=(absent, absent))
    made = _results(_events(candidate("ada", content)))[0]
    older = replace(made, state=RepositoryState.GRADED, reason="")

    (event,) = grade_class(grader(FakeSandbox(_echo)), [candidate("ada", content)], 1, lambda *_: older, _now)
    assert isinstance(event, Graded)
    assert event.result == made


def test_repository_that_cannot_be_read_is_a_fault_and_others_go_on() -> None:
    def fail() -> RepositoryContent:
        raise OSError(5, "Input/output error")

    broken = Candidate(identity=Identity(key="ada", id="ada"), name="ada", take=fail)
    found = _results(_events(broken, candidate("ben")))
    assert found[0].reason == "The repository cannot be read: Input/output error. It is judged again next time."
    assert found[1].final == 20


def test_bug_in_a_thread_reaches_the_caller() -> None:
    def fail() -> RepositoryContent:
        raise ZeroDivisionError

    broken = Candidate(identity=Identity(key="ada", id="ada"), name="ada", take=fail)
    with pytest.raises(ZeroDivisionError):
        _events(broken, jobs=2)


def test_result_of_an_earlier_grading_is_kept_under_the_present_name_and_minimum() -> None:
    made = _results(_events(candidate("ada")))[0]
    asked = []

    def kept(_index: int, fingerprint: str) -> RepositoryResult | None:
        asked.append(fingerprint)
        return replace(made, passed=False)

    sandbox = FakeSandbox(_echo)
    renamed = replace(candidate("ada"), identity=Identity(key="ada", id="1001", name="Ada"))
    (event,) = grade_class(grader(sandbox), [renamed], 1, kept, _now)
    assert isinstance(event, Graded)
    assert (event.kept, event.result.identity.id, event.result.passed) == (True, "1001", True)
    assert asked == [made.fingerprint]
    assert sandbox.sessions == []


def test_closing_the_events_starts_nothing_more() -> None:
    gate, before = Signal(), set(threading.enumerate())

    def wait(_program: Program, run: CaseRun) -> Execution:
        assert gate.wait(30)
        return printing(run.stdin)

    sandbox = FakeSandbox(wait)
    events = grade_class(grader(sandbox), [candidate(f"s{number}") for number in range(50)], 1, _no_result, _now)
    next(events)
    (worker,) = set(threading.enumerate()) - before
    events.close()
    gate.set()
    worker.join(30)
    assert len(sandbox.sessions) == 1


def test_class_of_nobody_is_graded_at_once() -> None:
    assert _events() == []


def test_verdict_and_figures_reach_the_result() -> None:
    slow = FakeSandbox(lambda _, run: replace(printing(run.stdin), cpu_seconds=99.0))
    challenge = _results(_events(candidate("ada"), sandbox=slow))[0].challenges[0]
    assert challenge.verdict is Verdict.TLE
    assert challenge.judged_seconds == pytest.approx(0.04)
    assert challenge.final == Decimal(0)
    assert challenge.max_points == ASSIGNMENT.challenges[0].points


def test_stopping_ends_what_is_judged_and_judges_no_more() -> None:
    def behave(_program: Program, run: CaseRun) -> Execution:
        graders[0].stop()
        return printing(run.stdin)

    sandbox = FakeSandbox(behave)
    graders = [grader(sandbox)]
    standing = graders[0].open(candidate("ada"), candidate("ada").take())
    for _ in range(2):
        with pytest.raises(CancelledError):
            graders[0].judge(standing, 0)

    assert [each.closed for each in sandbox.sessions] == [True]
    assert graders[0].sandbox == "fake"
