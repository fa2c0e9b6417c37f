"""An operator sees jobs, broker and workers at one moment, and what became of jobs that the broker gave up."""

from __future__ import annotations

from datetime import UTC, datetime

from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.jobs.machines import BrokerDepth, DeadLetter
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.services.jobs.machines.status import queue_status
from tests.contract.kept import MOMENT
from tests.fakes.broker import MemoryBroker, live_worker
from tests.fakes.jobs import new_job
from tests.fakes.machines import MemoryWorkers
from tests.fakes.queue import MemoryJobs


def test_each_dead_letter_comes_with_the_state_of_its_job() -> None:
    jobs, broker, workers = MemoryJobs(), MemoryBroker(), MemoryWorkers()
    kept = new_job(1)
    jobs.add(kept, QueueCaps())
    broker.publish([kept.uid])
    broker.dead = [DeadLetter(uid=uid, reason="delivery_limit", at=MOMENT) for uid in (kept.uid, "f" * 32)]
    workers.seen(live_worker("school/1", 2))
    found = queue_status(jobs, workers, broker, datetime.now(tz=UTC))
    assert [(each.letter.uid, each.state) for each in found.given_up] == [(kept.uid, JobState.QUEUED), ("f" * 32, None)]
    assert found.broker == BrokerDepth(waiting_count=1, dead_count=2)
    assert (found.jobs.queued_count, [each.name for each in found.workers]) == (1, ["school/1"])
