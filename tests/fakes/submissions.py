"""Submissions and hints as a store would keep them, for tests of what shows them."""

from __future__ import annotations

from datetime import UTC, datetime

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import ChallengeVersion, HistoryEntry, Source, Submission

AT = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
HIDDEN_WORD = "canary"
"""Is in every piece of data of the hidden case, and must never come out."""
CODE = b"a, b = map(int, input().split())\nprint(a - b)\n"

VISIBLE = CaseResult(
    index=0,
    name="small",
    description="",
    hidden=False,
    verdict=Verdict.WA,
    points=0,
    max_points=50,
    input=b"1 2\n",
    expected=b"3\n",
    actual=b"-1\n",
    execution=Execution(exit_code=0, cpu_seconds=0.01, wall_seconds=0.015),
    difference=ExplainedDifference(
        line=1, column=1, expected_line="3", actual_line="-1", explanation="The signs differ."
    ),
    reason="The signs differ.",
)
HIDDEN = CaseResult(
    index=1,
    name="secret",
    description="",
    hidden=True,
    verdict=Verdict.WA,
    points=0,
    max_points=50,
    input=b"canary 1\n",
    expected=b"canary 2\n",
    actual=b"canary 3\n",
    prints=b"canary 4\n",
    execution=Execution(exit_code=0, wall_seconds=0.02, stdout=b"canary 5\n", stderr=b"canary 6\n"),
    difference=ExplainedDifference(
        line=1, column=1, expected_line="canary", actual_line="canary", explanation="canary 7"
    ),
    reason="The answer is wrong.",
)


def submission(  # noqa: PLR0913 - a test names the one thing that it is about
    uid: str = "0" * 32,
    *,
    verdict: Verdict = Verdict.WA,
    results: tuple[CaseResult, ...] = (VISIBLE, HIDDEN),
    files: tuple[SourceFile, ...] = (SourceFile("sums.py", CODE),),
    created_at: datetime = AT,
    challenge_id: str = "add-two",
) -> Submission:
    """Return a submission that fails a visible and a hidden case, unless told otherwise."""
    return Submission(
        uid=uid,
        learner=LOCAL,
        created_at=created_at,
        source=Source.CLI,
        challenge=ChallengeVersion(
            id=challenge_id,
            digest="0" * 64,
            title="Add Two",
            difficulty=Difficulty.EASY,
            tags=("sums",),
            max_score=100,
        ),
        program=Program(language="python", files=files, main=files[0].path),
        file="/home/learner/sums.py",
        judgement=Judgement(
            verdict=verdict,
            results=results,
            total_count=2,
            score=sum(each.points for each in results),
            max_score=100,
            language="python",
            sandbox="bubblewrap",
            feedback="Look at small.",
        ),
    )


def entry(
    number: int,
    challenge_id: str = "add-two",
    verdict: Verdict = Verdict.WA,
    created_at: datetime = AT,
    language: str = "python",
) -> HistoryEntry:
    """Return a line of a history."""
    return HistoryEntry(
        number=number,
        challenge_id=challenge_id,
        language=language,
        verdict=verdict,
        score=50,
        max_score=100,
        passed_count=6,
        total_count=12,
        wall_seconds=0.25,
        created_at=created_at,
        source=Source.CLI,
    )


def call(answer: str, kind: MentorKind = MentorKind.HINT, level: int = 1, question: str = "") -> MentorCall:
    """Return an answer that was given on the submission above."""
    return MentorCall(
        uid="1" * 32,
        learner=LOCAL,
        created_at=AT,
        kind=kind,
        challenge_id="add-two",
        submission_uid="0" * 32,
        state="",
        question=question,
        level=level,
        source=HintSource.CHALLENGE,
        answer=answer,
        checks="passed",
    )
