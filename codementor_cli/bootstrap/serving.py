"""The service that ``codementor serve`` answers with: its parts, opened together and closed together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.access import AccessRules, access_rules, open_tokens
from codementor_cli.bootstrap.practice import database_path, open_store
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.ports import Store
from codementor_cli.ports.serving import Tokens
from codementor_cli.services.access.authenticate import check_address
from codementor_cli.text.units import MIB

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOptions:
    """Bounds of the service: what one request, one owner and all of them together may take."""

    body_bytes: int = 8 * MIB
    """Of one request's body; a program has at most 1 MiB."""
    body_seconds: float = 30.0
    """From the start of a request to the end of its body."""
    head_seconds: float = 10.0
    """From the first byte of a request to the end of its headers, and of a new connection to its first request."""
    connection_count: int = 512
    """Open connections; further ones are answered 503."""
    wait_seconds: float = 10.0
    """How long an answer waits for its job where the client does not say."""
    longest_wait_seconds: float = 60.0
    """The most that a client can ask to wait."""
    keep_alive_seconds: float = 15.0
    """Between two comments of an event stream where nothing happens."""
    owner_stream_count: int = 8
    """Open event streams of one owner."""
    stream_count: int = 128
    """Open event streams in all."""
    grace_seconds: float = 20.0
    """How long running jobs may go on once the service is told to stop."""
    ceilings: Ceilings = field(default_factory=lambda: Ceilings(wall_seconds=60, memory_bytes=1024 * MIB))
    """Of limits that a request asks for, where the settings name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the routes of the service stand on; threads share it."""

    application: Application
    store: Store
    store_name: str
    """Path of the database, for the operator alone."""
    tokens: Tokens
    access: AccessRules
    options: ServiceOptions
    clock: Callable[[], datetime]
    """Aware, UTC."""


@contextmanager
def open_service(
    app: Application, options: ServiceOptions | None = None, database: str | None = None, address: str = LOOPBACK
) -> Iterator[Service]:
    """Open the parts of the service, and close them when the context ends.

    Args:
        app: Its settings hold; the caller closes it.
        options: None: the usual ones.
        database: Path after ``--database``; None: as the settings say.
        address: Where it will listen.

    Raises:
        UserFileError: Others reach the address, and no token is live.
        EnvironmentFault: A part cannot be opened, with what to do about it.
    """
    rules = access_rules(app.settings, address)
    with closing(open_store(app, database)) as store, open_tokens(app, database) as tokens:
        check_address(tokens, address, rules.is_private, datetime.now(tz=UTC))
        yield Service(
            application=app,
            store=store,
            store_name=str(database_path(app, database)),
            tokens=tokens,
            access=rules,
            options=options or ServiceOptions(),
            clock=lambda: datetime.now(tz=UTC),
        )
