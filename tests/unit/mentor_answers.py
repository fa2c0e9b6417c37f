"""Answers of every kind, for tests of what is printed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from codementor_cli.domain.mentor.answer import (
    Addressed,
    Analysis,
    Answer,
    Complexity,
    Evidence,
    Finding,
    FindingCategory,
    Hint,
    Hints,
    LevelHint,
    Review,
    Severity,
    Suggestion,
    SuggestionType,
)
from codementor_cli.domain.mentor.mentor_answer import MentorAnswer
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind
from codementor_cli.domain.practice.learner import LOCAL

HINT = Hint(hint="Look at 36.", confidence=0.8, suggested_approach="By hand.", next_steps=("Print it.", "Compare."))
HINTS = Hints(
    cause="It ends too soon.",
    hints=(
        LevelHint(level=1, text="Look at the loop.", line=2, addresses=Addressed.WRONG_ANSWER),
        LevelHint(level=2, text="When does it end?", line=3, addresses=Addressed.WRONG_ANSWER),
    ),
)
REVIEW = Review(
    overall_score=55,
    suggestions=(
        Suggestion(line=3, type=SuggestionType.EDGE_CASE, message="A square.", severity=Severity.CRITICAL),
        Suggestion(line=1, type=SuggestionType.STYLE, message="A name.", severity=Severity.INFO),
    ),
    strengths=("It ends early.",),
    improvements=("Try squares.",),
)
ANALYSIS = Analysis(
    summary="It tries all numbers.",
    complexity=Complexity(time="O(n)", space="O(1)", reason="One loop."),
    findings=(
        Finding(
            line=2,
            category=FindingCategory.EFFICIENCY,
            message="Half would do.",
            severity=Severity.MAJOR,
            evidence=Evidence.TIMING,
        ),
    ),
    feedback="Measure again.",
)
KINDS: dict[type[Answer], MentorKind] = {
    Hint: MentorKind.HINT,
    Hints: MentorKind.HINTS,
    Review: MentorKind.REVIEW,
    Analysis: MentorKind.ANALYSIS,
}


def given(answer: Answer = HINT, **changes: Any) -> MentorAnswer:
    """Return an answer of Claude's."""
    kind = KINDS[type(answer)]
    hint = kind is MentorKind.HINT
    call: dict[str, Any] = {
        "uid": "0" * 32,
        "learner": LOCAL,
        "created_at": datetime(2026, 11, 20, tzinfo=UTC),
        "kind": kind,
        "challenge_id": "add-two",
        "submission_uid": "",
        "state": "",
        "question": "",
        "level": 2 if hint else 0,
        "source": HintSource.MODEL,
        "answer": "",
        "checks": "passed",
        "model": "claude-sonnet-5-5",
        "request_ids": ("req_1",),
        "input_tokens": 2000,
        "output_tokens": 400,
        "latency_seconds": 1.5,
    }
    values: dict[str, Any] = {"answer": answer, "level_count": 4 if hint else 0}
    for name, value in changes.items():
        (call if name in call and name != "answer" else values)[name] = value
    return MentorAnswer(call=MentorCall(**call), **values)
