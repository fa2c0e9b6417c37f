"""Two learners on one database: many threads record, ask and read at once, and nothing is mixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from uuid import uuid4

from codementor_cli.domain.challenge.challenge import Challenge, ChallengeSummary, ReferenceSubmission
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import CaseRun, Execution
from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import HistoryQuery, Submission
from codementor_cli.errors import ProblemsError
from codementor_cli.ports import Store
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.mentor.mentor import MentorService
from codementor_cli.store import open_sqlite
from tests.contract.kept import kept_call, kept_submission
from tests.contract.test_store_threads import at_once
from tests.fakes.mentor import FakeMentor, machine
from tests.fakes.sandbox import FakeLanguages, FakeSandbox
from tests.fakes.store import MemoryStore
from tests.fakes.subjects import CHALLENGE, subject

_ADA, _BO = LearnerId("ada"), LearnerId("bo")
_FIRST_UIDS = {_ADA: 1, _BO: 100_001}
_RECORDS = 600
_PROGRAMS = 60
_RUNGS = 3
_HINT = MentorAsk(kind=MentorKind.HINT, offline=True)


class _OneChallenge:
    """A catalog of one challenge without reference submissions."""

    def summaries(self) -> Iterator[ChallengeSummary | ProblemsError]:
        return iter(())

    def ids(self) -> tuple[str, ...]:
        return (CHALLENGE.id,)

    def load(self, challenge_id: str) -> Challenge:
        return CHALLENGE

    def starter(self, challenge: Challenge, language: str) -> SourceFile | None:
        return None

    def references(self, challenge: Challenge) -> tuple[ReferenceSubmission, ...]:
        return ()


def _never(program: Program, run: CaseRun) -> Execution:
    raise AssertionError("A hint from the challenge's ladder judges nothing.")


def _submissions(learner: LearnerId, start: int) -> list[Submission]:
    """Return submissions to two challenges in an order of their own; no two have the same uid."""
    kinds = Random(start)
    made = [
        kept_submission(
            start + number,
            number,
            learner=learner,
            challenge_id=kinds.choice(["equal-trays", "even-load"]),
            verdict=kinds.choice([Verdict.AC, Verdict.WA]),
        )
        for number in range(_RECORDS)
    ]
    return kinds.sample(made, len(made))


def test_two_learners_in_many_threads_mix_nothing_and_climb_ladders_of_their_own(tmp_path: Path) -> None:
    made = {
        learner: (_submissions(learner, start), _submissions(learner, start + 50_000))
        for learner, start in _FIRST_UIDS.items()
    }
    rungs: dict[LearnerId, list[int]] = {_ADA: [], _BO: []}

    def record(store: Store, submissions: Sequence[Submission]) -> None:
        for each in submissions:
            number = store.record(each)
            assert store.submission(each.learner, number).submission == each
            store.record_mentor_call(kept_call(int(each.uid, 16), learner=each.learner, submission_uid=each.uid))
            (call,) = store.mentor_calls_of(each.learner, each.uid)
            assert call.learner == each.learner

    def ask(store: Store, learner: LearnerId) -> None:
        # Both learners hand in the same programs: but for the learner, each question is asked by both.
        judge = JudgeService(FakeSandbox(_never), FakeLanguages())
        mentor_machine = replace(machine(), token=lambda: uuid4().hex)
        service = MentorService(FakeMentor([]), judge, _OneChallenge(), mentor_machine, store)
        for number in range(_PROGRAMS):
            about = replace(subject(files=(SourceFile("main.py", b"print(%d)" % number),)), learner=learner)
            rungs[learner] += [service.answer(about, _HINT).call.level for _ in range(_RUNGS)]

    with closing(open_sqlite(tmp_path / "shared.db")) as store:
        records = [partial(record, store, each) for pair in made.values() for each in pair]
        at_once(*records, partial(ask, store, _ADA), partial(ask, store, _BO))
        for learner, pair in made.items():
            alone = MemoryStore(submissions=[*pair[0], *pair[1]])
            assert store.practice(learner) == alone.practice(learner)
            assert store.page(learner, HistoryQuery()).total == 2 * _RECORDS
            assert len(store.mentor_calls(learner, "equal-trays")) == 2 * _RECORDS
            assert rungs[learner] == [1, 2, 3] * _PROGRAMS
