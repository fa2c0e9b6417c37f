"""Whose job is next: start-time fair queueing by owner, and the bounds of the queue.

Each job gets a tag when it is added, and the job with the smallest tag runs first. Tags are seconds of a clock that
goes on with the tags of the jobs that start: an owner without a job gets the clock's time, an owner with jobs the end
of the last one. So an owner of many jobs waits for their own, and others wait for one job a worker at most.

Source: Goyal, Vin, Cheng: "Start-time Fair Queuing", SIGCOMM 1996.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from codementor_cli.domain.jobs.job import JudgeWork, Work

BULK_WEIGHT = 10
"""A job of a class or of a re-grading counts as much as this many that a person waits for."""

_JOB_SECONDS = 1.0
"""Expected of a job of a few cases. Source: 0.3 s to 1 s, measured for all shipped challenges."""
_CASE_SECONDS = 0.1
_LATE_SECONDS = 1.0
"""Below it, putting off the owner's jobs costs more than it is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCaps:
    """Bounds of the queue."""

    owner_count: int = 100
    """Unfinished jobs of one owner, at most."""
    total_count: int = 2000
    """Unfinished jobs of all owners, at most."""
    worker_count: int = 1
    """Jobs that run at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How full the queue is."""

    queued_count: int
    running_count: int
    owner_count: int
    """Owners of unfinished jobs."""
    recent_seconds: tuple[float, ...] = ()
    """How long each of the last jobs ran."""

    @property
    def unfinished_count(self) -> int:
        """Jobs that are queued or running."""
        return self.queued_count + self.running_count


@dataclass(frozen=True, slots=True)
class Clock:
    """What the tag of the next job follows from; 0 where there was none yet."""

    started: float
    """Largest tag of the jobs that started."""
    ended: float
    """Largest end of all jobs' tags."""

    def at_add(self, is_idle: bool) -> Clock:
        """Return the clock as a job comes; where none is queued or running, nobody is behind."""
        return Clock(self.ended, self.ended) if is_idle else self

    def at_start(self, tag: float) -> Clock:
        """Return the clock after a job started."""
        return Clock(max(self.started, tag), self.ended)

    def with_job(self, end: float) -> Clock:
        """Return the clock after a job was added, whose tag has that end."""
        return Clock(self.started, max(self.ended, end))


def fair_tag(clock: Clock, owner_end: float | None) -> float:
    """Return the tag of an owner's new job.

    Args:
        clock: Of the queue, as the job comes.
        owner_end: End of the owner's last job: its tag and its expected seconds; None: the owner has no job.
    """
    return clock.started if owner_end is None else max(clock.started, owner_end)


def fair_seconds(work: Work, bulk: bool) -> float:
    """Return how many seconds a job takes of its owner's share."""
    seconds = _JOB_SECONDS
    if isinstance(work, JudgeWork):
        seconds += _CASE_SECONDS * len(work.request.suite.tests)
    return seconds * (BULK_WEIGHT if bulk else 1)


def late_seconds(fair_seconds: float, ran_seconds: float, bulk: bool) -> float:
    """Return how many seconds of its owner's share a job took beyond what it was expected to; 0: hardly any.

    The owner's waiting jobs are put off by so much: who sends programs that run for long gets no more of the machine
    than others. A job that ended early gives nothing back.

    Args:
        fair_seconds: As expected.
        ran_seconds: From its start to its end.
        bulk: Whether it counts tenfold.
    """
    late = ran_seconds * (BULK_WEIGHT if bulk else 1) - fair_seconds
    return late if late >= _LATE_SECONDS else 0.0


def owner_retry_seconds(depth: Depth, caps: QueueCaps) -> int:
    """Return when one of an owner's jobs will have ended, in whole seconds: owners take turns."""
    rounds = math.ceil(max(depth.owner_count, 1) / caps.worker_count)
    return _whole(_mean(depth.recent_seconds) * rounds)


def total_retry_seconds(depth: Depth) -> int:
    """Return when one of the running jobs will have ended, in whole seconds."""
    return _whole(_mean(depth.recent_seconds))


def _mean(seconds: tuple[float, ...]) -> float:
    return sum(seconds) / len(seconds) if seconds else _JOB_SECONDS


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds))
