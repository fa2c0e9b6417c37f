"""What the service needs of the outside: a queue of jobs, and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from codementor_cli.domain.access.token import Token
    from codementor_cli.domain.jobs.job import Added, Answer, Job, JobProblem, JobState, Lease, NewJob
    from codementor_cli.domain.jobs.order import Depth, QueueCaps
    from codementor_cli.domain.mentor.mentoring import MentorSpend, MentorTab
    from codementor_cli.domain.practice.submission import Submission
    from codementor_cli.errors import QueueFullError


class Jobs(Protocol):
    """Jobs of all owners, in the order in which they run. A job is kept before anything else happens to it.

    Of the work of one that was finished, failed or cancelled, ``ended_work`` says what stays.

    Threads and processes: many of each may use the jobs of one store; each method is one transaction. All that is kept
    outlives a killed process. A submission, from ``add`` to ``finish``, outlives a power cut too; a run may be lost by
    one, as may a judging that records nothing, and a claim: each is asked for, or made, again.

    Faults: every method raises ``StoreFault`` where the store is locked, read-only, damaged, full or closed.
    """

    def add(self, new: NewJob, caps: QueueCaps) -> Added:
        """Keep a job; where the owner has one of that key, return it and keep nothing.

        Raises:
            KeyReusedError: That one was another request.
            QueueFullError: The owner's bound, or the bound of all, is reached.
        """

    def add_all(self, new: Sequence[NewJob], caps: QueueCaps) -> tuple[Added | QueueFullError, ...]:
        """Keep jobs, as ``add`` does one after the other, and return what came of each: of those without room, why.

        Raises:
            KeyReusedError: One was another request; none is kept.
        """

    def job(self, uid: str) -> Job | None:
        """Return a job; None: there is none, or it ended long ago."""

    def states(self, uids: tuple[str, ...]) -> dict[str, JobState]:
        """Return the states of jobs by uid; those that are not there are left out."""

    def claim(self, lease: Lease, most_running: int) -> Job | None:
        """Begin the next job in fair order; None: none is queued.

        Args:
            lease: The server's, for as long as it is renewed.
            most_running: An owner with so many running jobs comes after all others.
        """

    def renew(self, lease: Lease, uids: tuple[str, ...]) -> frozenset[str]:
        """Extend a server's lease of its running jobs, and return those it holds: others were cancelled, or lost."""

    def finish(self, uid: str, answer: Answer, submission: Submission | None, at: datetime) -> int | None:
        """End a job with its answer, and record its submission, both or neither.

        A job that ended before, or was cancelled, stays as it is, and nothing is recorded.

        Returns:
            The number of the submission; None: nothing was recorded.
        """

    def fail(self, uid: str, problem: JobProblem, at: datetime) -> None:
        """End a job without an answer; one that ended before stays as it is."""

    def cancel(self, uid: str, at: datetime) -> bool:
        """End a job without an answer, and return whether it had not ended; what it runs is the server's to end."""

    def hand_back(self, uid: str, server: str) -> None:
        """Queue a job that a server runs again, in its old place, as if this attempt had not been.

        One that another server took over stays as it is.
        """

    def recover(self, now: datetime, dead: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Queue the jobs of servers that ended, whose lease passed or that are named.

        Returns:
            The uids of all that it changed: those that were begun ``MOST_ATTEMPTS`` times have failed.
        """

    def servers(self) -> tuple[str, ...]:
        """Return the names of servers that have running jobs."""

    def prune(self, before: datetime, judged_before: datetime) -> int:
        """Forget the jobs that ended before a moment, and return how many; their submissions stay.

        Args:
            before: That moment.
            judged_before: Of judgings that came with their test cases, which are large.
        """

    def depth(self) -> Depth:
        """Return how full the queue is."""


class DeskObserver(Protocol):
    """Told what happens to jobs, for logs, metrics and traces.

    Threads call it side by side. Every method returns at once, and raises nothing.
    """

    def queued(self, job: Job) -> None:
        """Take a new job that was kept; called in the thread, and the context, of its request."""

    def started(self, job: Job) -> None:
        """Take a job that begins now; called in the thread that performs it."""

    def ended(self, job: Job) -> None:
        """Take a job that is done, failed or cancelled; called in the thread that performed it, where there is one."""

    def fault(self, error: BaseException) -> None:
        """Take a bug, or a fault of the store, that no request sees."""


class Tokens(Protocol):
    """Tokens that were made, whatever their state.

    Faults: every method raises ``StoreFault``, as ``Jobs`` do.
    """

    def add(self, token: Token) -> None:
        """Keep a new token."""

    def by_digest(self, digest: str) -> Token | None:
        """Return the token of a digest; None: there is none."""

    def all(self) -> tuple[Token, ...]:
        """Return every token, oldest first."""

    def revoke(self, uid: str, at: datetime) -> Token | None:
        """Take back a token from a moment on, and return it; None: there is none. One taken back stays as it is."""


class Rates(Protocol):
    """Counts what happened in the last minute, for all servers that share it.

    Faults: every method raises ``StoreFault``, as ``Jobs`` do.
    """

    def wait_after(self, most: int, *key: str) -> int:
        """Count one more where there is room for it.

        Args:
            most: In a minute.
            key: Of what is counted.

        Returns:
            Whole seconds until there is room; 0: it was counted.
        """


class MentorTabs(Protocol):
    """Tabs of questions under way: what each may take at most, for all servers that share them.

    A tab of a server that ended counts until its time is over. Faults: every method raises ``StoreFault``, as ``Jobs``
    do.
    """

    def put(self, tab: MentorTab, now: datetime) -> MentorSpend:
        """Open a tab, or write another sum on it, and return what is on the learner's other open tabs.

        Of two that are put at the same time, each is told of the other at least once.
        """

    def close(self, uid: str) -> None:
        """Forget a tab, if it is there."""
