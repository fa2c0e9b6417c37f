"""A broker in memory, and workers that run what it carries."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue

from codementor_cli.domain.jobs.machines import BrokerDepth, DeadLetter, LiveWorker
from codementor_cli.errors import BrokerFault
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.machines.dispatcher import Dispatcher
from codementor_cli.services.jobs.machines.live_lanes import LiveLanes
from codementor_cli.services.jobs.machines.released_jobs import ReleasedJobs
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.perform import JobParts
from tests.fakes.machines import MemoryNews, MemoryWorkers
from tests.fakes.queue import MemoryJobs

_STARTED = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass
class MemoryBroker:
    """Keeps uids in a queue; meets ``ports.machines.Broker``."""

    uids: SimpleQueue[str | None] = field(default_factory=SimpleQueue)
    """What workers take; None ends one."""
    published: list[str] = field(default_factory=list)
    dead: list[DeadLetter] = field(default_factory=list)
    fault: BrokerFault | None = None
    """Once set, raised by every call."""

    def publish(self, uids: Sequence[str]) -> None:
        self._check()
        for uid in uids:
            self.published.append(uid)
            self.uids.put(uid)

    def depth(self) -> BrokerDepth:
        self._check()
        return BrokerDepth(waiting_count=self.uids.qsize(), dead_count=len(self.dead))

    def dead_letters(self, most: int) -> tuple[DeadLetter, ...]:
        self._check()
        return tuple(self.dead[:most])

    def drop_dead_letters(self) -> int:
        self._check()
        count = len(self.dead)
        self.dead.clear()
        return count

    def close(self) -> None:
        pass

    def _check(self) -> None:
        if self.fault is not None:
            raise self.fault


def live_worker(name: str = "one", lane_count: int = 1, *, is_draining: bool = False) -> LiveWorker:
    """Return a worker that is seen for ever."""
    return LiveWorker(
        name=name,
        version="1",
        engine="fake",
        lane_count=lane_count,
        is_draining=is_draining,
        started_at=_STARTED,
        seen_until=_STARTED + timedelta(days=36_500),
    )


@contextmanager
def fake_machines(jobs: MemoryJobs, desk: JobDesk, parts: JobParts, lane_count: int = 1) -> Iterator[MemoryBroker]:
    """Run the jobs of a desk, which has no threads for them, by a dispatcher, a broker and a worker of fakes."""
    broker, workers, news = MemoryBroker(), MemoryWorkers(), MemoryNews()
    workers.seen(live_worker(lane_count=lane_count))
    options = DeskOptions(tick_seconds=0.01, retry_seconds=0.001)
    dispatcher = Dispatcher(jobs, LiveLanes(workers, options.now), broker, options)
    children = [ReleasedJobs(jobs, parts, options) for _ in range(lane_count)]
    threads = [threading.Thread(target=_work, args=(broker, each, news)) for each in children]

    def told(uid: str) -> None:
        desk.hear(uid)
        dispatcher.wake()

    with news.listen(told):
        dispatcher.start()
        for child, thread in zip(children, threads, strict=True):
            child.start()
            thread.start()
        try:
            yield broker
        finally:
            dispatcher.close()
            for child in children:
                # Whichever thread takes it, ends.
                broker.uids.put(None)
                child.close()
            for thread in threads:
                thread.join()


def _work(broker: MemoryBroker, child: ReleasedJobs, news: MemoryNews) -> None:
    while (uid := broker.uids.get()) is not None:
        child.run(uid)
        news.tell(uid)
