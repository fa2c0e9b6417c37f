"""An answer's JSON, read and written."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from codementor_cli.domain.mentor.answer import (
    CODE_CHARACTERS,
    LONG_CHARACTERS,
    PASSING_SCORE,
    POINT_COUNT,
    SHORT_CHARACTERS,
    STEP_COUNT,
    SUGGESTION_COUNT,
    SUMMARY_CHARACTERS,
    UNSEEN_CONFIDENCE,
    Addressed,
    Analysis,
    Answer,
    AnswerFrame,
    AnswerProblem,
    Complexity,
    Evidence,
    Finding,
    FindingCategory,
    Hint,
    Hints,
    LevelHint,
    Repair,
    Review,
    Severity,
    Suggestion,
    SuggestionType,
)
from codementor_cli.domain.mentor.mentoring import LEVEL_COUNT, MentorKind
from codementor_cli.text.untrusted import stripped

KEYS = {"suggested_approach": "suggestedApproach", "next_steps": "nextSteps"}
"""Fields that have another name in the contract; it keeps underscores in all others."""
_LARGEST_TEXT = 1 << 22
_PERCENT = 100
_LEAST_PERCENT = 2

Word = TypeVar("Word", bound=StrEnum)
Object = Mapping[str, Any]


class _Place(NamedTuple):
    """A line of the main file, and what is said of it."""

    line: int
    text: str


class _UnusableError(Exception):
    """Something that no normalising mends."""


def read_answer(kind: MentorKind, text: str, frame: AnswerFrame) -> Answer | AnswerProblem:
    """Return an answer, normalised and valid; what cannot be made so is a problem, never an exception."""
    if len(text) > _LARGEST_TEXT:
        return AnswerProblem("The answer is too long.")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return AnswerProblem("The answer is not JSON.")
    if not isinstance(value, dict):
        return AnswerProblem("The answer is not a JSON object.")
    try:
        return _READERS[kind](value, frame)
    except _UnusableError as error:
        return AnswerProblem(str(error))


def written(answer: Answer) -> str:
    """Return an answer as the JSON of the contract, for keeping; ``read_answer`` reads it again."""
    value = {KEYS.get(name, name): each for name, each in asdict(answer).items()}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _hint(value: Object, frame: AnswerFrame) -> Hint:
    confidence = _number(value, "confidence")
    if _LEAST_PERCENT <= confidence <= _PERCENT:
        # A percentage: the schema says 0 to 1, and nothing enforces it.
        confidence /= _PERCENT
    most = 1.0 if frame.sees_failure else UNSEEN_CONFIDENCE
    return Hint(
        hint=_text(value, "hint", LONG_CHARACTERS),
        confidence=round(min(max(confidence, 0.0), most), 4),
        suggested_approach=_text(value, "suggestedApproach", LONG_CHARACTERS),
        next_steps=_texts(value, "nextSteps", STEP_COUNT, least=1),
    )


def _hints(value: Object, frame: AnswerFrame) -> Hints:
    every = [_level_hint(each, place) for each, place in _placed(value, "hints", frame, "text", LONG_CHARACTERS)]
    if not every:
        raise _UnusableError("The answer has no hint that can be used.")
    ordered = sorted(every, key=lambda each: each.level)
    return Hints(cause=_text(value, "cause", LONG_CHARACTERS), hints=tuple(ordered[:LEVEL_COUNT]))


def _level_hint(value: Object, place: _Place) -> LevelHint:
    level = min(max(_whole(value.get("level"), 1), 1), LEVEL_COUNT)
    return LevelHint(
        level=level, addresses=_word(value, "addresses", Addressed.DESIGN), text=place.text, line=place.line
    )


def _review(value: Object, frame: AnswerFrame) -> Review:
    suggestions = [_suggestion(each, place) for each, place in _placed(value, "suggestions", frame)]
    return Review(
        overall_score=_score(value, frame),
        suggestions=tuple(dict.fromkeys(suggestions))[:SUGGESTION_COUNT],
        strengths=_texts(value, "strengths", POINT_COUNT),
        improvements=_texts(value, "improvements", POINT_COUNT),
    )


def _score(value: Object, frame: AnswerFrame) -> int:
    """Return the score, on the verdict's side of the line."""
    score = _number(value, "overall_score")
    least, most = (PASSING_SCORE, 100) if frame.accepted else (0, PASSING_SCORE - 1)
    if frame.accepted is None:
        least, most = 0, 100
    return round(min(max(score, least), most))


def _suggestion(value: Object, place: _Place) -> Suggestion:
    return Suggestion(
        line=place.line,
        type=_word(value, "type", SuggestionType.BEST_PRACTICE),
        message=place.text,
        severity=_word(value, "severity", Severity.INFO),
    )


def _analysis(value: Object, frame: AnswerFrame) -> Analysis:
    complexity = value.get("complexity")
    if not isinstance(complexity, dict):
        raise _UnusableError("The answer's complexity is not an object.")
    findings = [_finding(each, place) for each, place in _placed(value, "findings", frame)]
    return Analysis(
        summary=_text(value, "summary", SUMMARY_CHARACTERS),
        complexity=Complexity(
            time=_text(complexity, "time", SHORT_CHARACTERS),
            space=_text(complexity, "space", SHORT_CHARACTERS),
            reason=_maybe_text(complexity, "reason", LONG_CHARACTERS),
        ),
        findings=tuple(dict.fromkeys(findings))[:SUGGESTION_COUNT],
        feedback=_text(value, "feedback", SUMMARY_CHARACTERS),
    )


def _finding(value: Object, place: _Place) -> Finding:
    return Finding(
        line=place.line,
        category=_word(value, "category", FindingCategory.STRUCTURE),
        message=place.text,
        severity=_word(value, "severity", Severity.INFO),
        evidence=_word(value, "evidence", Evidence.CODE),
    )


def _repair(value: Object, _frame: AnswerFrame) -> Repair:
    code = value.get("code")
    if not isinstance(code, str) or not code.strip() or len(code) > CODE_CHARACTERS:
        raise _UnusableError("The answer has no code.")
    # Lone surrogates are in no file that can be written.
    return Repair(code=code.encode(errors="replace").decode())


_READERS: Mapping[MentorKind, Callable[[Object, AnswerFrame], Answer]] = {
    MentorKind.HINT: _hint,
    MentorKind.HINTS: _hints,
    MentorKind.REVIEW: _review,
    MentorKind.ANALYSIS: _analysis,
    MentorKind.REPAIR: _repair,
}


def _shortened(text: str, limit: int) -> str:
    text = stripped(text[: 4 * limit])
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _maybe_text(value: Object, key: str, limit: int) -> str:
    text = value.get(key)
    return _shortened(text, limit) if isinstance(text, str) else ""


def _text(value: Object, key: str, limit: int) -> str:
    text = _maybe_text(value, key, limit)
    if not text:
        raise _UnusableError(f"The answer has no {key}.")
    return text


def _texts(value: Object, key: str, most: int, *, least: int = 0) -> tuple[str, ...]:
    found = value.get(key)
    every = [found] if isinstance(found, str) else found
    if not isinstance(every, list):
        raise _UnusableError(f"The answer's {key} is no list.")
    kept = [_shortened(each, SHORT_CHARACTERS) for each in every if isinstance(each, str)]
    kept = list(dict.fromkeys(filter(None, kept)))[:most]
    if len(kept) < least:
        raise _UnusableError(f"The answer's {key} is empty.")
    return tuple(kept)


def _placed(
    value: Object, key: str, frame: AnswerFrame, text_key: str = "message", most: int = SHORT_CHARACTERS
) -> Iterator[tuple[Object, _Place]]:
    """Yield the objects of a list that have a text, and a line of the file; 0, the whole file, is its first line."""
    found = value.get(key)
    if not isinstance(found, list):
        raise _UnusableError(f"The answer's {key} is no list.")
    for each in found:
        if isinstance(each, dict):
            line, text = _whole(each.get("line"), 0), _maybe_text(each, text_key, most)
            if text and 0 <= line <= max(frame.line_count, 1):
                yield each, _Place(max(line, 1), text)


def _number(value: Object, key: str) -> float:
    found = value.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise _UnusableError(f"The answer's {key} is no number.")
    if isinstance(found, int):
        # A number of four thousand digits is no float.
        return float(min(max(found, -_LARGEST_TEXT), _LARGEST_TEXT))
    if not math.isfinite(found):
        raise _UnusableError(f"The answer's {key} is no number.")
    return found


def _whole(value: Any, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _word(value: Object, key: str, default: Word) -> Word:
    """Return a word of a vocabulary; of another, the default."""
    found = value.get(key)
    word = found.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(found, str) else ""
    return next((each for each in type(default) if each == word), default)
