"""Whether the broker answers is known without waiting for it."""

from __future__ import annotations

from codementor_cli.domain.jobs.machines import BrokerDepth
from codementor_cli.errors import BrokerFault
from codementor_cli.services.jobs.machines.broker_watch import BrokerWatch
from tests.fakes.broker import MemoryBroker
from tests.fakes.desk import until


def test_depth_is_that_of_the_last_look_and_none_while_the_broker_is_away() -> None:
    broker = MemoryBroker()
    watch = BrokerWatch(broker)
    found = [watch.depth]
    broker.publish(["a", "b"])
    watch.look()
    found.append(watch.depth)
    broker.fault = BrokerFault("The broker does not answer.", "Start it.")
    watch.look()
    found.append(watch.depth)
    assert found == [None, BrokerDepth(waiting_count=2, dead_count=0), None]


def test_thread_looks_again_and_again_until_it_is_closed() -> None:
    broker = MemoryBroker()
    watch = BrokerWatch(broker, every_seconds=0.001)
    watch.start()
    until(lambda: watch.depth is not None)
    broker.publish(["a"])
    until(lambda: watch.depth == BrokerDepth(waiting_count=1, dead_count=0))
    watch.close()


def test_watch_that_never_started_closes() -> None:
    BrokerWatch(MemoryBroker()).close()
