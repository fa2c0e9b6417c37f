"""Threads for questions to the mentor: a bounded number in all, and of one owner's at a time."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import CodementorError, ErrorKind, KeyReusedError, QueueScope
from codementor_cli.ports import Cancel
from codementor_cli.services.judging.cancel import CancelToken

Given = TypeVar("Given")

_REMEMBERED_COUNT = 20
"""Questions whose length the next guess comes from."""
_FIRST_GUESS_SECONDS = 10.0
_KEYED_COUNT = 1000


class PoolFullError(CodementorError):
    """No further question is taken now.

    Attributes:
        scope: Whose bound was reached.
        retry_after_seconds: When there will be room, at a guess from the last questions.
    """

    kind = ErrorKind.ENVIRONMENT

    def __init__(self, scope: QueueScope, most: int, retry_after_seconds: int) -> None:
        whose = "Of yours" if scope is QueueScope.OWNER else "Of all learners"
        message = f"{whose}, {most} questions are being answered; no more are taken now."
        super().__init__(message, f"Ask again in {retry_after_seconds} s.")
        self.scope = scope
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSize:
    """How many questions are answered at a time."""

    total: int = 32
    """Threads; most wait for the network, and judging is bounded elsewhere."""
    owner: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionKey:
    """A learner's own name for a question: asked again under it, it is answered by the same answer."""

    key: str
    digest: str
    """Of the request: two requests with one key must be equal in it."""


@dataclass(slots=True, eq=False)
class Question(Generic[Given]):
    """A question under way."""

    owner: LearnerId
    started_at: float
    digest: str = ""
    token: CancelToken = field(default_factory=CancelToken)
    answer: Future[Given] = field(default_factory=Future)

    def cancel(self) -> None:
        """End it: what it runs and waits for ends too, and ``answer`` raises ``CancelledError``."""
        self.token.cancel()


class QuestionPool:
    """Answers questions in threads of its own. Threads share it.

    Keys are remembered for the last questions that had one, as long as the process lives.
    """

    def __init__(self, size: PoolSize | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = size or PoolSize()
        self._clock = clock
        self._guard = threading.Lock()
        self._open: set[Question[object]] = set()
        self._keyed: OrderedDict[tuple[LearnerId, str], Question[object]] = OrderedDict()
        self._lengths: deque[float] = deque(maxlen=_REMEMBERED_COUNT)
        self._threads = ThreadPoolExecutor(self._size.total, thread_name_prefix="codementor-mentor")

    def ask(
        self, owner: LearnerId, answer: Callable[[Cancel], Given], name: QuestionKey | None = None
    ) -> tuple[Question[Given], bool]:
        """Begin to answer a question, and return whether it is new.

        Args:
            owner: The one that asks.
            answer: Does so, in a thread; the token ends it.
            name: The owner's; None: each question is new.

        Raises:
            PoolFullError: Too many are being answered.
            KeyReusedError: The key came with another request before.
        """
        with self._guard:
            known = self._known(owner, name)
            if known is not None:
                return cast("Question[Given]", known), False
            own = [each for each in self._open if each.owner == owner]
            if len(own) >= self._size.owner:
                raise PoolFullError(QueueScope.OWNER, self._size.owner, self._guess(own))
            if len(self._open) >= self._size.total:
                raise PoolFullError(QueueScope.TOTAL, self._size.total, self._guess(list(self._open)))
            question: Question[Given] = Question(owner, self._clock(), "" if name is None else name.digest)
            self._open.add(cast("Question[object]", question))
            if name is not None:
                self._remember(owner, name, cast("Question[object]", question))
        self._threads.submit(self._answer, question, answer)
        return question, True

    def close(self) -> None:
        """End all questions, and take no more."""
        with self._guard:
            under_way = list(self._open)
        for each in under_way:
            each.cancel()
        self._threads.shutdown()

    def _known(self, owner: LearnerId, name: QuestionKey | None) -> Question[object] | None:
        """Return the question of a key, unless it ended without an answer."""
        found = None if name is None else self._keyed.get((owner, name.key))
        if found is None or name is None or (found.answer.done() and found.answer.exception() is not None):
            return None
        if found.digest != name.digest:
            raise KeyReusedError("The Idempotency-Key came with another request before.", "Take a new key.")
        return found

    def _remember(self, owner: LearnerId, name: QuestionKey, question: Question[object]) -> None:
        self._keyed[owner, name.key] = question
        self._keyed.move_to_end((owner, name.key))
        while len(self._keyed) > _KEYED_COUNT:
            self._keyed.popitem(last=False)

    def _answer(self, question: Question[Given], answer: Callable[[Cancel], Given]) -> None:
        try:
            question.token.check()
            given = answer(question.token)
        except BaseException as error:  # noqa: BLE001 - the one that waits raises it again
            self._ended(question)
            question.answer.set_exception(error)
        else:
            self._ended(question)
            question.answer.set_result(given)

    def _ended(self, question: Question[Given]) -> None:
        """Make room before the answer is told: the next question may come at once."""
        with self._guard:
            self._open.discard(cast("Question[object]", question))
            self._lengths.append(self._clock() - question.started_at)

    def _guess(self, under_way: list[Question[object]]) -> int:
        usual = sum(self._lengths) / len(self._lengths) if self._lengths else _FIRST_GUESS_SECONDS
        oldest = min(each.started_at for each in under_way)
        return max(1, math.ceil(usual - (self._clock() - oldest)))
