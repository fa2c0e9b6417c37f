from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codementor_cli.domain.challenge.challenge import ReferenceSubmission
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution
from codementor_cli.domain.mentor.answer import Hint, Hints, Review
from codementor_cli.domain.mentor.mentor_answer import MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import HintSource, MentorKind
from codementor_cli.errors import EnvironmentFault, MentorFailure, MentorFault, StoreFault, UsageError
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.mentor.mentor import MentorService
from tests.fakes.mentor import ANSWERS, HINT, FakeMentor, Say, machine, saying
from tests.fakes.one_challenge import OneChallenge
from tests.fakes.sandbox import FakeLanguages, FakeSandbox, printing
from tests.fakes.store import MemoryStore
from tests.fakes.subjects import CHALLENGE, RIGHT, RUNGS, result, subject

ASK = MentorAsk(kind=MentorKind.HINT)
REFERENCE = """\
def total_of(numbers):
    result = 0
    for number in numbers:
        result += number
    return result


print(total_of([int(word) for word in input().split()]))
"""
OVERLOADED = MentorFault("Claude is overloaded.", failure=MentorFailure.OVERLOADED)
CUT = MentorFault("The answer was cut.", failure=MentorFailure.TRUNCATED)


def _reference(verdict: Verdict, code: str) -> ReferenceSubmission:
    program = Program(language="python", files=(SourceFile("r.py", code.encode()),), main="r.py")
    return ReferenceSubmission(name=f"{verdict}/r.py", expected=verdict, program=program)


REFERENCES = (_reference(Verdict.AC, REFERENCE), _reference(Verdict.WA, "print(1)\n"))
"""An accepted reference submission, and a wrong one that is no secret."""


def _adds(program: Program, run: CaseRun) -> Execution:
    """Run a program that adds rightly if its text has a plus sign between two names, and else subtracts."""
    first, second = map(int, run.stdin.split())
    code = program.files[0].content
    return printing(b"%d\n" % (first + second if b"first + second" in code else first - second))


class _Desk:
    """A service with all that stands around it."""

    def __init__(self, *script: Say, store: MemoryStore | None = None) -> None:
        self.mentor = FakeMentor(list(script))
        self.store = MemoryStore() if store is None else store
        self.sandbox = FakeSandbox(_adds)
        judge = JudgeService(self.sandbox, FakeLanguages())
        self.service = MentorService(
            self.mentor, judge, OneChallenge(reference_submissions=REFERENCES), machine(), self.store
        )

    def hint(self, about: MentorSubject | None = None, ask: MentorAsk = ASK) -> tuple[Hint, HintSource, int]:
        answer = self.service.answer(about or subject(), ask)
        assert isinstance(answer.answer, Hint)
        return answer.answer, answer.call.source, answer.call.level


def test_a_checked_hint_of_claudes_is_given_and_recorded() -> None:
    desk = _Desk()
    answer = desk.service.answer(subject(), ASK)
    (call,) = desk.store.calls
    assert (answer.call.source, answer.call.level, answer.call.checks) == (HintSource.MODEL, 1, "passed")
    assert json.loads(call.answer) == HINT
    assert (call.submission_uid, call.input_tokens, call.request_ids) == ("5" * 32, 1000, ("req_1",))


def test_each_hint_goes_one_rung_further_until_the_last() -> None:
    desk = _Desk()
    assert [desk.hint()[2] for _ in range(6)] == [1, 2, 3, 4, 4, 4]
    assert [each.level for each in desk.mentor.requests] == [1, 2, 3, 4]


def test_another_problem_begins_the_ladder_anew() -> None:
    desk = _Desk()
    desk.hint()
    desk.hint()
    assert desk.hint(subject(files=(SourceFile("main.py", b"print(0)\n"),)))[2] == 1
    assert desk.hint()[2] == 3


def test_hints_given_before_are_shown_to_claude() -> None:
    desk = _Desk()
    desk.hint()
    desk.hint()
    assert [each.text for each in desk.mentor.requests[1].packet.hints_given] == [HINT["hint"]]


@pytest.mark.parametrize("kind", [MentorKind.REVIEW, MentorKind.ANALYSIS, MentorKind.HINTS])
def test_the_same_question_twice_is_answered_from_the_store(kind: MentorKind) -> None:
    desk = _Desk()
    ask = MentorAsk(kind=kind, level=1)
    first, second = desk.service.answer(subject(), ask), desk.service.answer(subject(), ask)
    assert first.answer == second.answer
    assert (first.from_store, second.from_store, second.call.input_tokens) == (False, True, 0)
    assert len(desk.mentor.prompts) == len(desk.store.calls) == 1


@pytest.mark.parametrize(
    "change", [{"question": "Why?"}, {"answer_language": "de"}, {"model": "claude-haiku-5-5"}, {"fresh": True}]
)
def test_another_question_language_or_model_is_asked(change: dict[str, object]) -> None:
    desk = _Desk()
    ask = replace(ASK, level=2)
    desk.service.answer(subject(), ask)
    assert not desk.service.answer(subject(), replace(ask, **change)).from_store  # type: ignore[arg-type]


def test_what_was_not_claudes_is_asked_again_once_claude_answers() -> None:
    desk = _Desk(OVERLOADED, json.dumps(HINT))
    ask = replace(ASK, level=1)
    assert desk.hint(ask=ask)[1] is HintSource.CHALLENGE
    assert desk.hint(ask=ask)[1] is HintSource.MODEL


def test_a_level_that_is_too_high_is_the_last() -> None:
    assert _Desk().hint(ask=replace(ASK, level=99))[2] == 4


@pytest.mark.parametrize("leak", [REFERENCE, f"```python\n{REFERENCE}```", RUNGS[3] + " " + RUNGS[2] + " " + RUNGS[1]])
def test_a_leak_is_tried_once_more_and_then_the_ladder_is_shown(leak: str) -> None:
    desk = _Desk(saying(MentorKind.HINT, leak))
    answer = desk.service.answer(subject(), ASK)
    assert isinstance(answer.answer, Hint)
    assert (answer.answer.hint, answer.call.source) == (RUNGS[0], HintSource.CHALLENGE)
    assert len(desk.mentor.prompts) == 2
    assert desk.mentor.requests[1].stricter
    assert answer.call.checks.count("withheld") == 2
    assert "withheld" in answer.notes[0]
    assert answer.call.input_tokens == desk.store.calls[0].input_tokens == 2000


def test_a_second_try_without_a_leak_is_shown() -> None:
    desk = _Desk(saying(MentorKind.HINT, REFERENCE), json.dumps(HINT))
    answer = desk.service.answer(subject(), ASK)
    assert (answer.call.source, answer.notes) == (HintSource.MODEL, ())
    assert answer.call.checks.endswith("; passed")


def test_code_that_passes_in_the_learners_line_is_withheld_though_no_reference_has_it() -> None:
    desk = _Desk(saying(MentorKind.HINT, "In line 2 write `print(first + second)`, and it works."))
    assert desk.hint()[1] is HintSource.CHALLENGE
    assert "it holds code that passes" in desk.store.calls[0].checks


def test_code_that_does_not_pass_is_shown() -> None:
    desk = _Desk(saying(MentorKind.HINT, "Look at `print(first - second)` in line 2."))
    assert desk.hint()[1] is HintSource.MODEL


def test_code_that_cannot_be_judged_is_withheld() -> None:
    desk = _Desk(saying(MentorKind.HINT, "In line 2 write `print(first + second)`, and it works."))
    desk.sandbox.behaviour = lambda _program, _run: "the sandbox is gone"
    assert desk.hint()[1] is HintSource.CHALLENGE


@pytest.mark.parametrize("kind", [MentorKind.REVIEW, MentorKind.ANALYSIS])
def test_a_review_that_leaks_twice_is_a_fault_and_its_cost_is_kept(kind: MentorKind) -> None:
    desk = _Desk(saying(kind, REFERENCE))
    with pytest.raises(MentorFault) as raised:
        desk.service.answer(subject(), MentorAsk(kind=kind))
    assert raised.value.failure is MentorFailure.WITHHELD
    (call,) = desk.store.calls
    assert (call.answer, call.input_tokens) == ("{}", 2000)
    assert "total_of" not in call.checks + raised.value.message


def test_a_withheld_review_is_not_remembered_as_an_answer() -> None:
    desk = _Desk(saying(MentorKind.REVIEW, REFERENCE), saying(MentorKind.REVIEW, REFERENCE), "{}")
    desk.mentor.script[2] = json.dumps(ANSWERS[MentorKind.REVIEW])
    ask = MentorAsk(kind=MentorKind.REVIEW)
    with pytest.raises(MentorFault):
        desk.service.answer(subject(), ask)
    assert isinstance(desk.service.answer(subject(), ask).answer, Review)


@pytest.mark.parametrize("kind", [MentorKind.REVIEW, MentorKind.ANALYSIS])
def test_reviews_and_analyses_need_claude(kind: MentorKind) -> None:
    desk = _Desk(OVERLOADED)
    with pytest.raises(MentorFault, match="overloaded"):
        desk.service.answer(subject(), MentorAsk(kind=kind))
    with pytest.raises(UsageError):
        desk.service.answer(subject(), MentorAsk(kind=kind, offline=True))


@pytest.mark.parametrize("fault", list(MentorFailure))
def test_a_hint_has_an_answer_whatever_fails(fault: MentorFailure) -> None:
    desk = _Desk(MentorFault("Something happened.", failure=fault))
    answer = desk.service.answer(subject(), ASK)
    assert (answer.call.source, answer.call.level) == (HintSource.CHALLENGE, 1)
    assert answer.notes[0].startswith("Something happened. ")


def test_a_cut_answer_is_asked_for_once_more() -> None:
    assert _Desk(CUT, json.dumps(HINT)).hint()[1] is HintSource.MODEL


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"hint": 3}', json.dumps(ANSWERS[MentorKind.REVIEW])])
def test_an_answer_of_another_shape_is_asked_for_once_more(text: str) -> None:
    desk = _Desk(text, json.dumps(HINT))
    assert desk.hint()[1] is HintSource.MODEL
    assert len(desk.mentor.prompts) == 2


def test_without_time_there_is_no_second_try() -> None:
    desk = _Desk("not json")
    slow = machine()
    seconds = iter(range(0, 1000, 28))
    desk.service._machine = replace(slow, now=lambda: slow.now().replace(minute=0) + _minutes(next(seconds)))
    assert desk.hint()[1] is HintSource.CHALLENGE
    assert len(desk.mentor.prompts) == 1


def _minutes(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)


def test_offline_nobody_is_asked() -> None:
    desk = _Desk()
    levels = [desk.hint(ask=replace(ASK, offline=True)) for _ in range(2)]
    assert [(hint.hint, source, level) for hint, source, level in levels] == [
        (RUNGS[0], HintSource.CHALLENGE, 1),
        (RUNGS[1], HintSource.CHALLENGE, 2),
    ]
    assert desk.mentor.prompts == []


def test_without_a_ladder_a_diagnosis_answers() -> None:
    about = subject(challenge=replace(CHALLENGE, hints=()))
    hint, source, _ = _Desk(OVERLOADED).hint(about)
    assert source is HintSource.DIAGNOSIS
    assert hint.next_steps


def test_a_program_that_does_not_compile_gets_a_diagnosis_and_no_rung() -> None:
    compilation = Compilation(success=False, output="main.py:1: invalid syntax", wall_seconds=1)
    hint, source, _ = _Desk(OVERLOADED).hint(subject([], compilation=compilation))
    assert source is HintSource.DIAGNOSIS
    assert "invalid syntax" in hint.hint


def test_several_hints_offline_are_the_rungs_up_to_the_level() -> None:
    answer = _Desk(OVERLOADED).service.answer(subject(), MentorAsk(kind=MentorKind.HINTS, level=2))
    assert isinstance(answer.answer, Hints)
    assert [each.text for each in answer.answer.hints] == list(RUNGS[:2])


def test_a_store_that_fails_costs_no_answer() -> None:
    store = MemoryStore(fault=StoreFault("The database is locked."))
    answer = _Desk(store=store).service.answer(subject(), ASK)
    assert answer.call.source is HintSource.MODEL
    assert [note.partition(":")[0] for note in answer.notes] == ["Earlier hints are not known", "Not recorded"]


def test_without_a_store_every_hint_is_the_first() -> None:
    desk = _Desk()
    desk.service._store = None
    assert [desk.hint()[2] for _ in range(2)] == [1, 1]


def test_a_judge_error_gives_nothing_to_go_by() -> None:
    with pytest.raises(EnvironmentFault):
        _Desk().service.answer(subject([result(verdict=Verdict.JE)]), ASK)


def test_a_prompt_that_is_only_shown_is_the_one_that_would_be_sent() -> None:
    desk = _Desk()
    shown = desk.service.prompt(subject(), ASK)
    assert desk.mentor.prompts == []
    desk.hint()
    (sent,) = desk.mentor.prompts
    boundaries = [each.boundary for each in desk.mentor.requests]
    assert shown.texts.packet.replace(boundaries[0], boundaries[1]) == sent.texts.packet
    first, second = shown.texts, sent.texts
    assert (first.system, first.shared, first.task) == (second.system, second.shared, second.task)


def test_an_accepted_program_may_be_reviewed_with_its_own_lines_quoted() -> None:
    accepted = replace(result(verdict=Verdict.AC), actual=b"3\n")
    about = subject([accepted], files=(SourceFile("main.py", RIGHT),))
    answer = _Desk(saying(MentorKind.REVIEW, "`print(first + second)` is clear.")).service.answer(
        about, MentorAsk(kind=MentorKind.REVIEW)
    )
    assert isinstance(answer.answer, Review)
    assert answer.answer.overall_score >= 60


@settings(max_examples=60)
@given(
    st.sampled_from([MentorKind.HINT, MentorKind.HINTS, MentorKind.REVIEW, MentorKind.ANALYSIS]),
    st.text(max_size=300) | st.text(alphabet='`=(){}[];:\n\t 12ab|#\\"', max_size=300),
)
def test_whatever_claude_says_a_learner_gets_an_answer_or_a_fault(kind: MentorKind, said: str) -> None:
    for script in (said, saying(kind, said)):
        try:
            _Desk(script).service.answer(subject(), MentorAsk(kind=kind))
        except MentorFault as fault:
            assert fault.failure is MentorFailure.WITHHELD  # noqa: PT017 - a hint has no fault, a review may


def _repairs(*passing: bool) -> Sequence[str]:
    return [json.dumps({"code": (RIGHT if each else b"print(0)\n").decode()}) for each in passing]


MEASURED = replace(ASK, repair_count=2)


def test_a_hint_that_helps_has_its_measured_confidence() -> None:
    desk = _Desk(json.dumps(HINT), *_repairs(False, False), *_repairs(True, False))
    answer = desk.service.answer(subject(), MEASURED)
    assert answer.measure is not None
    assert (answer.measure.without_hint_count, answer.measure.with_hint_count, answer.measure.repair_count) == (0, 1, 2)
    assert isinstance(answer.answer, Hint)
    assert answer.answer.confidence == 0.5
    assert {each.model for each in desk.mentor.prompts[1:]} == {"claude-haiku-5-5"}


def test_only_the_second_half_of_the_students_is_told_the_hint_and_none_sees_the_ladder() -> None:
    desk = _Desk(json.dumps(HINT), *_repairs(True, True, True, True))
    desk.service.answer(subject(), MEASURED)
    repairs = [each for each in desk.mentor.requests if each.kind is MentorKind.REPAIR]
    assert [bool(each.hint) for each in repairs] == [False, False, True, True]
    assert all(each.packet.authored_hints == () for each in repairs)


def test_a_hint_that_does_not_help_is_tried_once_more_and_the_students_without_it_are_not_asked_again() -> None:
    desk = _Desk(
        json.dumps(HINT), *_repairs(True, False), *_repairs(False, False), json.dumps(HINT), *_repairs(True, True)
    )
    answer = desk.service.answer(subject(), MEASURED)
    assert (answer.call.source, answer.measure and answer.measure.with_hint_count) == (HintSource.MODEL, 2)
    assert len(desk.mentor.prompts) == 8


def test_a_hint_that_never_helps_is_not_shown() -> None:
    desk = _Desk(
        json.dumps(HINT), *_repairs(True, True), *_repairs(False, False), json.dumps(HINT), *_repairs(False, False)
    )
    answer = desk.service.answer(subject(), MEASURED)
    assert (answer.call.source, answer.measure) == (HintSource.CHALLENGE, None)


def test_a_student_that_cannot_be_asked_costs_no_hint() -> None:
    answer = _Desk(json.dumps(HINT), OVERLOADED).service.answer(subject(), MEASURED)
    assert (answer.call.source, answer.measure) == (HintSource.MODEL, None)
    assert answer.notes == ("The hint was not measured: Claude is overloaded.",)
