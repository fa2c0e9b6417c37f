"""A broker that cannot be had is told with a next step, and without its password."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from amqp.exceptions import MessageNacked, PreconditionFailed
from kombu.exceptions import OperationalError

from codementor_cli.errors import BrokerFault, ErrorKind
from codementor_cli.queue.broker import RabbitBroker
from codementor_cli.queue.faults import broker_fault, place_of

URL = "amqp://ada:secret@broker.school:5673/judge"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        (URL, "broker.school:5673"),
        ("amqp://broker", "broker:5672"),
        ("amqps://ada:secret@broker/x", "broker:5671"),
        ("amqp://", "localhost:5672"),
        ("amqp://broker:seven/", "broker:5672"),
    ],
)
def test_place_of_a_broker_has_a_port_and_no_password(url: str, place: str) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    ("error", "message", "step"),
    [
        (MessageNacked(), "takes no more jobs now", "codementor worker"),
        (PreconditionFailed("inequivalent arg"), "other settings", "delete_queue"),
        (ConnectionRefusedError(), "No broker answers at broker.school:5673.", "systemctl status rabbitmq-server"),
        (RecursionError(), "does not answer as it should: RecursionError", "CODEMENTOR_BROKER_URL"),
    ],
)
def test_each_refusal_says_what_to_do_next(error: Exception, message: str, step: str) -> None:
    fault = broker_fault(error, URL)
    assert message in fault.message
    assert step in fault.next_step
    assert fault.kind is ErrorKind.ENVIRONMENT
    assert "secret" not in f"{fault.message}{fault.next_step}"


def test_what_a_library_wraps_is_told_as_what_it_is() -> None:
    wrapped = OperationalError("no")
    wrapped.__cause__ = MessageNacked()
    assert "takes no more jobs" in broker_fault(wrapped, URL).message


@pytest.fixture
def nobody() -> Iterator[str]:
    """Return the URL of a port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"amqp://ada:secret@127.0.0.1:{taken.getsockname()[1]}/"


def test_broker_that_is_down_is_a_fault_for_each_call(nobody: str) -> None:
    broker = RabbitBroker(nobody)
    calls = (
        lambda: broker.publish(["a"]),
        broker.depth,
        lambda: broker.dead_letters(1),
        broker.drop_dead_letters,
    )
    for call in calls:
        with pytest.raises(BrokerFault, match="No broker answers at"):
            call()
    # It may come back: a worker that starts with it waits.
    broker.check_user()
    broker.close()


def test_wrong_password_and_unknown_virtual_host_are_told_apart(broker_url: str) -> None:
    password = urlsplit(broker_url).password
    assert password
    with pytest.raises(BrokerFault, match="refuses this user") as refused:
        RabbitBroker(broker_url.replace(password, "guessed")).depth()
    assert "list_users" in refused.value.next_step
    with pytest.raises(BrokerFault, match="refuses this virtual host") as refused:
        RabbitBroker(f"{broker_url}-none").check_user()
    assert "list_permissions" in refused.value.next_step
