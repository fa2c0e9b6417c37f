from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import CancelledError, KeyReusedError, QueueScope
from codementor_cli.ports import Cancel
from codementor_cli.services.mentor.serving.question_pool import PoolFullError, PoolSize, QuestionKey, QuestionPool

ADA, BEN = LearnerId("ada"), LearnerId("ben")
PATIENCE_SECONDS = 60.0


class _Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@contextmanager
def _pool(total: int = 3, owner: int = 2, clock: _Clock | None = None) -> Iterator[QuestionPool]:
    pool = QuestionPool(PoolSize(total=total, owner=owner), clock or _Clock())
    try:
        yield pool
    finally:
        pool.close()


def _waits(cancel: Cancel) -> str:
    """Wait until it is cancelled."""
    over = threading.Event()
    with cancel.ending(over.set):
        over.wait(PATIENCE_SECONDS)
    cancel.check()
    return "never"


def test_a_question_is_answered_in_a_thread_of_the_pool() -> None:
    with _pool() as pool:
        question, _ = pool.ask(ADA, lambda _cancel: threading.current_thread().name)
        assert question.answer.result(PATIENCE_SECONDS).startswith("codementor-mentor")


def test_an_error_is_raised_for_the_one_that_waits_and_makes_room() -> None:
    with _pool(owner=1) as pool:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                pool.ask(ADA, lambda _cancel: 1 / 0)[0].answer.result(PATIENCE_SECONDS)


def test_an_owner_has_a_bound_and_others_go_on() -> None:
    with _pool() as pool:
        for _ in range(2):
            pool.ask(ADA, _waits)
        with pytest.raises(PoolFullError) as caught:
            pool.ask(ADA, _waits)
        assert caught.value.scope is QueueScope.OWNER
        assert pool.ask(BEN, lambda _cancel: 1)[0].answer.result(PATIENCE_SECONDS) == 1


def test_a_full_pool_refuses_at_once() -> None:
    with _pool(total=2) as pool:
        for owner in (ADA, BEN):
            pool.ask(owner, _waits)
        with pytest.raises(PoolFullError) as caught:
            pool.ask(LearnerId("cleo"), _waits)
        assert caught.value.scope is QueueScope.TOTAL


def test_the_time_to_wait_is_guessed_from_the_last_questions() -> None:
    clock = _Clock()
    with _pool(owner=1, clock=clock) as pool:

        def takes_four_seconds(_cancel: Cancel) -> None:
            clock.seconds += 4

        pool.ask(ADA, takes_four_seconds)[0].answer.result(PATIENCE_SECONDS)
        pool.ask(ADA, _waits)
        clock.seconds += 1
        with pytest.raises(PoolFullError) as caught:
            pool.ask(ADA, _waits)
        assert caught.value.retry_after_seconds == 3
        clock.seconds += 60
        with pytest.raises(PoolFullError, match="more are taken now"):
            pool.ask(ADA, _waits)


def test_a_cancelled_question_ends_and_makes_room() -> None:
    with _pool(owner=1) as pool:
        for _ in range(3):
            question, _ = pool.ask(ADA, _waits)
            question.cancel()
            with pytest.raises(CancelledError):
                question.answer.result(PATIENCE_SECONDS)


def test_closing_ends_what_goes_on() -> None:
    pool = QuestionPool(PoolSize(total=2, owner=2))
    questions = [pool.ask(ADA, _waits)[0] for _ in range(2)]
    pool.close()
    for each in questions:
        with pytest.raises(CancelledError):
            each.answer.result(PATIENCE_SECONDS)


def test_a_question_that_is_sent_again_under_its_key_is_answered_once() -> None:
    name, numbers = QuestionKey(key="k", digest="d"), count(1)
    with _pool() as pool:
        for number in range(3):
            question, is_new = pool.ask(ADA, lambda _cancel: next(numbers), name)
            assert (question.answer.result(PATIENCE_SECONDS), is_new) == (1, number == 0)
        assert pool.ask(BEN, lambda _cancel: 2, name)[1]


def test_a_key_that_comes_with_another_request_is_refused() -> None:
    with _pool() as pool:
        pool.ask(ADA, lambda _cancel: 1, QuestionKey(key="k", digest="d"))
        with pytest.raises(KeyReusedError):
            pool.ask(ADA, lambda _cancel: 1, QuestionKey(key="k", digest="e"))


def test_a_question_that_failed_is_asked_anew_under_its_key() -> None:
    name = QuestionKey(key="k", digest="d")
    with _pool() as pool:
        with pytest.raises(ZeroDivisionError):
            pool.ask(ADA, lambda _cancel: 1 / 0, name)[0].answer.result(PATIENCE_SECONDS)
        assert pool.ask(ADA, lambda _cancel: 1.0, name)[0].answer.result(PATIENCE_SECONDS) == 1
