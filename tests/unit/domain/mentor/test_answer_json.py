import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.mentor.answer import (
    PASSING_SCORE,
    Analysis,
    Answer,
    AnswerFrame,
    AnswerProblem,
    Hint,
    Hints,
    Review,
    Severity,
    SuggestionType,
    texts,
)
from codementor_cli.domain.mentor.answer_json import read_answer, written
from codementor_cli.domain.mentor.mentoring import MentorKind
from tests.fakes.mentor import ANSWERS, HINT

FRAME = AnswerFrame(line_count=10, accepted=False)
ACCEPTED = AnswerFrame(line_count=10, accepted=True)


def _read(kind: MentorKind, value: Any, frame: AnswerFrame = FRAME) -> Answer | AnswerProblem:
    return read_answer(kind, json.dumps(value), frame)


def _hint(**changes: Any) -> Hint:
    answer = _read(MentorKind.HINT, HINT | changes)
    assert isinstance(answer, Hint)
    return answer


def _review(frame: AnswerFrame = FRAME, **changes: Any) -> Review:
    answer = _read(MentorKind.REVIEW, ANSWERS[MentorKind.REVIEW] | changes, frame)
    assert isinstance(answer, Review)
    return answer


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)


@st.composite
def _damaged(draw: st.DrawFn) -> tuple[MentorKind, str]:
    """Return a valid answer with some of its values replaced by anything."""
    kind = draw(st.sampled_from(list(MentorKind)))
    value = dict(ANSWERS[kind])
    for key in draw(st.lists(st.sampled_from(list(value)), max_size=3)):
        value[key] = draw(JSON)
    return kind, json.dumps(value)


@given(_damaged())
def test_a_damaged_answer_is_an_answer_or_a_problem(damaged: tuple[MentorKind, str]) -> None:
    answer = read_answer(*damaged, FRAME)
    if not isinstance(answer, AnswerProblem):
        assert read_answer(damaged[0], written(answer), FRAME) == answer


@given(st.sampled_from(list(MentorKind)), st.text(max_size=300) | JSON.map(json.dumps))
def test_any_text_is_an_answer_or_a_problem(kind: MentorKind, text: str) -> None:
    read_answer(kind, text, FRAME)


@pytest.mark.parametrize("text", ["[" * 100_000, "1" * 10_000, '{"hint": ' * 50_000, "null", "[]", '"x"', "", "NaN"])
def test_json_that_breaks_parsers_is_a_problem(text: str) -> None:
    assert isinstance(read_answer(MentorKind.HINT, text, FRAME), AnswerProblem)


@pytest.mark.parametrize("kind", list(MentorKind))
def test_a_valid_answer_is_the_same_after_keeping(kind: MentorKind) -> None:
    answer = _read(kind, ANSWERS[kind])
    assert not isinstance(answer, AnswerProblem)
    assert json.loads(written(answer)) == ANSWERS[kind]


@pytest.mark.parametrize("kind", list(MentorKind))
def test_every_text_of_an_answer_is_among_its_texts(kind: MentorKind) -> None:
    answer = _read(kind, ANSWERS[kind])
    assert not isinstance(answer, AnswerProblem)
    found = texts(answer)
    words = {"bug", "major", "correctness", "code", "wrong_answer"}
    assert _strings(json.loads(written(answer))) - words <= set(found)


def _strings(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {text for each in value.values() for text in _strings(each)}
    if isinstance(value, list):
        return {text for each in value for text in _strings(each)}
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize(("said", "meant"), [(1.2, 1), (101, 1), (85, 0.85), (-1, 0), (0.5, 0.5), (10**4000, 1)])
def test_confidence_is_brought_into_its_range(said: float, meant: float) -> None:
    assert _hint(confidence=said).confidence == pytest.approx(meant)


def test_confidence_is_halved_where_claude_saw_no_failing_case() -> None:
    answer = _read(MentorKind.HINT, HINT, AnswerFrame(line_count=1, accepted=False, sees_failure=False))
    assert isinstance(answer, Hint)
    assert answer.confidence == 0.5


@pytest.mark.parametrize(
    "changes", [{"hint": " \n"}, {"nextSteps": []}, {"nextSteps": 3}, {"confidence": "high"}, {"confidence": True}]
)
def test_an_answer_without_what_matters_is_a_problem(changes: dict[str, Any]) -> None:
    assert isinstance(_read(MentorKind.HINT, HINT | changes), AnswerProblem)


def test_long_texts_and_lists_are_shortened() -> None:
    answer = _hint(hint="x" * 9000, nextSteps=[f"step {number}" for number in range(9)])
    assert len(answer.hint) == 1200
    assert len(answer.next_steps) == 4


def test_characters_that_act_on_a_terminal_are_taken_out() -> None:
    assert _hint(hint="a\x1b[31m\u202eb\x07\ud800").hint == "a[31mb"


@pytest.mark.parametrize(("line", "kept"), [(0, [1]), (1, [1]), (10, [10]), (11, []), (-1, []), (10**30, [])])
def test_a_suggestion_stands_on_a_line_that_exists(line: int, kept: list[int]) -> None:
    suggestion = {"line": line, "type": "bug", "message": "x", "severity": "major"}
    assert [each.line for each in _review(suggestions=[suggestion]).suggestions] == kept


def test_unknown_words_become_the_mildest() -> None:
    (suggestion,) = _review(
        suggestions=[{"line": 1, "type": "Best-Practice", "message": "x", "severity": "apocalyptic"}]
    ).suggestions
    assert (suggestion.type, suggestion.severity) == (SuggestionType.BEST_PRACTICE, Severity.INFO)


def test_equal_suggestions_are_one() -> None:
    suggestion = {"line": 1, "type": "bug", "message": "x", "severity": "major"}
    assert len(_review(suggestions=[suggestion] * 5).suggestions) == 1


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_score_never_contradicts_the_verdict(score: float) -> None:
    assert 0 <= _review(overall_score=score).overall_score < PASSING_SCORE
    assert PASSING_SCORE <= _review(ACCEPTED, overall_score=score).overall_score <= 100


def test_hints_are_in_the_order_of_their_levels() -> None:
    every = [{"level": level, "text": f"t{level}", "line": 1, "addresses": "design"} for level in (3, 9, 1)]
    answer = _read(MentorKind.HINTS, {"cause": "c", "hints": every})
    assert isinstance(answer, Hints)
    assert [each.level for each in answer.hints] == [1, 3, 4]


def test_an_analysis_without_complexity_is_a_problem() -> None:
    value = ANSWERS[MentorKind.ANALYSIS]
    assert isinstance(_read(MentorKind.ANALYSIS, value), Analysis)
    assert isinstance(_read(MentorKind.ANALYSIS, value | {"complexity": "n"}), AnswerProblem)
