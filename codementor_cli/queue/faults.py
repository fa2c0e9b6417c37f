"""What a broker's refusal means, and what to do about it. No message repeats the address: it may hold a password."""

from __future__ import annotations

from urllib.parse import urlsplit

from amqp.exceptions import AccessRefused, AMQPError, MessageNacked, NotAllowed, PreconditionFailed
from kombu.exceptions import KombuError

from codementor_cli.errors import BrokerFault
from codementor_cli.text.untrusted import visible_line

FAULTS: tuple[type[Exception], ...] = (AMQPError, KombuError, OSError)
"""All that a broker, or the way to it, raises."""

_PLAIN_PORT, _TLS_PORT = 5672, 5671


def place_of(url: str) -> str:
    """Return where a broker listens, for people: ``HOST:PORT``."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    usual = _TLS_PORT if parts.scheme == "amqps" else _PLAIN_PORT
    return visible_line(f"{parts.hostname or 'localhost'}:{port or usual}")


def broker_fault(error: Exception, url: str) -> BrokerFault:
    """Return the fault for what was raised while the broker at an address was asked."""
    cause = error.__cause__ if isinstance(error, KombuError) and error.__cause__ is not None else error
    place = place_of(url)
    match cause:
        case MessageNacked():
            return BrokerFault(f"The broker at {place} takes no more jobs now.", _FULL)
        case AccessRefused():
            return BrokerFault(f"The broker at {place} refuses this user.", _USER)
        case NotAllowed():
            return BrokerFault(f"The broker at {place} refuses this virtual host.", _VIRTUAL_HOST)
        case PreconditionFailed():
            return BrokerFault(f"The broker at {place} has a queue of this name with other settings.", _QUEUE)
        case OSError():
            return BrokerFault(f"No broker answers at {place}.", _DOWN)
        case _:
            return BrokerFault(f"The broker at {place} does not answer as it should: {type(cause).__name__}.", _DOWN)


_FULL = "Start more workers: codementor worker. Jobs are kept, and are sent again."
_USER = "Check the user and the password in CODEMENTOR_BROKER_URL: sudo rabbitmqctl list_users"
_VIRTUAL_HOST = "Check what follows the port in CODEMENTOR_BROKER_URL: sudo rabbitmqctl list_permissions -p NAME"
_QUEUE = "Delete that queue once it is empty: sudo rabbitmqctl delete_queue NAME (its name begins with codementor)"
_DOWN = "Start it, or check CODEMENTOR_BROKER_URL: sudo systemctl status rabbitmq-server. Jobs are kept, and wait."
