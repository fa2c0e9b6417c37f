"""What an operator sees of the jobs of several machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.jobs.machines import BrokerDepth, DeadLetter, LiveWorker
from codementor_cli.domain.jobs.order import Depth
from codementor_cli.ports.machines import Broker, SharedJobs, Workers

_MOST_DEAD = 100
"""Dead letters that are shown."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A dead letter, and its job."""

    letter: DeadLetter
    state: JobState | None
    """Of its job; None: there is none, or it ended long ago."""


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """The jobs, the broker and the workers at one moment."""

    jobs: Depth
    broker: BrokerDepth
    workers: tuple[LiveWorker, ...]
    given_up: tuple[GivenUp, ...]
    """Oldest first, the first hundred."""


def queue_status(jobs: SharedJobs, workers: Workers, broker: Broker, now: datetime) -> QueueStatus:
    """Return what there is to see.

    Raises:
        StoreFault: The database does not answer.
        BrokerFault: The broker does not.
    """
    letters = broker.dead_letters(_MOST_DEAD)
    states = jobs.states(tuple(each.uid for each in letters))
    given_up = tuple(GivenUp(each, states.get(each.uid)) for each in letters)
    return QueueStatus(jobs.depth(), broker.depth(), workers.live(now), given_up)
