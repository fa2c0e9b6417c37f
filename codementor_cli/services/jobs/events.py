"""Events of jobs: what happened, in order, and who is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import count

from codementor_cli.domain.jobs.job import Job, JobState, JudgedAnswer
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult

LAST_EVENT = 2**31 - 1
"""Number of the event that ends a job, whatever came before: who has it needs no other."""


class EventKind(StrEnum):
    """What happened to a job."""

    QUEUED = "queued"
    STARTED = "started"
    COMPILED = "compiled"
    CASE = "case"
    OUTPUT = "output"
    """A live run printed something."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_ENDS = {
    JobState.DONE: EventKind.DONE,
    JobState.FAILED: EventKind.FAILED,
    JobState.CANCELLED: EventKind.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class JobEvent:
    """One thing that happened to a job. Hidden cases keep their data: schemas leave it out."""

    number: int
    """1-based, in order; an event has the same number wherever and whenever the job is judged."""
    kind: EventKind
    data: Job | Compilation | CaseResult | bytes

    @property
    def is_last(self) -> bool:
        """Whether the job has ended."""
        return self.number == LAST_EVENT


Callback = Callable[[JobEvent], None]
"""Told of each event, in the thread in which it happens: it must not wait. One that raises is told nothing more."""


def events_of(job: Job) -> list[JobEvent]:
    """Return the events of a job as its row tells them."""
    return list(_told(job))


def _told(job: Job) -> Iterator[JobEvent]:
    numbers = count(1)
    yield JobEvent(next(numbers), EventKind.QUEUED, job)
    if job.attempt:
        yield JobEvent(next(numbers), EventKind.STARTED, job)
    if isinstance(job.answer, JudgedAnswer):
        judgement = job.answer.judgement
        if judgement.compilation is not None:
            yield JobEvent(next(numbers), EventKind.COMPILED, judgement.compilation)
        for result in judgement.results:
            yield JobEvent(next(numbers), EventKind.CASE, result)
    if job.state.is_end:
        yield end_of(job)


def end_of(job: Job) -> JobEvent:
    """Return the event that ends a job."""
    return JobEvent(LAST_EVENT, _ENDS[job.state], job)


class EventLogs:
    """The events of the jobs that run here, and who is told of events of any job. Threads may share it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._events: dict[str, list[JobEvent]] = {}
        self._callbacks: dict[str, list[Callback]] = {}

    def begin(self, job: Job) -> None:
        """Begin the log of a job that runs here now."""
        begun = events_of(job)
        with self._guard:
            self._events[job.uid] = begun
        self._tell(job.uid, begun[-1])

    def add(self, uid: str, kind: EventKind, data: Compilation | CaseResult | bytes) -> None:
        """Add an event to a job that runs here; where it ended meanwhile, nothing is added."""
        with self._guard:
            events = self._events.get(uid)
            if events is None:
                return
            event = JobEvent(len(events) + 1, kind, data)
            events.append(event)
        self._tell(uid, event)

    def end(self, job: Job) -> None:
        """Tell that a job ended, and forget what led there: its row tells it."""
        self.forget(job.uid)
        self._tell(job.uid, end_of(job))

    def forget(self, uid: str) -> None:
        """Forget a job that does not run here any more."""
        with self._guard:
            self._events.pop(uid, None)

    def of(self, uid: str) -> list[JobEvent] | None:
        """Return the events so far of a job that runs here; None: it does not."""
        with self._guard:
            events = self._events.get(uid)
            return None if events is None else list(events)

    def subscribe(self, uid: str, callback: Callback) -> Callable[[], None]:
        """Tell of each event from now on; the function that is returned ends that, and may be called twice."""
        with self._guard:
            self._callbacks.setdefault(uid, []).append(callback)
        return partial(self._leave, uid, callback)

    def awaited_elsewhere(self) -> tuple[str, ...]:
        """Return the jobs that somebody is told of and that do not run here."""
        with self._guard:
            return tuple(uid for uid in self._callbacks if uid not in self._events)

    def _tell(self, uid: str, event: JobEvent) -> None:
        with self._guard:
            callbacks = list(self._callbacks.get(uid, ()))
        for each in callbacks:
            try:
                each(event)
            except Exception:  # noqa: BLE001 - whoever went away without leaving must not end a job that others wait for
                self._leave(uid, each)

    def _leave(self, uid: str, callback: Callback) -> None:
        with self._guard:
            left = [each for each in self._callbacks.pop(uid, ()) if each is not callback]
            if left:
                self._callbacks[uid] = left
