"""Two learners, each in a thread of their own, through one application on one database: nothing is mixed."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.mentoring import mentoring_of
from codementor_cli.bootstrap.practice import open_store
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import CaseRun, Execution
from codementor_cli.domain.mentor.mentor_answer import MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import HistoryQuery, Source
from codementor_cli.ports import Store
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.judging.submit import Submitted, prepare, submit
from codementor_cli.services.practice.submissions import Origin
from codementor_cli.settings import load_settings
from tests.fakes.sandbox import FakeSandbox, printing

ADA, BEN = LearnerId("ada"), LearnerId("ben")
COUNT = 1_500
"""Of judgements for each learner."""
ACCEPTED_EVERY = 50
HINT_EVERY = 75
CHALLENGE = """\
id: echo
title: Echo
difficulty: easy
description: Print the line that you read.
instructions: Print the line that you read.
hints: [Read the line., Print it.]
tests:
  - {name: one, input: one, expected: one}
  - {name: two, input: two, expected: two, hidden: true}
"""


def _program(learner: LearnerId, number: int) -> Program:
    content = f"{learner} {number}".encode()
    return Program(language="python", files=(SourceFile("main.py", content),), main="main.py")


def _behave(program: Program, run: CaseRun) -> Execution:
    """Print the input where the program is an accepted one, and else the program itself: so a mix-up shows."""
    content = program.files[0].content
    accepted = int(content.split()[1]) % ACCEPTED_EVERY == 0
    return printing(run.stdin if accepted else content)


class _Learner:
    """A learner at work in a thread."""

    def __init__(self, app: Application, store: Store, learner: LearnerId) -> None:
        self._app = app
        self._store = store
        self._learner = learner
        self.numbers: list[int] = []
        self.hinted: list[str] = []
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        try:
            for number in range(1, COUNT + 1):
                self._submit(number)
        except BaseException as error:  # noqa: BLE001  # for the test's own thread to raise
            self.error = error

    def _submit(self, number: int) -> None:
        challenge = self._app.catalog.load("echo")
        program = _program(self._learner, number)
        judging = prepare(program, challenge, self._app.machine)
        judge = self._app.judge_on(FakeSandbox(_behave))
        origin = Origin(learner=self._learner, source=Source.API)
        submitted = submit(judge, judging, SilentProgress(), self._store, origin)
        self._check(program, number, submitted)
        if number % HINT_EVERY == 1:
            subject = MentorSubject(
                challenge=challenge,
                program=program,
                language=judging.language,
                limits=judging.request.limits,
                judgement=submitted.judgement,
                submission_uid=submitted.recorded.uid,
                learner=self._learner,
            )
            service = mentoring_of(self._app, "", self._store, lambda _line: None).service
            ask = MentorAsk(kind=MentorKind.HINT, offline=True)
            assert [service.answer(subject, ask).call.level for _ in range(2)] == [1, 2]
            self.hinted.append(submitted.recorded.uid)

    def _check(self, program: Program, number: int, submitted: Submitted) -> None:
        judgement, recorded = submitted.judgement, submitted.recorded
        accepted = number % ACCEPTED_EVERY == 0
        assert judgement.verdict is (Verdict.AC if accepted else Verdict.WA)
        assert accepted or {each.actual for each in judgement.results} == {program.files[0].content}
        assert recorded.number is not None
        self.numbers.append(recorded.number)


def test_two_threads_judge_hint_and_record_for_two_learners(tmp_path: Path) -> None:
    (tmp_path / "challenges" / "echo").mkdir(parents=True)
    (tmp_path / "challenges" / "echo" / "challenge.yaml").write_text(CHALLENGE)
    settings = load_settings({}, {"DATABASE_URL": "sqlite:///all.db"}, tmp_path, tmp_path / "no-user-file")
    with Application(settings) as app, closing(open_store(app)) as store:
        learners = {each: _Learner(app, store, each) for each in (ADA, BEN)}
        for each in learners.values():
            each.thread.start()
        for each in learners.values():
            each.thread.join()
            if each.error is not None:
                raise each.error

        assert sorted(learners[ADA].numbers + learners[BEN].numbers) == list(range(1, 2 * COUNT + 1))
        for learner, work in learners.items():
            _check_store(store, learner, work)


def _check_store(store: Store, learner: LearnerId, work: _Learner) -> None:
    """Compare what is kept of a learner with what the learner did."""
    page = store.page(learner, HistoryQuery(limit=2 * COUNT))
    assert [each.number for each in page.entries] == list(reversed(work.numbers))
    for number, place in enumerate(work.numbers, 1):
        kept = store.submission(learner, place).submission
        assert (kept.learner, kept.program) == (learner, _program(learner, number))
    progress = store.progress(learner, "echo")
    assert progress is not None
    assert (progress.submission_count, progress.submissions_to_accepted) == (COUNT, ACCEPTED_EVERY)
    calls = store.mentor_calls(learner, "echo")
    assert [(each.learner, each.submission_uid, each.level) for each in calls] == [
        (learner, uid, level) for uid in work.hinted for level in (1, 2)
    ]
