"""Programs that come in a request: for a challenge, for nothing at all, or submitted before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestCase, TestSuite
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import RecordedSubmission
from codementor_cli.ports import Catalog, Submissions
from codementor_cli.services.judging.submit import Machine, prepare
from codementor_cli.services.mentor.subject import is_same, subject_of

_NO_CHALLENGE = Challenge(
    id="",
    title="A program without a challenge",
    difficulty=Difficulty.EASY,
    description="",
    instructions=(
        "The learner sent this program without a task. The judge ran it once, with the input that came with it, and"
        " compared nothing: accepted means that it ran to its end."
    ),
    suite=TestSuite(tests=()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentProgram:
    """A program that a learner sent."""

    learner: LearnerId
    program: Program
    challenge_id: str = ""
    """Empty: it is for no challenge."""
    stdin: bytes = b""
    """Input of its run, where it is for no challenge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNumber:
    """A submission of a learner's, by its number."""

    learner: LearnerId
    number: int


class SentJudging(Protocol):
    """Judges the programs of one learner's question.

    Both methods raise ``UserFileError`` where a program cannot be judged, ``QueueFullError`` where too many wait,
    ``EnvironmentFault`` where there is no sandbox, ``CancelledError`` where the question was cancelled.
    """

    def submitted(self, program: Program, challenge_id: str) -> tuple[Judgement, str]:
        """Judge by a challenge and record it; return the submission's uid too, empty where it was not recorded."""

    def judged(self, request: JudgeRequest) -> Judgement:
        """Judge; nothing is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPrograms:
    """Finds judged programs for a server; threads share it."""

    catalog: Catalog
    machine: Machine
    store: Submissions

    def find(self, sent: SentProgram | SentNumber, judging: SentJudging) -> MentorSubject:
        """Return the judged program; one that is judged now for a challenge is recorded.

        Raises:
            UserFileError: There is no such challenge or submission, or the challenge does not take the language.
            StoreFault: The submissions cannot be read.
            CodementorError: It must be judged, and cannot be; see ``SentJudging``.
        """
        if isinstance(sent, SentNumber):
            recorded = self.store.submission(sent.learner, sent.number)
            last = recorded.submission
            again = SentProgram(learner=sent.learner, program=last.program, challenge_id=last.challenge.id)
            return self._for_challenge(again, recorded, judging)
        if not sent.challenge_id:
            return self._alone(sent, judging)
        return self._for_challenge(sent, self.store.latest(sent.learner, sent.challenge_id), judging)

    def _for_challenge(
        self, sent: SentProgram, known: RecordedSubmission | None, judging: SentJudging
    ) -> MentorSubject:
        """Return the subject of a program for a challenge, as it was judged before if nothing has changed since."""
        challenge = self.catalog.load(sent.challenge_id)
        prepared = prepare(sent.program, challenge, self.machine)
        if known is not None and is_same(known, prepared.request.program, challenge):
            last = known.submission
            return subject_of(sent.learner, challenge, prepared, last.judgement, last.uid)
        judgement, uid = judging.submitted(sent.program, sent.challenge_id)
        return subject_of(sent.learner, challenge, prepared, judgement, uid)

    def _alone(self, sent: SentProgram, judging: SentJudging) -> MentorSubject:
        """Return the subject of a program for no challenge, which is run once."""
        case = TestCase(name="the run", input=sent.stdin, expected=b"")
        challenge = replace(_NO_CHALLENGE, suite=TestSuite(tests=(case,)))
        prepared = prepare(sent.program, challenge, self.machine)
        return subject_of(sent.learner, challenge, prepared, _as_run(judging.judged(prepared.request)))


def _as_run(judgement: Judgement) -> Judgement:
    """Return the judgement of a run: with nothing to compare, a program that ends by itself is accepted."""
    results = tuple(map(_ran, judgement.results))
    if judgement.verdict not in {Verdict.WA, Verdict.AC}:
        return replace(judgement, results=results)
    return replace(judgement, results=results, verdict=Verdict.AC, score=judgement.max_score, feedback="")


def _ran(result: CaseResult) -> CaseResult:
    if result.verdict is not Verdict.WA:
        return result
    accepted = replace(result, verdict=Verdict.AC, points=result.max_points, expected=result.actual)
    return replace(accepted, difference=None, reason="")
