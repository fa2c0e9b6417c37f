from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.judging.execution import CaseRun, Execution
from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.mentor.mentoring import HintSource, MentorKind, Prompt, Reply
from codementor_cli.domain.practice.learner import LOCAL, LearnerId
from codementor_cli.errors import EnvironmentFault, MentorFailure, MentorFault, StoreFault, UsageError
from codementor_cli.ports import Cancel, Session
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.judging.submit import Machine
from codementor_cli.services.mentor.mentor import MentorService
from codementor_cli.services.mentor.mentoring import Mentoring
from codementor_cli.services.mentor.subject import Subjects, Target
from tests.fakes.mentor import FakeMentor, machine
from tests.fakes.one_challenge import OneChallenge
from tests.fakes.sandbox import FakeLanguages, FakeSandbox, printing
from tests.fakes.store import MemoryStore
from tests.fakes.subjects import CHALLENGE, CODE, RIGHT

HINT = MentorAsk(kind=MentorKind.HINT)
REVIEW = MentorAsk(kind=MentorKind.REVIEW)
NO_KEY = MentorFault("There is no key.", failure=MentorFailure.NO_KEY)


class _Keyless(FakeMentor):
    """Has no key, and must not be asked."""

    def check(self) -> None:
        raise NO_KEY

    def ask(self, prompt: Prompt, deadline_seconds: float, cancel: Cancel | None = None) -> Reply:
        raise AssertionError(prompt)


@dataclass
class _Heard:
    """Remembers what a listener hears."""

    lines: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    faults: list[StoreFault] = field(default_factory=list)

    def working(self, line: str) -> None:
        self.lines.append(line)

    def remembered(self, file: str) -> None:
        self.files.append(file)

    def not_recorded(self, fault: StoreFault) -> None:
        self.faults.append(fault)


def _runs(program: Program, run: CaseRun) -> Execution:
    """Add where the text has a plus sign, else subtract."""
    first, second = map(int, run.stdin.split())
    return printing(b"%d\n" % (first + second if b"+" in program.files[0].content else first - second))


class _Desk:
    """The use case with all that stands around it; a program's text is chosen by its file name."""

    def __init__(self, mentor: FakeMentor | None = None) -> None:
        self.catalog, self.store, self.heard = OneChallenge(), MemoryStore(), _Heard()
        self.texts = {"a.py": CODE, "right.py": RIGHT}
        self.sandbox = FakeSandbox(_runs)
        self.mentor = mentor or FakeMentor()
        judge = JudgeService(self.sandbox, FakeLanguages())
        self.subjects = Subjects(
            catalog=self.catalog,
            read_program=self._program,
            judge=judge,
            machine=Machine(languages=FakeLanguages()),
            store=self.store,
        )
        service = MentorService(self.mentor, judge, self.catalog, machine(), self.store)
        self.mentoring = Mentoring(self.mentor, self.subjects, service)

    def _program(self, file: str) -> Program:
        return Program(language="python", files=(SourceFile("main.py", self.texts[Path(file).name]),), main="main.py")

    @property
    def judged_count(self) -> int:
        return sum(each.startswith("Judging") for each in self.heard.lines)


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    monkeypatch.chdir(tmp_path)
    for name in ("a.py", "right.py"):
        (tmp_path / name).touch()
    return Target(learner=LOCAL, file="a.py", challenge_id=CHALLENGE.id)


def test_a_program_is_judged_and_recorded_once_while_it_stays_the_same(target: Target) -> None:
    desk = _Desk()
    first, second = (desk.subjects.find(target, desk.heard) for _ in range(2))
    assert (desk.judged_count, len(desk.store.submissions)) == (1, 1)
    assert first.submission_uid == second.submission_uid == desk.store.submissions[0].uid
    assert first.state == second.state


def test_a_program_or_a_challenge_that_changed_is_judged_again(target: Target) -> None:
    desk = _Desk()
    desk.subjects.find(target, desk.heard)
    desk.texts["a.py"] += b"\n# another\n"
    desk.subjects.find(target, desk.heard)
    assert desk.judged_count == 2
    desk.catalog.challenge = replace(CHALLENGE, suite=replace(CHALLENGE.suite, tests=CHALLENGE.suite.tests[:1]))
    desk.subjects.find(target, desk.heard)
    assert (desk.judged_count, len(desk.store.submissions)) == (3, 3)


def test_the_last_submission_says_what_was_left_out_to_its_learner_alone(target: Target) -> None:
    desk = _Desk()
    desk.subjects.find(target, desk.heard)
    found = desk.subjects.find(Target(learner=LOCAL), desk.heard)
    assert (found.program.files[0].content, desk.heard.files) == (CODE, ["a.py"])
    with pytest.raises(UsageError, match="nothing was submitted yet") as caught:
        desk.subjects.find(Target(learner=LearnerId("ada"), command="review"), desk.heard)
    assert caught.value.next_step == "codementor review FILE --challenge ID"


def test_a_file_that_was_not_submitted_needs_a_challenge(target: Target) -> None:
    with pytest.raises(UsageError, match="Say which challenge") as caught:
        _Desk().subjects.find(replace(target, challenge_id=None), _Heard())
    assert caught.value.next_step == "codementor hint a.py --challenge ID\ncodementor challenges list"


def test_a_submission_that_cannot_be_recorded_is_answered_all_the_same(target: Target) -> None:
    desk = _Desk()
    subjects = replace(desk.subjects, store=_ReadOnly())
    assert subjects.find(target, desk.heard).submission_uid == ""
    assert "was not recorded. It is read-only." in desk.heard.faults[0].message


class _ReadOnly(MemoryStore):
    def record(self, submission: object) -> int:
        raise StoreFault("It is read-only.")


def test_programs_of_an_evaluation_take_their_challenge_from_a_folder_and_are_not_recorded(target: Target) -> None:
    desk = _Desk()
    subject = desk.subjects.judged(Path(CHALLENGE.id) / "wrong" / "a.py", None)
    assert (subject.challenge.id, desk.store.submissions) == (CHALLENGE.id, [])
    with pytest.raises(UsageError, match="Nothing says which challenge"):
        desk.subjects.judged(Path("a.py"), None)


def test_without_a_key_a_hint_comes_from_here_and_says_why(target: Target) -> None:
    given = _Desk(_Keyless()).mentoring.answer(target, HINT, _Heard()).answer
    assert given.call.source is not HintSource.MODEL
    assert given.notes == ("There is no key. What is known here answers instead.",)


def test_without_a_key_a_review_is_refused_before_anything_is_judged(target: Target) -> None:
    desk = _Desk(_Keyless())
    with pytest.raises(MentorFault, match="no key"):
        desk.mentoring.answer(target, REVIEW, desk.heard)
    assert desk.judged_count == 0


def test_offline_needs_no_key_and_gives_no_reason(target: Target) -> None:
    given = _Desk(_Keyless()).mentoring.answer(target, replace(HINT, offline=True), _Heard()).answer
    assert given.notes == ()


def test_nobody_is_asked_for_a_hint_to_an_accepted_program(target: Target) -> None:
    desk = _Desk()
    given = desk.mentoring.answer(replace(target, file="right.py"), HINT, desk.heard).answer
    assert (given.call.source, desk.mentor.prompts) == (HintSource.DIAGNOSIS, [])


@pytest.mark.parametrize(
    ("ask", "note"),
    [
        (replace(HINT, question="Why?"), "Only Claude answers questions; what follows is no answer to yours."),
        (replace(HINT, answer_language="German"), "Without Claude, hints are in English."),
        (replace(HINT, level=9), "There are 4 levels; this is the last one."),
    ],
)
def test_what_was_asked_for_and_not_given_is_noted(target: Target, ask: MentorAsk, note: str) -> None:
    assert note in _Desk().mentoring.answer(target, replace(ask, offline=True), _Heard()).answer.notes


def test_what_would_be_sent_is_shown_without_a_key(target: Target) -> None:
    desk = _Desk(_Keyless())
    assert "add-two" not in desk.mentoring.prompt(target, HINT, desk.heard).texts.system


def test_a_judge_error_is_nothing_to_go_by(target: Target) -> None:
    desk = _Desk()
    broken = replace(desk.subjects, judge=JudgeService(_NoSandbox(_runs), FakeLanguages()))
    with pytest.raises(EnvironmentFault):
        broken.judged(Path(CHALLENGE.id) / "a.py", None)


class _NoSandbox(FakeSandbox):
    def open(self, program: Program, limits: Limits, lane_count: int) -> Session:
        raise EnvironmentFault("There is no sandbox.")
