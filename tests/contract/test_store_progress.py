"""What follows from submissions: the same in every store, in whatever order they were recorded."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery, Source
from codementor_cli.ports import Store
from tests.contract.conftest import ANY_ORDER, Opens
from tests.contract.kept import MOMENT, kept_submission
from tests.fakes.store import MemoryStore


def test_empty_store_has_no_practice(store: Store) -> None:
    assert store.latest(LOCAL) is None
    assert store.progress(LOCAL, "equal-trays") is None
    assert store.practice(LOCAL).challenges == ()
    assert store.practice(LOCAL).days == ()
    assert store.page(LOCAL, HistoryQuery()).total == 0


def test_progress_counts_submissions_to_the_first_accepted_one(store: Store) -> None:
    for number, verdict in enumerate([Verdict.WA, Verdict.CE, Verdict.AC, Verdict.WA, Verdict.AC], 1):
        store.record(kept_submission(number, number * 10, verdict=verdict, score=number))
    found = store.progress(LOCAL, "equal-trays")
    assert found is not None
    assert (found.submission_count, found.submissions_to_accepted, found.best_score) == (5, 3, 5)
    assert found.first_accepted_at == MOMENT + timedelta(minutes=30)
    assert (found.first_at, found.last_at) == (MOMENT + timedelta(minutes=10), MOMENT + timedelta(minutes=50))
    assert found.practice_seconds == 40 * 60


def test_gap_of_more_than_half_an_hour_is_no_time_spent(store: Store) -> None:
    for number, minutes in enumerate([0, 10, 100, 130], 1):
        store.record(kept_submission(number, minutes))
    found = store.progress(LOCAL, "equal-trays")
    assert found is not None
    assert found.practice_seconds == 40 * 60


def test_older_submission_that_comes_later_moves_what_was_first(store: Store) -> None:
    store.record(kept_submission(1, 100, verdict=Verdict.AC))
    store.record(kept_submission(2, 50, verdict=Verdict.AC))
    store.record(kept_submission(3, 20))
    found = store.progress(LOCAL, "equal-trays")
    assert found is not None
    assert found.first_accepted_at == MOMENT + timedelta(minutes=50)
    assert found.submissions_to_accepted == 2
    assert found.last_at == MOMENT + timedelta(minutes=100)


def test_progress_names_the_challenge_as_judged_last(store: Store) -> None:
    newer = kept_submission(1, 9)
    newer = replace(newer, challenge=replace(newer.challenge, title="New Title", digest="b" * 64, max_score=10))
    store.record(newer)
    store.record(kept_submission(2, 1))
    found = store.progress(LOCAL, "equal-trays")
    assert found is not None
    assert (found.title, found.max_score) == ("New Title", 10)


def test_what_was_graded_is_in_the_history_and_is_no_practice(store: Store) -> None:
    store.record(replace(kept_submission(1, 0, verdict=Verdict.AC), source=Source.GRADE))
    assert store.practice(LOCAL).challenges == ()
    assert store.practice(LOCAL).days == ()
    assert store.page(LOCAL, HistoryQuery()).total == 1
    store.record(kept_submission(2, 10))
    found = store.progress(LOCAL, "equal-trays")
    assert found is not None
    assert (found.submission_count, found.first_accepted_at, found.practice_seconds) == (1, None, 0)


_STEPS = st.lists(
    st.tuples(
        st.integers(0, 90),  # minutes: often the same
        st.sampled_from([Verdict.AC, Verdict.WA]),
        st.integers(0, 3),
        st.sampled_from(["equal-trays", "even-load"]),
        st.sampled_from([Source.CLI, Source.GRADE]),
    ),
    max_size=12,
)


@ANY_ORDER
@given(steps=_STEPS, order=st.randoms(use_true_random=False))
def test_progress_does_not_depend_on_the_order_of_recording(
    opens: Opens, steps: list[tuple[int, Verdict, int, str, Source]], order: Random
) -> None:
    made = [
        replace(kept_submission(number, minutes, verdict=verdict, score=score, challenge_id=challenge), source=source)
        for number, (minutes, verdict, score, challenge, source) in enumerate(steps, 1)
    ]
    reference = MemoryStore(submissions=made)
    shuffled = order.sample(made, len(made))
    with closing(opens()) as store:
        for each in shuffled:
            store.record(each)
        assert store.practice(LOCAL) == reference.practice(LOCAL)


def test_days_are_those_of_this_machines_time_zone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [0, 60 * 5, 60 * 9, 60 * 9 + 54, 60 * 30, 60 * 24 * 400]
    for number, minutes in enumerate(moments, 1):
        store.record(kept_submission(number, minutes))
    days = {}
    try:
        for zone in ("UTC", "Pacific/Auckland", "America/Sao_Paulo", "Asia/Kathmandu"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            expected = sorted({(MOMENT + timedelta(minutes=each)).astimezone().date() for each in moments})
            days[zone] = store.practice(LOCAL).days
            assert days[zone] == tuple(expected)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert len(set(days.values())) > 1
