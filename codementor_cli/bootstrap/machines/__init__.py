"""What several machines share: the jobs in PostgreSQL, and the broker."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; only commands for several machines pay for these

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import postgres_url
from codementor_cli.errors import EnvironmentFault, NextStep

if TYPE_CHECKING:
    from codementor_cli.ports.machines import SharedJobs, Workers
    from codementor_cli.queue.broker import RabbitBroker


@dataclass(frozen=True, slots=True)
class SharedParts:
    """What servers and workers do with one database; threads share it, processes that fork do not."""

    jobs: SharedJobs
    workers: Workers
    place: str
    """Of the database, for people."""


def shared_url(app: Application, database: str | None = None) -> str:
    """Return the address of the database that servers and workers share.

    Args:
        app: Its settings name it.
        database: After ``--database``; None: as the settings say.

    Raises:
        EnvironmentFault: There is none: jobs of several machines are not kept in a file.
    """
    url = postgres_url(app, database)
    if url is None:
        is_named = database is not None or app.settings.value("store.url").value is not None
        found = "the database is a file" if is_named else "no database is named"
        message = f"Workers take their jobs from PostgreSQL, and {found}."
        raise EnvironmentFault(
            message, "Set DATABASE_URL=postgresql://USER:PASSWORD@HOST/NAME, the same for all machines."
        )
    return url


def broker_url(app: Application) -> str:
    """Return the address of the broker.

    Raises:
        EnvironmentFault: None is named.
    """
    url = app.settings.value("broker.url").value
    if url is None:
        message = "No broker is named: jobs come to workers through RabbitMQ."
        raise EnvironmentFault(
            message, NextStep(("serve",), "Set CODEMENTOR_BROKER_URL=amqp://USER:PASSWORD@HOST:5672/VHOST, as for {}.")
        )
    return str(url)


@contextmanager
def open_shared(url: str, connection_count: int) -> Iterator[SharedParts]:
    """Open what servers and workers share, and close it.

    Args:
        url: See ``shared_url``.
        connection_count: Connections of this process at a time, at most.

    Raises:
        StoreFault: It cannot be opened, with what to do about it.
    """
    from codementor_cli.store.postgres.database import open_database
    from codementor_cli.store.postgres.jobs import PostgresJobs
    from codementor_cli.store.postgres.jobs.live_workers import PostgresWorkers

    with closing(open_database(url, connection_count)) as database:
        yield SharedParts(PostgresJobs(database), PostgresWorkers(database), database.place)


def open_broker(url: str) -> RabbitBroker:
    """Return the broker at an address, which connects when it is used; the caller closes it."""
    from codementor_cli.queue.broker import RabbitBroker

    return RabbitBroker(url)
