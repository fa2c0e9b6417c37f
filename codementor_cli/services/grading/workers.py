"""Grade a class: many repositories, several challenges at a time, and each result as soon as it is known."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from queue import PriorityQueue, SimpleQueue

from codementor_cli.domain.grading.gradebook import fault_result
from codementor_cli.domain.grading.repository_content import RepositoryToGrade
from codementor_cli.domain.grading.results import ChallengeResult, RepositoryResult
from codementor_cli.services.grading.repository import Candidate, Grader, Judged

Kept = Callable[[int, str], RepositoryResult | None]
"""The result that an earlier grading left of a candidate, by its fingerprint; None: there is none to keep."""
Now = Callable[[], datetime]
"""The time, aware and in UTC."""

_CHALLENGE, _REPOSITORY = range(2)
"""Priorities of jobs: a repository that was opened is finished before the next one."""


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


@dataclass(frozen=True, slots=True)
class _OpenRepository:
    """A repository that is being graded."""

    index: int
    repository: RepositoryToGrade
    results: list[ChallengeResult | None]
    """Of the challenges; None: not judged yet."""


class _Workers:
    """Threads that grade: challenges of open repositories first, and then the next repository.

    Results go into one queue, and an error of a thread too.
    """

    def __init__(self, grader: Grader, candidates: Sequence[Candidate], kept: Kept, now: Now) -> None:
        self._grader = grader
        self._kept = kept
        self._now = now
        self._order = count()
        self._jobs: PriorityQueue[tuple[int, int, Callable[[], None]]] = PriorityQueue()
        self._guard = threading.Lock()
        self._stopped = False
        self.events: SimpleQueue[Event | BaseException] = SimpleQueue()
        for index, candidate in enumerate(candidates):
            self._put(_REPOSITORY, partial(self._open, index, candidate))

    def start(self, thread_count: int) -> None:
        """Start the threads, as daemons: an interrupted command does not wait for a program."""
        for _ in range(thread_count):
            threading.Thread(target=self._work, daemon=True).start()

    def stop(self, thread_count: int) -> None:
        """Let every thread end after its present job."""
        self._stopped = True
        for _ in range(thread_count):
            self._put(_CHALLENGE, lambda: None)

    def _put(self, priority: int, job: Callable[[], None]) -> None:
        self._jobs.put((priority, next(self._order), job))

    def _work(self) -> None:
        try:
            while True:
                *_, job = self._jobs.get()
                if self._stopped:
                    return
                job()
        except BaseException as error:  # noqa: BLE001  # a thread's error must reach the caller
            self.events.put(error)

    def _open(self, index: int, candidate: Candidate) -> None:
        """Read a repository; unless its result is known already, its challenges are judged next."""
        grader = self._grader
        if not candidate.name:
            self._hand_out(index, grader.missing(candidate.identity, self._now()))
            return
        try:
            content = candidate.take()
        except OSError as error:
            reason = f"The repository cannot be read: {error.strerror}."
            self._hand_out(index, fault_result(grader.assignment, candidate.identity, candidate.name, reason))
            return
        repository = grader.open(candidate, content)
        kept = self._kept(index, repository.fingerprint)
        if kept is not None:
            self.events.put(Graded(index=index, result=grader.kept(candidate, kept), kept=True))
            return
        opened = _OpenRepository(index, repository, [None] * len(grader.challenges))
        for challenge in range(len(grader.challenges)):
            self._put(_CHALLENGE, partial(self._judge, opened, challenge))

    def _judge(self, opened: _OpenRepository, index: int) -> None:
        self.events.put(Started(index=opened.index, title=self._grader.challenges[index].title))
        result, judged = self._grader.judge(opened.repository, index)
        if judged is not None:
            self.events.put(judged)
        with self._guard:
            opened.results[index] = result
            results = [each for each in opened.results if each is not None]
        if len(results) == len(opened.results):
            self._hand_out(opened.index, self._grader.result(opened.repository, results, self._now()))

    def _hand_out(self, index: int, result: RepositoryResult) -> None:
        self.events.put(Graded(index=index, result=result))


def grade_class(
    grader: Grader, candidates: Sequence[Candidate], jobs: int, kept: Kept, now: Now
) -> Generator[Event, None, None]:
    """Grade every candidate, and yield each event as it happens; ``Graded`` comes once for each.

    Closing the iterator starts no further job. ``Grader.stop`` ends the present ones.

    Args:
        grader: By one assignment.
        candidates: Read in this order.
        jobs: Challenges judged at a time, 1 or more, each in one lane.
        kept: Results of an earlier grading; called by any thread.
        now: The clock.
    """
    workers = _Workers(grader, candidates, kept, now)
    workers.start(jobs)
    left = len(candidates)
    try:
        while left:
            event = workers.events.get()
            if isinstance(event, BaseException):
                raise event
            left -= isinstance(event, Graded)
            yield event
    finally:
        workers.stop(jobs)
