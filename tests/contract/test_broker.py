"""Every broker: uids wait in it, in order, and those that were given up are seen until they are dropped."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import pytest
from kombu import Connection

from codementor_cli.domain.jobs.machines import BrokerDepth, DeadLetter
from codementor_cli.ports.machines import Broker
from codementor_cli.queue.broker import RabbitBroker
from codementor_cli.queue.celery_app import QUEUE
from tests.fakes.broker import MemoryBroker

UIDS = tuple(f"{number:032x}" for number in range(1, 4))
REJECTED = "rejected"


class World(Protocol):
    """A broker, and what its workers do."""

    @property
    def broker(self) -> Broker: ...

    def give_up_next(self) -> str:
        """Give up the uid that waits longest, and return it."""


@dataclass
class _InMemory:
    broker: MemoryBroker = field(default_factory=MemoryBroker)

    def give_up_next(self) -> str:
        uid = self.broker.uids.get_nowait()
        assert uid is not None
        self.broker.dead.append(DeadLetter(uid=uid, reason=REJECTED, at=datetime.now(tz=UTC)))
        return uid


@dataclass
class _OnRabbit:
    url: str
    broker: RabbitBroker

    def give_up_next(self) -> str:
        dead = self.broker.depth().dead_count
        with Connection(self.url) as connection:
            message = connection.default_channel.basic_get(QUEUE, no_ack=False)
            uid: str = json.loads(message.body)[0][0]
            connection.default_channel.basic_reject(message.delivery_tag, requeue=False)
        # The broker moves it a moment later.
        while self.broker.depth().dead_count == dead:
            os.sched_yield()
        return uid


@pytest.fixture(params=["memory", "rabbitmq"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        yield _InMemory()
        return
    url = request.getfixturevalue("broker_url")
    broker = RabbitBroker(url)
    yield _OnRabbit(url, broker)
    broker.close()


def test_new_broker_is_empty(world: World) -> None:
    assert world.broker.depth() == BrokerDepth(waiting_count=0, dead_count=0)
    assert world.broker.dead_letters(10) == ()
    assert world.broker.drop_dead_letters() == 0


def test_uids_wait_in_the_order_in_which_they_were_sent(world: World) -> None:
    world.broker.publish(UIDS)
    assert world.broker.depth().waiting_count == 3
    assert [world.give_up_next() for _ in UIDS] == list(UIDS)


def test_nothing_is_sent_where_there_is_nothing_to_send(world: World) -> None:
    world.broker.publish(())
    assert world.broker.depth().waiting_count == 0


def test_uids_that_were_given_up_are_seen_more_than_once_and_say_why(world: World) -> None:
    world.broker.publish(UIDS)
    world.give_up_next()
    world.give_up_next()
    assert world.broker.depth() == BrokerDepth(waiting_count=1, dead_count=2)
    for _ in range(2):
        found = world.broker.dead_letters(10)
        assert [(each.uid, each.reason) for each in found] == [(UIDS[0], REJECTED), (UIDS[1], REJECTED)]
        assert all(each.at is not None and each.at.tzinfo is UTC for each in found)
    assert [each.uid for each in world.broker.dead_letters(1)] == [UIDS[0]]


def test_uids_that_were_given_up_can_be_dropped_and_no_others_are(world: World) -> None:
    world.broker.publish(UIDS)
    world.give_up_next()
    assert world.broker.drop_dead_letters() == 1
    assert world.broker.depth() == BrokerDepth(waiting_count=2, dead_count=0)


def test_closed_broker_can_be_closed_again(world: World) -> None:
    world.broker.close()
    world.broker.close()
