from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import MentorFailure, MentorFault, StoreFault
from codementor_cli.services.mentor.serving.allowance import Allowances, DailyAllowance
from tests.contract.kept import kept_call
from tests.fakes.store import MemoryStore

ADA, BEN = LearnerId("ada"), LearnerId("ben")
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HALF_A_DAY_SECONDS = 12 * 60 * 60


class _Day:
    """Allowances at a moment that a test moves."""

    def __init__(self, calls: int = 3, tokens: int = 10_000) -> None:
        self.now, self.store = NOON, MemoryStore()
        self.allowances = Allowances(DailyAllowance(calls=calls, tokens=tokens), self.store, lambda: self.now)

    def kept(self, number: int, at: datetime, tokens: int = 1000) -> None:
        call = kept_call(number, learner=ADA, created_at=at, input_tokens=tokens, output_tokens=0)
        self.store.record_mentor_call(call)


def _refused(reserve: Callable[[int], None], tokens: int = 100) -> MentorFault:
    with pytest.raises(MentorFault) as caught:
        reserve(tokens)
    assert caught.value.failure is MentorFailure.BUDGET
    return caught.value


def test_calls_of_this_day_are_counted_from_the_records() -> None:
    day = _Day(calls=2)
    day.kept(1, NOON - timedelta(hours=13))
    day.kept(2, NOON - timedelta(hours=1))
    with day.allowances.tab(ADA) as reserve:
        reserve(100)
    day.kept(3, NOON)
    with day.allowances.tab(ADA) as reserve:
        fault = _refused(reserve)
    assert fault.retry_after_seconds == HALF_A_DAY_SECONDS


def test_the_time_to_wait_is_true() -> None:
    day = _Day(calls=1)
    day.kept(1, NOON)
    with day.allowances.tab(ADA) as reserve:
        seconds = _refused(reserve).retry_after_seconds
        assert seconds is not None
        day.now += timedelta(seconds=seconds - 1)
        _refused(reserve)
        day.now += timedelta(seconds=1)
        reserve(100)


def test_questions_at_the_same_time_cannot_pass_the_calls_together() -> None:
    day = _Day(calls=3)
    with ExitStack() as stack:
        reserving = [stack.enter_context(day.allowances.tab(ADA)) for _ in range(4)]
        for each in reserving[:3]:
            each(10)
        assert _refused(reserving[3]).retry_after_seconds == 120
        stack.enter_context(day.allowances.tab(BEN))(10)


def test_questions_at_the_same_time_cannot_pass_the_tokens_together() -> None:
    day = _Day(tokens=10_000)
    day.kept(1, NOON, 4_000)
    with day.allowances.tab(ADA) as first, day.allowances.tab(ADA) as second:
        first(4_000)
        assert _refused(second, 2_001).retry_after_seconds == 120
        second(2_000)


def test_a_second_try_of_a_question_is_no_second_call_and_takes_tokens() -> None:
    day = _Day(calls=1, tokens=1_000)
    with day.allowances.tab(ADA) as reserve:
        reserve(500)
        reserve(500)
        _refused(reserve, 1)


def test_what_was_reserved_is_free_when_the_question_ends() -> None:
    day = _Day(tokens=1_000)
    for _ in range(3):
        with day.allowances.tab(ADA) as reserve:
            reserve(1_000)


def test_a_question_larger_than_what_is_left_waits_for_the_next_day() -> None:
    day = _Day(tokens=10_000)
    day.kept(1, NOON, 9_500)
    with day.allowances.tab(ADA) as reserve:
        assert _refused(reserve, 501).retry_after_seconds == HALF_A_DAY_SECONDS


def test_no_model_is_asked_where_records_cannot_be_counted() -> None:
    day = _Day()
    day.store.fault = StoreFault("It is locked.")
    with day.allowances.tab(ADA) as reserve:
        assert _refused(reserve).retry_after_seconds == 60
