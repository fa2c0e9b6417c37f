"""What several machines need of the outside: jobs that are released to a broker, workers that are seen, and news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from codementor_cli.ports.serving import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from codementor_cli.domain.jobs.job import Job, Lease
    from codementor_cli.domain.jobs.machines import BrokerDepth, DeadLetter, LiveWorker, Window


class SharedJobs(Jobs, Protocol):
    """Jobs of servers and workers on many machines: a dispatcher releases them, and a worker claims the one it is told.

    A released job is queued still, with the moment of its release beside it. It is released again where it was not
    begun long after, so a broker may lose what it holds.
    """

    def dispatching(self) -> AbstractContextManager[bool]:
        """Hold the place of the one dispatcher while the context is open; False: another one holds it."""

    def to_release(self, window: Window) -> tuple[str, ...]:
        """Return the next jobs in fair order that fit the window; nothing is changed."""

    def mark_released(self, uids: Sequence[str], at: datetime) -> None:
        """Note that jobs are with the broker; those that began, or ended, meanwhile stay as they are."""

    def release_again(self, before: datetime) -> int:
        """Take back the mark of jobs that were released before a moment and never begun, and return how many."""

    def claim_released(self, uid: str, lease: Lease) -> Job | None:
        """Begin a queued job; None: it runs, or ended, or is gone: whatever told of it is forgotten."""

    def server_of(self, uid: str) -> str | None:
        """Return the name of the server that runs a job; None: none does."""


class Workers(Protocol):
    """The workers of all machines, each seen for as long as it says so.

    Faults: every method raises ``StoreFault``, as ``Jobs`` do.
    """

    def seen(self, worker: LiveWorker) -> None:
        """Note that a worker lives, with what it says of itself in place of what it said before."""

    def left(self, name: str) -> None:
        """Forget a worker that ended."""

    def live(self, now: datetime) -> tuple[LiveWorker, ...]:
        """Return the workers that are seen at a moment, by name; those that are not any more are forgotten."""


class JobNews(Protocol):
    """Tells at once of what another process did to jobs; whoever hears nothing asks every second anyhow."""

    def listen(self, told: Callable[[str], None]) -> AbstractContextManager[None]:
        """Tell of jobs while the context is open.

        Args:
            told: Called, in a thread of its own, with the uid of a job that was added, ended or cancelled; with an
                empty text where some news may have been missed.
        """


class Broker(Protocol):
    """Carries uids of jobs to workers. It may lose them and deliver them twice; jobs are kept in the store.

    Threads: any may call any method. Faults: every method raises ``BrokerFault`` where the broker does not answer.
    """

    def publish(self, uids: Sequence[str]) -> None:
        """Send uids, in order, and return once the broker has all of them on its disk."""

    def depth(self) -> BrokerDepth:
        """Return how many uids wait, and how many were given up."""

    def dead_letters(self, most: int) -> tuple[DeadLetter, ...]:
        """Return uids that the broker gave up, oldest first; they stay."""

    def drop_dead_letters(self) -> int:
        """Forget the uids that were given up, and return how many."""

    def close(self) -> None:
        """Give back what is open; may be called more than once."""
