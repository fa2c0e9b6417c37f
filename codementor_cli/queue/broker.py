"""RabbitMQ as ``ports.machines.Broker``."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from kombu import Connection

from codementor_cli.domain.jobs.machines import BrokerDepth, DeadLetter
from codementor_cli.errors import BrokerFault
from codementor_cli.queue.celery_app import DEAD, QUEUE, TASK, PinnedCelery, dead_queue, judge_queue
from codementor_cli.queue.faults import FAULTS, broker_fault, place_of

_CONNECT_SECONDS = 4.0
_ANSWER_SECONDS = 10.0
"""How long a broker may take to have a message on its disk."""
_T = TypeVar("_T")


class RabbitBroker:
    """Sends uids over one connection, which is opened at the first use and again after it broke.

    Threads wait for each other. A broken connection is noticed by the next call, which tries once more on a new one: so
    a uid may be sent twice, which workers bear.
    """

    def __init__(self, url: str) -> None:
        """Take the address, ``amqp://…`` or ``amqps://…``."""
        self._url = url
        self._app = PinnedCelery(url)
        self._guard = threading.Lock()
        self._connection: Connection | None = None

    @property
    def place(self) -> str:
        """Where it listens, for people."""
        return place_of(self._url)

    def check_user(self) -> None:
        """Refuse an address whose user or virtual host the broker does not take; one that is down may come back.

        Raises:
            BrokerFault: It answers, and refuses.
        """
        try:
            self.depth()
        except BrokerFault as fault:
            if not isinstance(fault.__cause__, OSError):
                raise

    def publish(self, uids: Sequence[str]) -> None:
        """Send uids, in order; see ``ports.machines.Broker``."""

        def send(connection: Connection) -> None:
            producer = connection.Producer(connection.default_channel, auto_declare=False)
            for uid in uids:
                options = {"retry": False, "timeout": _ANSWER_SECONDS, "confirm_timeout": _ANSWER_SECONDS}
                self._app.send_task(TASK, args=(uid,), producer=producer, declare=[], **options)

        if uids:
            self._ask(send)

    def depth(self) -> BrokerDepth:
        """Return how many uids wait, and how many were given up."""

        def read(connection: Connection) -> BrokerDepth:
            counts = [_count(connection, name) for name in (QUEUE, DEAD)]
            return BrokerDepth(waiting_count=counts[0], dead_count=counts[1])

        return self._ask(read)

    def dead_letters(self, most: int) -> tuple[DeadLetter, ...]:
        """Return uids that the broker gave up, oldest first; they stay."""

        def read(connection: Connection) -> tuple[DeadLetter, ...]:
            # What is read and not acknowledged goes back to its place as the channel closes.
            with closing(connection.channel()) as channel:
                return tuple(_taken(channel, most))

        return self._ask(read)

    def drop_dead_letters(self) -> int:
        """Forget the uids that were given up, and return how many."""
        return self._ask(lambda connection: int(connection.default_channel.queue_purge(DEAD) or 0))

    def close(self) -> None:
        """Give back the connection."""
        with self._guard:
            self._forget()

    def _ask(self, call: Callable[[Connection], _T]) -> _T:
        """Return what a call on the connection does.

        Raises:
            BrokerFault: It failed on a new connection.
        """
        with self._guard:
            if self._connection is not None:
                try:
                    return call(self._connection)
                except FAULTS:
                    self._forget()
            try:
                return call(self._opened())
            except FAULTS as error:
                self._forget()
                raise self._fault(error) from error

    def _fault(self, error: Exception) -> BrokerFault:
        return broker_fault(error, self._url)

    def _opened(self) -> Connection:
        """Return the connection, whose queues are there."""
        # Nobody would answer for heartbeats between two calls.
        connection = self._app.connection_for_write(connect_timeout=_CONNECT_SECONDS, heartbeat=0)
        self._connection = connection
        connection.connect()
        declare_queues(connection)
        return connection

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*FAULTS):
                connection.release()


def declare_queues(connection: Connection) -> None:
    """Make the queues where they are not there yet."""
    for queue in (dead_queue(), judge_queue()):
        queue(connection.default_channel).declare()


def _count(connection: Connection, name: str) -> int:
    return int(connection.default_channel.queue_declare(name, passive=True).message_count)


def _taken(channel: Any, most: int) -> Iterator[DeadLetter]:
    for _ in range(most):
        message = channel.basic_get(DEAD, no_ack=False)
        if message is None:
            return
        yield _dead_letter(message)


def _dead_letter(message: Any) -> DeadLetter:
    deaths = (message.headers or {}).get("x-death") or [{}]
    death = deaths[0] if isinstance(deaths[0], Mapping) else {}
    at = death.get("time")
    moment = at.replace(tzinfo=UTC) if isinstance(at, datetime) else None
    return DeadLetter(uid=_uid(message.body), reason=str(death.get("reason", "")), at=moment)


def _uid(body: Any) -> str:
    """Return the uid in a message; empty: it is none of ours."""
    try:
        uid = json.loads(body)[0][0]
    except (ValueError, LookupError, TypeError):
        return ""
    return uid if isinstance(uid, str) else ""
