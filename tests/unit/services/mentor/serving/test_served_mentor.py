from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import pytest

from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import CaseRun, Execution
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.mentor.mentoring import HintSource, MentorKind, Prompt
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import Source
from codementor_cli.errors import CancelledError, MentorFailure, MentorFault, UserFileError
from codementor_cli.ports import Cancel
from codementor_cli.services.judging.cancel import CancelToken
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.judging.submit import Machine, prepare, submit
from codementor_cli.services.mentor.serving.allowance import Allowances, DailyAllowance
from codementor_cli.services.mentor.serving.public_words import public_words
from codementor_cli.services.mentor.serving.sent_program import SentNumber, SentProgram, SentPrograms
from codementor_cli.services.mentor.serving.served_mentor import ServedMentor
from codementor_cli.services.practice.submissions import Origin
from tests.fakes.mentor import FakeMentor, Say, machine
from tests.fakes.one_challenge import OneChallenge
from tests.fakes.sandbox import FakeLanguages, FakeSandbox, printing
from tests.fakes.store import MemoryStore
from tests.fakes.subjects import CHALLENGE, CODE, RIGHT

ADA, BEN = LearnerId("ada"), LearnerId("ben")
HINT = MentorAsk(kind=MentorKind.HINT)
REVIEW = MentorAsk(kind=MentorKind.REVIEW)
ENOUGH = DailyAllowance(calls=100, tokens=10_000_000)
MACHINE = Machine(languages=FakeLanguages())
LATE = MentorFault("http://10.0.0.1 did not answer.", failure=MentorFailure.DEADLINE)


def _program(code: bytes = CODE) -> Program:
    return Program(language="python", files=(SourceFile("main.py", code),), main="main.py")


def _runs(program: Program, run: CaseRun) -> Execution:
    """Add where the text has a plus sign, fail where it raises, else subtract."""
    code = program.files[0].content
    if b"raise" in code:
        return Execution(exit_code=1, stderr=b"ValueError: no\n", cpu_seconds=0.01, peak_memory_bytes=1)
    first, second = map(int, (run.stdin or b"3 2").split())
    return printing(b"%d\n" % (first + second if b"+" in code else first - second))


@dataclass(frozen=True)
class _Judging:
    """Judges at once; meets ``SentJudging``."""

    desk: _Desk
    learner: LearnerId
    cancel: Cancel

    def submitted(self, program: Program, challenge_id: str) -> tuple[Judgement, str]:
        self.cancel.check()
        judging = prepare(program, self.desk.catalog.load(challenge_id), MACHINE)
        origin = Origin(learner=self.learner, source=Source.API)
        found = submit(self.desk.judge, judging, SilentProgress(), self.desk.store, origin)
        return found.judgement, found.recorded.uid

    def judged(self, request: JudgeRequest) -> Judgement:
        self.cancel.check()
        return self.desk.judge.judge(request, SilentProgress())


class _Desk:
    """The use case with all that stands around it."""

    def __init__(self, *script: Say, daily: DailyAllowance = ENOUGH) -> None:
        self.mentor, self.store, self.catalog = FakeMentor(list(script)), MemoryStore(), OneChallenge()
        self.judge = JudgeService(FakeSandbox(_runs), FakeLanguages())
        its_machine = replace(machine(), told=public_words)
        self.served = ServedMentor(
            mentor=self.mentor,
            judging_for=lambda learner, cancel: _Judging(self, learner, cancel),
            judge_for=lambda _: self.judge,
            catalog=self.catalog,
            programs=SentPrograms(catalog=self.catalog, machine=MACHINE, store=self.store),
            machine=its_machine,
            calls=self.store,
            allowances=Allowances(daily, self.store, its_machine.now),
        )

    def ask(self, ask: MentorAsk = HINT, code: bytes = CODE, learner: LearnerId = ADA) -> HintSource:
        sent = SentProgram(learner=learner, program=_program(code), challenge_id=CHALLENGE.id)
        return self.served.answer(sent, ask, CancelToken()).answer.call.source


def test_a_program_is_judged_once_and_recorded_for_its_learner() -> None:
    desk = _Desk()
    for learner in (ADA, ADA, BEN):
        assert desk.ask(learner=learner) is HintSource.MODEL
    assert [(each.learner, each.source) for each in desk.store.submissions] == [(ADA, Source.API), (BEN, Source.API)]
    assert {each.submission_uid for each in desk.store.calls} == {each.uid for each in desk.store.submissions}
    assert [(each.learner, each.level) for each in desk.store.calls] == [(ADA, 1), (ADA, 2), (BEN, 1)]


def test_a_submission_is_named_by_its_number_and_by_its_owner_alone() -> None:
    desk = _Desk()
    desk.ask()
    given = desk.served.answer(SentNumber(learner=ADA, number=1), REVIEW, CancelToken())
    assert given.subject.submission_uid == desk.store.submissions[0].uid
    with pytest.raises(UserFileError, match="There is no submission 1"):
        desk.served.answer(SentNumber(learner=BEN, number=1), REVIEW, CancelToken())


def test_hint_beyond_the_allowance_comes_from_here_and_says_why() -> None:
    desk = _Desk(daily=DailyAllowance(calls=1, tokens=10_000_000))
    assert desk.ask() is HintSource.MODEL
    sent = SentProgram(learner=ADA, program=_program(), challenge_id=CHALLENGE.id)
    given = desk.served.answer(sent, HINT, CancelToken()).answer
    assert given.call.source is not HintSource.MODEL
    assert "Your questions to Claude of this day are used up." in given.notes[0]
    assert given.failure is MentorFailure.BUDGET
    assert desk.ask(learner=BEN) is HintSource.MODEL
    assert len(desk.mentor.prompts) == 2


def test_review_beyond_the_allowance_is_a_fault_with_the_time_to_wait() -> None:
    desk = _Desk(daily=DailyAllowance(calls=0, tokens=10_000_000))
    with pytest.raises(MentorFault) as caught:
        desk.ask(REVIEW)
    assert caught.value.failure is MentorFailure.BUDGET
    assert caught.value.retry_after_seconds
    assert desk.mentor.prompts == []


def test_remembered_answer_costs_no_allowance() -> None:
    desk = _Desk(daily=DailyAllowance(calls=1, tokens=10_000_000))
    for _ in range(3):
        assert desk.ask(REVIEW) is HintSource.MODEL
    assert len(desk.mentor.prompts) == 1


def test_parallel_questions_cannot_pass_the_allowance() -> None:
    """Twenty at a time, of which the allowance holds five: all are under way before the first is answered."""
    arrived = threading.Barrier(5)

    def together(prompt: Prompt) -> str:
        arrived.wait(60)
        return FakeMentor.valid(prompt)

    desk = _Desk(together, daily=DailyAllowance(calls=5, tokens=10_000_000))
    sources: list[HintSource] = []

    def one(number: int) -> None:
        sources.append(desk.ask(code=CODE + b"# %d\n" % number))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(sources) == 20
    assert sources.count(HintSource.MODEL) == len(desk.mentor.prompts) == 5


def test_question_without_an_answer_is_charged_by_its_estimate() -> None:
    desk = _Desk(LATE, daily=DailyAllowance(calls=1, tokens=10_000_000))
    with pytest.raises(MentorFault, match="did not answer"):
        desk.ask(REVIEW)
    (call,) = desk.store.calls
    assert (call.input_tokens, call.answer) == (desk.mentor.prompts[0].most_tokens, "{}")
    with pytest.raises(MentorFault) as caught:
        desk.ask(REVIEW)
    assert caught.value.failure is MentorFailure.BUDGET


def test_notes_say_nothing_of_the_servers_own() -> None:
    desk = _Desk(LATE)
    sent = SentProgram(learner=ADA, program=_program(), challenge_id=CHALLENGE.id)
    (note,) = desk.served.answer(sent, HINT, CancelToken()).answer.notes
    assert note.startswith("Claude did not answer in time. ")
    assert "10.0.0.1" not in note


def test_cancelled_question_ends_and_is_charged() -> None:
    token = CancelToken()

    def leaves(_prompt: Prompt) -> str:
        token.cancel()
        raise CancelledError

    desk = _Desk(leaves, FakeMentor.valid)
    sent = SentProgram(learner=ADA, program=_program(), challenge_id=CHALLENGE.id)
    with pytest.raises(CancelledError):
        desk.served.answer(sent, HINT, token)
    assert [(each.answer, each.input_tokens > 0) for each in desk.store.calls] == [("{}", True)]
    assert desk.ask() is HintSource.MODEL


def test_question_cancelled_before_judges_nothing() -> None:
    desk, token = _Desk(), CancelToken()
    token.cancel()
    sent = SentProgram(learner=ADA, program=_program(), challenge_id=CHALLENGE.id)
    with pytest.raises(CancelledError):
        desk.served.answer(sent, HINT, token)
    assert desk.store.submissions == []


@pytest.mark.parametrize(
    ("code", "verdict"), [(RIGHT, Verdict.AC), (CODE, Verdict.AC), (b"raise ValueError\n", Verdict.RTE)]
)
def test_program_without_a_challenge_is_run_and_not_recorded(code: bytes, verdict: Verdict) -> None:
    desk = _Desk()
    sent = SentProgram(learner=ADA, program=_program(code), stdin=b"7 5\n")
    given = desk.served.answer(sent, REVIEW, CancelToken())
    assert given.subject.judgement.verdict is verdict
    assert (given.subject.challenge.id, desk.store.submissions) == ("", [])
    assert given.answer.call.source is HintSource.MODEL
    assert "add-two" not in desk.mentor.sent
    assert "ran to its end" in desk.mentor.sent


def test_error_message_of_the_learners_stands_among_the_data_and_makes_another_question() -> None:
    desk = _Desk()
    told = replace(HINT, level=1, error_message="NameError: x \x1b[0m")
    for ask in (replace(HINT, level=1), told, told):
        desk.ask(ask)
    assert len(desk.mentor.prompts) == 2
    packet, task = desk.mentor.prompts[1].texts.packet, desk.mentor.prompts[1].texts.task
    assert "error message that the learner reports\nNameError: x" in packet
    assert "NameError" not in task
