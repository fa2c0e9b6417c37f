"""The figures of the leak check, over all shipped challenges: what is withheld, and what is let through."""

from __future__ import annotations

import base64
import re
import textwrap

import pytest

from codementor_cli.domain.challenge.challenge import ReferenceSubmission
from codementor_cli.domain.mentor.leaks import RUNG_WORDS, find_leak
from codementor_cli.domain.mentor.mentoring import MentorKind
from tests.fakes import shipped
from tests.fakes.shipped import DISGUISES, GoodHint

IDS = shipped.catalog().ids()
LEVELS = (1, 4)


def _learners(challenge_id: str, reference: ReferenceSubmission) -> list[ReferenceSubmission]:
    """Return the failing programs in the reference's language, whose lines are no secret; else the first of another."""
    failing = shipped.failing(challenge_id)
    return [each for each in failing if each.program.language == reference.program.language] or [failing[0]]


def _leaks(challenge_id: str, disguise: str) -> list[str]:
    """Return the reference submissions that come through, for any learner and level."""
    found = []
    for reference in shipped.accepted(challenge_id):
        text = DISGUISES[disguise](shipped.code(reference))
        for learner in _learners(challenge_id, reference):
            for level in LEVELS:
                secrets = shipped.secrets(challenge_id, learner, level)
                if find_leak([text], secrets, MentorKind.HINT, level) is None:
                    found.append(f"{reference.name} to {learner.name} at level {level}")
    return found


@pytest.mark.parametrize("disguise", list(DISGUISES))
@pytest.mark.parametrize("challenge_id", IDS)
def test_every_reference_submission_is_withheld_in_every_disguise(challenge_id: str, disguise: str) -> None:
    assert _leaks(challenge_id, disguise) == []


@pytest.mark.parametrize("challenge_id", IDS)
def test_every_sentence_of_a_later_hint_is_withheld_unless_all_its_words_are_the_statement_s(challenge_id: str) -> None:
    challenge = shipped.catalog().load(challenge_id)
    missed = []
    for level in range(1, len(challenge.hints)):
        secrets = shipped.secrets(challenge_id, shipped.failing(challenge_id)[0], level)
        known = " ".join(_words(secrets.known))
        for sentence in re.split(r"(?<=[.?!:;])\s+", " ".join(challenge.hints[level:])):
            words = _words(sentence)
            if len(words) < RUNG_WORDS or " ".join(words) in known:
                continue
            if find_leak([sentence], secrets, MentorKind.HINT, level) is None:
                missed.append(sentence)
    assert missed == (["A title can have several words."] if challenge_id == "library-desk" else [])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("kind", [MentorKind.HINTS, MentorKind.REVIEW, MentorKind.ANALYSIS])
@pytest.mark.parametrize("challenge_id", IDS)
def test_every_reference_submission_is_withheld_in_every_kind_of_answer(challenge_id: str, kind: MentorKind) -> None:
    for reference in shipped.accepted(challenge_id):
        lines = [line for line in shipped.code(reference).splitlines() if line.strip()]
        secrets = shipped.secrets(challenge_id, _learners(challenge_id, reference)[0], 0)
        assert find_leak([shipped.code(reference)], secrets, kind, 0), reference.name
        assert find_leak(lines, secrets, kind, 0), f"{reference.name}, a text a line"


@pytest.mark.parametrize("challenge_id", IDS)
def test_references_in_a_language_that_has_no_other_reference_are_withheld(challenge_id: str) -> None:
    for reference in shipped.accepted(challenge_id):
        language = reference.program.language
        learner = next(
            (each for each in shipped.failing(challenge_id) if each.program.language != language),
            shipped.failing(challenge_id)[0],
        )
        secrets = shipped.secrets(challenge_id, learner, 4, but=language)
        assert find_leak([shipped.code(reference)], secrets, MentorKind.HINT, 4), reference.name


@pytest.mark.parametrize("challenge_id", IDS)
def test_translations_into_languages_that_are_not_run_here_are_withheld(challenge_id: str) -> None:
    for learner in shipped.failing(challenge_id):
        secrets = shipped.secrets(challenge_id, learner, 4)
        assert find_leak([shipped.translated()[challenge_id]], secrets, MentorKind.HINT, 4), learner.name


@pytest.mark.parametrize("challenge_id", IDS)
def test_an_encoded_reference_is_withheld(challenge_id: str) -> None:
    for reference in shipped.accepted(challenge_id):
        content = shipped.code(reference).encode()
        secrets = shipped.secrets(challenge_id, shipped.failing(challenge_id)[0], 4)
        whole = base64.b64encode(content).decode()
        pieces = (
            " ".join(textwrap.wrap(whole, 20)),
            " ".join(textwrap.wrap(base64.b32encode(content).decode(), 16)),
            " ".join(str(each) for each in content),
            " ".join(f"{each:08b}" for each in content),
        )
        for text in (whole, content.hex(), content.hex(" "), *pieces):
            assert find_leak([text], secrets, MentorKind.HINT, 4), reference.name


@pytest.mark.parametrize("challenge_id", IDS)
def test_later_rungs_are_withheld_and_earlier_ones_are_not(challenge_id: str) -> None:
    learner = shipped.failing(challenge_id)[0]
    rungs = shipped.challenge(challenge_id).hints
    for level in range(1, len(rungs)):
        secrets = shipped.secrets(challenge_id, learner, level)
        assert find_leak([rungs[level]], secrets, MentorKind.HINT, level)
        leak = find_leak([rungs[level - 1]], secrets, MentorKind.HINT, level)
        assert leak is None or leak.reason != "it gives away a later hint"


@pytest.mark.parametrize("hint", shipped.good_hints(), ids=str)
def test_a_good_hint_is_not_withheld(hint: GoodHint) -> None:
    learner = next(each for each in shipped.failing(hint.challenge_id) if each.name == hint.file)
    secrets = shipped.secrets(hint.challenge_id, learner, hint.level)
    assert find_leak(hint.texts, secrets, MentorKind.HINT, hint.level) is None


def test_there_are_sixty_good_hints_three_for_each_half_of_each_ladder() -> None:
    hints = shipped.good_hints()
    halves = {(hint.challenge_id, hint.level > 2): 0 for hint in hints}
    for hint in hints:
        halves[hint.challenge_id, hint.level > 2] += 1
    assert len(hints) == 60
    assert set(halves.values()) == {3}
    assert {challenge_id for challenge_id, _ in halves} == set(IDS)


@pytest.mark.parametrize(
    "texts",
    [
        [
            "Set count to 0.",
            "For each size up to the root of n:",
            "If size divides n, add 2 to count.",
            "Return count.",
        ],
        ["Go through all sizes. If one divides, add two. If it is the root, add one. Return the count."],
        ["- set count to 0\n- for size from 1 to n\n- if size divides n then add 1\n- output count"],
    ],
)
def test_a_program_in_words_statement_by_statement_is_withheld(texts: list[str]) -> None:
    learner = shipped.failing("equal-trays")[0]
    leak = find_leak(texts, shipped.secrets("equal-trays", learner, 4), MentorKind.HINT, 4)
    assert leak is not None
    assert leak.reason == "it spells a program out"
