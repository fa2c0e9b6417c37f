from __future__ import annotations

import pytest

from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.domain.practice.learner import LOCAL, LearnerId
from codementor_cli.errors import UserFileError
from codementor_cli.services.practice.past_submission import past_submission
from tests.contract.kept import kept_call, kept_submission
from tests.fakes.store import MemoryStore

_STORE = MemoryStore(
    submissions=[kept_submission(1), kept_submission(2, 5, challenge_id="even-load")],
    calls=[
        kept_call(3),
        kept_call(4, answer="{}"),
        kept_call(5, kind=MentorKind.REPAIR),
        kept_call(6, learner=LearnerId("ada")),
    ],
)


def test_newest_is_taken_unless_a_number_or_a_challenge_is_given() -> None:
    chosen = [(None, None, 2), (None, "equal-trays", 1), (1, None, 1), (1, "even-load", 1)]
    for number, challenge_id, expected in chosen:
        found = past_submission(_STORE, LOCAL, number, challenge_id)
        assert found is not None
        assert found.recorded.number == expected


def test_answers_are_those_that_the_learner_saw() -> None:
    found = past_submission(_STORE, LOCAL, 1, None)
    assert found is not None
    assert found.calls == (kept_call(3),)


def test_nothing_and_what_belongs_to_others_is_none() -> None:
    assert past_submission(_STORE, LearnerId("ada"), None, None) is None
    with pytest.raises(UserFileError, match="no submission 1"):
        past_submission(_STORE, LearnerId("ada"), 1, None)
