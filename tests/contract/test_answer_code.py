"""Code in answers, judged for real: the smallest corrections are found, and no good hint holds one."""

from __future__ import annotations

import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.challenge.challenge import ReferenceSubmission
from codementor_cli.domain.challenge.effective_limits import effective_limits, time_factor
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.mentor.answer import Hint
from codementor_cli.domain.mentor.answer_code import candidates
from codementor_cli.domain.mentor.mentor_answer import MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.ports import Sandbox
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.mentor.answer_checks import AnswerChecks
from codementor_cli.services.mentor.question import question_about
from tests.fakes import shipped
from tests.fakes.shipped import GoodHint

LANGUAGES = YamlLanguages(data_folder("sandbox_images") / "languages.yaml")

CORRECTIONS = (
    ("equal-trays", "wrong_answer/too_small_type.cpp", ["In line 6 write `long long rolls;`, that is all."]),
    (
        "equal-trays",
        "wrong_answer/counts_root_twice.js",
        ["Replace line 5 by `sizes += size * size === rolls ? 1 : 2;`"],
    ),
    (
        "hedge-maze",
        "wrong_answer/counts_squares.js",
        ["End with `console.log(answer === 'no way' ? answer : answer - 1)`"],
    ),
    (
        "matching-weights",
        "wrong_answer/counts_from_zero.js",
        ["Use `places.set(weights[i], i + 1)`", "and line 6: `${i + 1}`"],
    ),
    (
        "name-badges",
        "wrong_answer/prints_instead.py",
        ['return "".join(word[0].upper() + "." for word in name.split()) or None'],
    ),
    (
        "name-badges",
        "wrong_answer/empty_text.py",
        ['Line 3: `"".join(word[0].upper() + "." for word in name.split()) or None`.'],
    ),
    (
        "rain-gauge",
        "run_time_error/divides_by_zero.py",
        ['`print(sum(measured) / len(measured) if measured else "none")`'],
    ),
    (
        "room-gaps",
        "wrong_answer/sorts_as_text.js",
        ["Line 5: `for (const [start, end] of [...bookings].sort((a, b) => a[0] - b[0])) {`"],
    ),
    ("equal-trays", "wrong_answer/too_small_type.cpp", ["Choose `long long` where you have `int`."]),
    (
        "thermometer-log",
        "run_time_error/no_pairs.py",
        ["Write `max(jumps, default=0)` in line 5 instead of `max(jumps)`."],
    ),
    ("thermometer-log", "wrong_answer/starts_at_zero.py", ["After line 4 add\n\n    lowest = highest = readings[0]\n"]),
    ("two-pantries", "wrong_answer/drops_debts.ts", ["In line 13 use !== in place of >."]),
    ("thermometer-log", "run_time_error/no_pairs.py", ["Use max(jumps, default=0) in line 5."]),
    ("thermometer-log", "run_time_error/no_pairs.py", ["- max(jumps)\n+ max(jumps, default=0)\n"]),
    ("two-pantries", "wrong_answer/drops_debts.ts", ["Line 13: `if (sums[item] !== 0) {`"]),
)
"""Right answers in a line or two, below what looks like a copy."""


def _learner(challenge_id: str, name: str) -> ReferenceSubmission:
    return next(each for each in shipped.failing(challenge_id) if each.name == name)


def _problem(challenge_id: str, learner: ReferenceSubmission, engine: Sandbox, hint: Hint, level: int) -> str:
    challenge = shipped.challenge(challenge_id)
    language = LANGUAGES.get(learner.program.language)
    subject = MentorSubject(
        learner=LOCAL,
        challenge=challenge,
        program=learner.program,
        language=language,
        limits=effective_limits(challenge.suite.limits, time_factor(language, challenge)),
        judgement=Judgement(
            verdict=learner.expected,
            results=(),
            total_count=1,
            score=0,
            max_score=1,
            language=language.name,
            sandbox="",
        ),
    )
    question = question_about(subject, MentorAsk(kind=MentorKind.HINT, level=level), (), ())
    return AnswerChecks(JudgeService(engine, LANGUAGES), shipped.catalog(), subject).problem(hint, question)


def _hint(*texts: str) -> Hint:
    return Hint(hint=texts[0], confidence=0.5, suggested_approach="", next_steps=texts[1:])


@pytest.mark.parametrize(("challenge_id", "name", "texts"), CORRECTIONS)
def test_a_correction_of_a_line_is_withheld(
    challenge_id: str, name: str, texts: list[str], docker_engine: Sandbox
) -> None:
    assert _problem(challenge_id, _learner(challenge_id, name), docker_engine, _hint(*texts), 4)


WITH_CODE = tuple(
    hint for hint in shipped.good_hints() if candidates(hint.texts, _learner(hint.challenge_id, hint.file).program)
)


@pytest.mark.parametrize("hint", WITH_CODE, ids=str)
def test_code_in_a_good_hint_does_not_pass(hint: GoodHint, docker_engine: Sandbox) -> None:
    learner = _learner(hint.challenge_id, hint.file)
    assert _problem(hint.challenge_id, learner, docker_engine, _hint(*hint.texts), hint.level) == ""
