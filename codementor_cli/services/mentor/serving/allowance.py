"""What a learner may ask of a model in a day: counted from the records, and from the questions under way.

A question reserves its upper estimate before it is sent, so that questions at the same time cannot pass the allowance
together. What it really took is in the records when its reservation ends.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from codementor_cli.domain.mentor.mentoring import MentorRequest, MentorSpend, MentorTab, Prompt, Reply
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import MentorFailure, MentorFault, StoreFault
from codementor_cli.ports import Cancel, Mentor, MentorCalls
from codementor_cli.ports.serving import MentorTabs

_IN_FLIGHT_SECONDS = 120.0
"""The longest deadline of a question: by then, those under way have ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyAllowance:
    """What each learner may ask in a day of UTC."""

    calls: int
    """Questions that a model is asked."""
    tokens: int
    """Input and output."""


class OwnTabs:
    """Tabs of this process alone. Threads may share it; meets ``ports.serving.MentorTabs``."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._tabs: dict[str, MentorTab] = {}

    def put(self, tab: MentorTab, now: datetime) -> MentorSpend:
        """Meet ``MentorTabs``."""
        with self._guard:
            self._tabs[tab.uid] = tab
            others = [
                each
                for each in self._tabs.values()
                if each.uid != tab.uid and each.learner == tab.learner and each.open_until > now
            ]
        return MentorSpend(call_count=len(others), token_count=sum(each.token_count for each in others))

    def close(self, uid: str) -> None:
        """Meet ``MentorTabs``."""
        with self._guard:
            self._tabs.pop(uid, None)


class Allowances:
    """The allowances of all learners. Threads share it."""

    def __init__(
        self,
        daily: DailyAllowance,
        records: MentorCalls,
        now: Callable[[], datetime],
        tabs: MentorTabs | None = None,
    ) -> None:
        """Take what allowances are counted from.

        Args:
            daily: Of each learner.
            records: What was asked and has ended.
            now: Aware, UTC.
            tabs: What is under way on all servers; None: this one is alone.
        """
        self._daily = daily
        self._records = records
        self._now = now
        self._guard = threading.Lock()
        self._tabs = tabs or OwnTabs()

    @contextmanager
    def tab(self, learner: LearnerId) -> Iterator[Callable[[int], None]]:
        """Yield what reserves tokens for the tries of one question, which must be recorded before the context ends."""
        tab = MentorTab(uid=uuid4().hex, learner=learner, token_count=0, open_until=self._now())

        def reserve(tokens: int) -> None:
            nonlocal tab
            tab = self._reserve(tab, tokens)

        try:
            yield reserve
        finally:
            if tab.token_count:
                self._close(tab)

    def _reserve(self, tab: MentorTab, tokens: int) -> MentorTab:
        """Return a tab with one more try on it.

        It is put first and compared then: of two questions on two servers, each sees the other.

        Args:
            tab: Of the question.
            tokens: Upper estimate of the try.

        Raises:
            MentorFault: The allowance does not hold it, or what was spent cannot be counted.
        """
        now = self._now()
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        until = now + timedelta(seconds=_IN_FLIGHT_SECONDS)
        put = replace(tab, token_count=tab.token_count + tokens, open_until=until)
        with self._guard:
            try:
                others = self._tabs.put(put, now)
                # Read last: a question that ends in between counts twice, and never not at all.
                spent = self._records.mentor_spend(tab.learner, day)
            except StoreFault as fault:
                self._restore(tab, now)
                raise _uncounted(fault) from fault
            call_count = spent.call_count + others.call_count + 1
            token_count = spent.token_count + others.token_count + put.token_count
            if call_count <= self._daily.calls and token_count <= self._daily.tokens:
                return put
            self._restore(tab, now)
        alone = spent.call_count < self._daily.calls and spent.token_count + tokens <= self._daily.tokens
        tomorrow = (day + timedelta(days=1) - now).total_seconds()
        raise _used_up(min(_IN_FLIGHT_SECONDS, tomorrow) if alone else tomorrow)

    def _restore(self, tab: MentorTab, now: datetime) -> None:
        """Put a tab as it was before a try that is not made."""
        if not tab.token_count:
            self._close(tab)
            return
        with suppress(StoreFault):
            self._tabs.put(tab, now)

    def _close(self, tab: MentorTab) -> None:
        """Forget a tab; where that fails, its time ends it."""
        with suppress(StoreFault):
            self._tabs.close(tab.uid)


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


def _uncounted(fault: StoreFault) -> MentorFault:
    message = "Claude was not asked: what was asked today cannot be counted."
    return MentorFault(message, fault.next_step, failure=MentorFailure.BUDGET, retry_after_seconds=60)
