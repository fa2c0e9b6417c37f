"""A worker is seen as long as it lives, and says at once that it drains."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from codementor_cli.errors import StoreFault
from codementor_cli.services.jobs.machines.presence import SEEN_FOR, Presence, WorkerFacts
from tests.contract.kept import MOMENT
from tests.fakes.desk import until
from tests.fakes.machines import MemoryWorkers

FACTS = WorkerFacts(name="school/1", version="1.2.3", engine="bubblewrap", lane_count=4)


@dataclass
class _Clock:
    """Stands still until it is told."""

    seconds: float = 0
    workers: MemoryWorkers = field(default_factory=MemoryWorkers)

    def now(self) -> datetime:
        return MOMENT + timedelta(seconds=self.seconds)

    def presence(self) -> Presence:
        return Presence(self.workers, FACTS, self.now, tick_seconds=0.001)


def test_a_worker_says_what_it_is_and_until_when_it_is_seen() -> None:
    clock = _Clock()
    clock.presence().tick()
    (said,) = clock.workers.live(MOMENT)
    assert (said.name, said.version, said.engine, said.lane_count) == ("school/1", "1.2.3", "bubblewrap", 4)
    assert (said.started_at, said.seen_until, said.is_draining) == (MOMENT, MOMENT + SEEN_FOR, False)


def test_it_says_so_again_long_before_it_is_not_seen_any_more() -> None:
    clock = _Clock()
    presence = clock.presence()
    presence.tick()
    clock.seconds = 4
    presence.tick()
    assert clock.workers.kept["school/1"].seen_until == MOMENT + SEEN_FOR
    clock.seconds = 5
    presence.tick()
    assert clock.workers.kept["school/1"].seen_until == MOMENT + timedelta(seconds=5) + SEEN_FOR
    assert clock.workers.kept["school/1"].started_at == MOMENT


def test_that_it_drains_is_said_without_waiting_for_the_next_time() -> None:
    clock = _Clock()
    presence = clock.presence()
    presence.tick()
    presence.drain()
    presence.tick()
    assert clock.workers.kept["school/1"].is_draining


def test_its_thread_goes_on_through_faults_and_forgets_the_worker_at_its_end() -> None:
    clock = _Clock()
    clock.workers.fault = StoreFault("PostgreSQL does not answer.")
    presence = clock.presence()
    presence.start()
    clock.workers.fault = None
    # What failed is due again after its time.
    clock.seconds = 6
    until(lambda: "school/1" in clock.workers.kept)
    presence.close()
    assert clock.workers.kept == {}


def test_it_ends_where_nobody_hears_it() -> None:
    clock = _Clock()
    presence = clock.presence()
    presence.start()
    clock.workers.fault = StoreFault("PostgreSQL does not answer.")
    presence.close()
    clock.presence().close()
