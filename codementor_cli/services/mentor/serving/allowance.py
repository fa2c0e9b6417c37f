"""What a learner may ask of a model in a day: counted from the records, and from the questions under way.

A question reserves its upper estimate before it is sent, so that questions at the same time cannot pass the allowance
together. What it really took is in the records when its reservation ends.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from codementor_cli.domain.mentor.mentoring import MentorRequest, MentorSpend, Prompt, Reply
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import MentorFailure, MentorFault, StoreFault
from codementor_cli.ports import Cancel, Mentor, MentorCalls

_IN_FLIGHT_SECONDS = 120.0
"""The longest deadline of a question: by then, those under way have ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyAllowance:
    """What each learner may ask in a day of UTC."""

    calls: int
    """Questions that a model is asked."""
    tokens: int
    """Input and output."""


@dataclass(slots=True)
class _Tab:
    """What one question has reserved."""

    call_count: int = 0
    """1 once a model is asked."""
    token_count: int = 0


class Allowances:
    """The allowances of all learners. Threads share it."""

    def __init__(self, daily: DailyAllowance, records: MentorCalls, now: Callable[[], datetime]) -> None:
        self._daily = daily
        self._records = records
        self._now = now
        self._guard = threading.Lock()
        self._tabs: defaultdict[LearnerId, list[_Tab]] = defaultdict(list)

    @contextmanager
    def tab(self, learner: LearnerId) -> Iterator[Callable[[int], None]]:
        """Yield what reserves tokens for the tries of one question, which must be recorded before the context ends."""
        tab = _Tab()
        with self._guard:
            self._tabs[learner].append(tab)
        try:
            yield lambda tokens: self._reserve(learner, tab, tokens)
        finally:
            with self._guard:
                self._tabs[learner].remove(tab)
                if not self._tabs[learner]:
                    del self._tabs[learner]

    def _reserve(self, learner: LearnerId, tab: _Tab, tokens: int) -> None:
        """Put a try on a tab.

        Args:
            learner: The one that asks.
            tab: Of the question.
            tokens: Upper estimate of the try.

        Raises:
            MentorFault: The allowance does not hold it, or what was spent cannot be counted.
        """
        now = self._now()
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        with self._guard:
            spent = self._spent(learner, day)
            open_tabs = self._tabs[learner]
            call_count = sum(each.call_count for each in open_tabs if each is not tab) + 1
            token_count = sum(each.token_count for each in open_tabs) + tokens
            if (
                spent.call_count + call_count > self._daily.calls
                or spent.token_count + token_count > self._daily.tokens
            ):
                alone = spent.call_count < self._daily.calls and spent.token_count + tokens <= self._daily.tokens
                tomorrow = (day + timedelta(days=1) - now).total_seconds()
                raise _used_up(min(_IN_FLIGHT_SECONDS, tomorrow) if alone else tomorrow)
            tab.call_count = 1
            tab.token_count += tokens

    def _spent(self, learner: LearnerId, day: datetime) -> MentorSpend:
        try:
            return self._records.mentor_spend(learner, day)
        except StoreFault as fault:
            message = "Claude was not asked: what was asked today cannot be counted."
            raise MentorFault(message, fault.next_step, failure=MentorFailure.BUDGET, retry_after_seconds=60) from fault


@dataclass(frozen=True, slots=True)
class MeteredMentor:
    """A mentor for one question: on an allowance, and cancelled with the question. Meets ``ports.Mentor``."""

    mentor: Mentor
    reserve: Callable[[int], None]
    """Takes the upper estimate of a try; raises where the allowance does not hold it."""
    cancel: Cancel | None

    def check(self) -> None:
        """Meet ``ports.Mentor``."""
        self.mentor.check()

    def prompt(self, request: MentorRequest) -> Prompt:
        """Meet ``ports.Mentor``."""
        return self.mentor.prompt(request)

    def ask(self, prompt: Prompt, deadline_seconds: float, cancel: Cancel | None = None) -> Reply:
        """Reserve the most that it can take, and ask. What it takes stays reserved until the question ends."""
        self.mentor.check()
        self.reserve(prompt.most_tokens)
        return self.mentor.ask(prompt, deadline_seconds, cancel or self.cancel)


def _used_up(seconds: float) -> MentorFault:
    wait = max(1, math.ceil(seconds))
    return MentorFault(
        "Claude was not asked: this day's questions are used up.",
        f"Ask again in {wait} s.",
        failure=MentorFailure.BUDGET,
        retry_after_seconds=wait,
    )
