"""Which of the waiting jobs go to the broker next: a short window, of which no owner and no class takes all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.practice.learner import LearnerId


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job that is queued, and not with the broker."""

    uid: str
    owner: LearnerId
    bulk: bool


@dataclass(frozen=True, slots=True)
class InFlight:
    """The jobs that are running, or with the broker."""

    owner_counts: Mapping[LearnerId, int]
    """How many each owner has."""
    bulk_count: int
    """How many of all are bulk jobs."""

    @property
    def count(self) -> int:
        """Jobs in all."""
        return sum(self.owner_counts.values())


def fitting(window: Window, in_flight: InFlight, waiting: Iterable[Waiting]) -> tuple[str, ...]:
    """Return the uids of the jobs that fit a window.

    An owner who has the share of one owner already comes after all others, as in ``Jobs.claim``, and gets lanes that
    are free: nothing of theirs waits at the broker, where a job that comes later would stand behind it.

    Args:
        window: How much there may be.
        in_flight: How much there is.
        waiting: In fair order; read as far as needed.
    """
    room, bulk_room = window.most - in_flight.count, window.most_bulk - in_flight.bulk_count
    counts = Counter(in_flight.owner_counts)
    chosen: list[str] = []
    later: list[Waiting] = []
    if room <= 0:
        return ()
    for each in waiting:
        if counts[each.owner] >= window.most_of_owner:
            later.append(each)
        elif not each.bulk or bulk_room > 0:
            chosen.append(each.uid)
            counts[each.owner] += 1
            bulk_room -= each.bulk
        if len(chosen) == room:
            return tuple(chosen)
    free = window.lane_count - in_flight.count
    for each in later:
        if len(chosen) < free and (not each.bulk or bulk_room > 0):
            chosen.append(each.uid)
            bulk_room -= each.bulk
    return tuple(chosen)
