"""Grade a class: many repositories, some challenges at a time, each result handed out as soon as it is there."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from queue import SimpleQueue

from codementor_cli.domain.grading.gradebook import Standing, fault_result
from codementor_cli.domain.grading.results import ChallengeResult, RepositoryResult
from codementor_cli.services.grading.repository import Candidate, Grader, Judged

Kept = Callable[[int, str], RepositoryResult | None]
"""The result that an earlier grading left of a candidate, by its fingerprint; None: there is none to keep."""
Now = Callable[[], datetime]
"""The time, aware and in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A challenge of a repository is being judged."""

    index: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A repository is done."""

    index: int
    """Of the candidate."""
    result: RepositoryResult
    kept: bool = False
    """Left by an earlier grading."""


Event = Started | Judged | Graded


@dataclass(slots=True)
class _Open:
    """A repository that is being graded."""

    index: int
    standing: Standing
    results: list[ChallengeResult | None]
    left: int


@dataclass(slots=True)
class _Work:
    """What is to be done next; every worker takes from here."""

    candidates: deque[tuple[int, Candidate]]
    challenges: deque[tuple[_Open, int]] = field(default_factory=deque)
    taking: int = 0
    """Workers that look into a repository: more challenges will come of it."""
    stopped: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def next(self) -> tuple[_Open, int] | tuple[None, tuple[int, Candidate]] | None:
        """Return a challenge to judge, or a repository to look into; None: there is nothing more."""
        with self.changed:
            while not self.stopped:
                if self.challenges:
                    return self.challenges.popleft()
                if self.candidates:
                    self.taking += 1
                    return None, self.candidates.popleft()
                if not self.taking:
                    return None
                self.changed.wait()
            return None

    def taken(self, opened: _Open | None) -> None:
        """Add the challenges of a repository that was looked into."""
        with self.changed:
            self.taking -= 1
            if opened is not None:
                self.challenges.extend((opened, index) for index in range(opened.left))
            self.changed.notify_all()

    def stop(self) -> None:
        """Let every worker end after what it does now."""
        with self.changed:
            self.stopped = True
            self.changed.notify_all()


class _Workers:
    """Threads that grade; what they find goes into one queue, and an error of theirs too."""

    def __init__(self, grader: Grader, work: _Work, kept: Kept, now: Now) -> None:
        self._grader = grader
        self._work = work
        self._kept = kept
        self._now = now
        self.events: SimpleQueue[Event | BaseException] = SimpleQueue()

    def run(self) -> None:
        """Work until nothing is left."""
        try:
            while (job := self._work.next()) is not None:
                if job[0] is None:
                    self._take(*job[1])
                else:
                    self._judge(*job)
        except BaseException as error:  # noqa: BLE001  # a thread's error must reach the caller
            self.events.put(error)

    def _take(self, index: int, candidate: Candidate) -> None:
        opened = None
        try:
            opened = self._opened(index, candidate)
        finally:
            self._work.taken(opened)

    def _opened(self, index: int, candidate: Candidate) -> _Open | None:
        """Look into a repository; None where its result is known already."""
        if not candidate.name:
            self._hand_out(index, self._grader.missing(candidate.identity, self._now()))
            return None
        try:
            intake = candidate.take()
        except OSError as error:
            reason = f"The repository cannot be read: {error.strerror}."
            self._hand_out(index, fault_result(self._grader.assignment, candidate.identity, candidate.name, reason))
            return None
        standing = self._grader.standing(candidate, intake)
        kept = self._kept(index, standing.fingerprint)
        if kept is not None:
            self.events.put(Graded(index=index, result=self._grader.kept(candidate, kept), kept=True))
            return None
        count = len(self._grader.challenges)
        return _Open(index=index, standing=standing, results=[None] * count, left=count)

    def _judge(self, opened: _Open, index: int) -> None:
        self.events.put(Started(index=opened.index, title=self._grader.challenges[index].title))
        result, judged = self._grader.judge(opened.standing, index)
        if judged is not None:
            self.events.put(judged)
        with self._work.changed:
            opened.results[index] = result
            opened.left -= 1
            done = opened.left == 0
        if done:
            results = [each for each in opened.results if each is not None]
            self._hand_out(opened.index, self._grader.result(opened.standing, results, self._now()))

    def _hand_out(self, index: int, result: RepositoryResult) -> None:
        self.events.put(Graded(index=index, result=result))


def grade_class(
    grader: Grader, candidates: Sequence[Candidate], jobs: int, kept: Kept, now: Now
) -> Generator[Event, None, None]:
    """Grade every candidate, and yield what happens as it happens; ``Graded`` comes once for each.

    Closing the iterator in between starts nothing more. What is being judged then is for its sandbox to end.

    Args:
        grader: By one assignment.
        candidates: Looked into in this order.
        jobs: Challenges judged at a time, each in one lane.
        kept: Results of an earlier grading; asked by any thread.
        now: The clock.
    """
    work = _Work(candidates=deque(enumerate(candidates)))
    workers = _Workers(grader, work, kept, now)
    # Daemons: after an interrupt nobody waits for a program that has minutes left.
    threads = [threading.Thread(target=workers.run, daemon=True) for _ in range(max(1, jobs))]
    for thread in threads:
        thread.start()
    left = len(candidates)
    try:
        while left:
            event = workers.events.get()
            if isinstance(event, BaseException):
                raise event
            left -= isinstance(event, Graded)
            yield event
    finally:
        work.stop()
