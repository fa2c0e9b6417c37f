"""Each learner has a store of their own, whatever others keep in the same one."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.draft import Draft
from codementor_cli.domain.practice.learner import LOCAL, LearnerId
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.errors import UserFileError
from codementor_cli.ports import Store
from tests.contract.conftest import ANY_ORDER, Opens
from tests.contract.kept import MOMENT, kept_call, kept_submission, uid

_ADA, _BO = LearnerId("ada"), LearnerId("bo")
_DRAFT = Draft(learner=_ADA, challenge_id="even-load", language="python", source_text="print(", saved_at=MOMENT)


@pytest.fixture
def shared(store: Store) -> Store:
    """Return a store with two submissions and calls of one learner, and newer ones of another."""
    store.record(kept_submission(1, 1, learner=_ADA))
    store.record(kept_submission(2, 2, learner=_ADA, challenge_id="even-load"))
    store.record(kept_submission(3, 3, learner=_BO, verdict=Verdict.AC, score=100))
    for number, learner in enumerate((_ADA, _ADA, _BO), 4):
        store.record_mentor_call(kept_call(number, number, learner=learner))
    return store


def test_learner_sees_only_submissions_of_their_own(shared: Store) -> None:
    assert [each.number for each in shared.page(_ADA, HistoryQuery()).entries] == [2, 1]
    assert [each.number for each in shared.page(_BO, HistoryQuery(verdict=Verdict.AC)).entries] == [3]
    assert shared.page(LOCAL, HistoryQuery()).total == 0
    latest, of_one, none = shared.latest(_ADA), shared.latest(_BO, "equal-trays"), shared.latest(_BO, "even-load")
    assert latest is not None
    assert of_one is not None
    assert (latest.number, of_one.number, none) == (2, 3, None)


def test_submission_of_another_learner_is_none(shared: Store) -> None:
    assert shared.submission(_ADA, 2).submission.learner == _ADA
    with pytest.raises(UserFileError, match="no submission 3: the newest is 2"):
        shared.submission(_ADA, 3)
    with pytest.raises(UserFileError, match="none is kept"):
        shared.submission(LOCAL, 3)


def test_learners_progress_apart(shared: Store) -> None:
    ada, bo = shared.progress(_ADA, "equal-trays"), shared.progress(_BO, "equal-trays")
    assert ada is not None
    assert bo is not None
    assert (ada.submission_count, ada.submissions_to_accepted, ada.best_score) == (1, None, 50)
    assert (bo.submission_count, bo.submissions_to_accepted, bo.best_score) == (1, 1, 100)
    assert [each.challenge_id for each in shared.practice(_ADA).challenges] == ["equal-trays", "even-load"]
    assert shared.practice(LOCAL).challenges == shared.practice(LOCAL).days == ()


def test_answers_and_their_cost_belong_to_a_learner(shared: Store) -> None:
    assert [each.uid for each in shared.mentor_calls(_ADA, "equal-trays")] == [uid(4), uid(5)]
    assert [each.uid for each in shared.mentor_calls(_BO, "equal-trays", "c" * 64)] == [uid(6)]
    assert [each.uid for each in shared.mentor_calls_of(_BO, uid(1))] == [uid(6)]
    assert shared.mentor_calls(LOCAL, "equal-trays") == shared.mentor_calls_of(LOCAL, uid(1)) == ()
    assert [each.call_count for each in shared.mentor_usage(_ADA)] == [2]
    assert shared.mentor_usage(LOCAL) == ()


def test_everything_is_of_all_learners(shared: Store) -> None:
    assert [each.learner for each in shared.everything()] == [_ADA, _ADA, _BO, _ADA, _ADA, _BO]


@ANY_ORDER
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 90), st.sampled_from([Verdict.AC, Verdict.WA]), st.sampled_from([_ADA, _BO])),
        max_size=12,
    ),
    order=st.randoms(use_true_random=False),
)
def test_progress_of_a_learner_is_as_if_alone(
    opens: Opens, steps: list[tuple[int, Verdict, LearnerId]], order: Random
) -> None:
    made = [
        kept_submission(number, minutes, verdict=verdict, learner=learner)
        for number, (minutes, verdict, learner) in enumerate(steps, 1)
    ]
    with closing(opens()) as together, closing(opens()) as alone:
        together.record_all(order.sample(made, len(made)))
        alone.record_all(each for each in made if each.learner == _ADA)
        assert together.practice(_ADA) == alone.practice(_ADA)


def test_draft_is_the_last_one_that_was_saved(store: Store) -> None:
    assert store.draft(_ADA, "even-load", "python") is None
    store.save_draft(_DRAFT)
    newer = replace(_DRAFT, source_text="print(1)\n\0\udcff", saved_at=MOMENT + timedelta(seconds=1))
    store.save_draft(newer)
    assert store.draft(_ADA, "even-load", "python") == newer


def test_each_learner_challenge_and_language_has_a_draft_of_its_own(store: Store) -> None:
    others = [
        replace(_DRAFT, learner=_BO, source_text="1"),
        replace(_DRAFT, challenge_id="equal-trays", source_text="2"),
        replace(_DRAFT, language="cpp", source_text=""),
    ]
    for each in (_DRAFT, *others):
        store.save_draft(each)
    for each in (_DRAFT, *others):
        assert store.draft(each.learner, each.challenge_id, each.language) == each
    assert list(store.everything()) == []
