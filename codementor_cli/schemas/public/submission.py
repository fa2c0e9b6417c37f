"""``codementor show --json``: one past submission in full."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind
from codementor_cli.domain.practice.submission import RecordedSubmission, Source
from codementor_cli.schemas.public.base import Schema, clean, text
from codementor_cli.schemas.public.judgement import TestReport, suite_report


class FileReport(Schema):
    """One file of a program."""

    path: str
    content: str
    """What is not UTF-8 is U+FFFD."""


class AnswerReport(Schema):
    """One hint or review that was given."""

    kind: MentorKind
    level: int
    """0 where the kind has none."""
    source: HintSource
    question: str
    """What the learner asked; usually empty."""
    answer: Any
    """As ``codementor hint --json``, ``review --json`` or ``analyze --json`` printed it."""
    created_at: datetime
    """UTC."""


class SubmissionReport(Schema):
    """One past submission; of hidden cases, input, expected, actual and stderr are null."""

    id: int
    uid: str
    """The same wherever the submission is imported."""
    challenge_id: str
    language: str
    verdict: Verdict
    score: float
    max_score: float
    feedback: str
    created_at: datetime
    """UTC."""
    source: Source
    file: str | None
    """Where it was on this machine; null where it came over stdin or from another machine."""
    main: str
    """The path of the file that starts."""
    files: list[FileReport]
    test_results: TestReport
    answers: list[AnswerReport]
    """Oldest first."""


def submission_report(
    recorded: RecordedSubmission, calls: Sequence[MentorCall], *, shows_hidden: bool = False
) -> SubmissionReport:
    """Return the JSON of a submission and of the answers given on it.

    Args:
        recorded: The submission.
        calls: The answers.
        shows_hidden: Whether the reader may see the data of hidden cases.
    """
    submission = recorded.submission
    program, judgement = submission.program, submission.judgement
    return SubmissionReport(
        id=recorded.number,
        uid=submission.uid,
        challenge_id=submission.challenge.id,
        language=program.language,
        verdict=judgement.verdict,
        score=judgement.score,
        max_score=judgement.max_score,
        feedback=judgement.feedback,
        created_at=submission.created_at.astimezone(UTC),
        source=submission.source,
        file=submission.file or None,
        main=program.main,
        files=[FileReport(path=each.path, content=text(each.content)) for each in program.files],
        test_results=suite_report(judgement, shows_hidden=shows_hidden),
        answers=[_answer(each) for each in calls],
    )


def _answer(call: MentorCall) -> AnswerReport:
    return AnswerReport(
        kind=call.kind,
        level=call.level,
        source=call.source,
        question=call.question,
        answer=_parsed(call.answer),
        created_at=call.created_at.astimezone(UTC),
    )


def _parsed(answer: str) -> Any:
    """Return an answer as plain data; one that is no JSON, as text."""
    try:
        return json.loads(clean(answer), parse_constant=str)
    except ValueError:
        return clean(answer)
