"""Tokens of the service, and the rules of who may come in."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; `--help` and completion pay for none of them

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import existing_kept, open_kept
from codementor_cli.domain.access.principal import Role

if TYPE_CHECKING:
    from codementor_cli.ports.serving import Tokens
    from codementor_cli.settings import Settings


@contextmanager
def open_tokens(app: Application, database: str | None = None) -> Iterator[Tokens]:
    """Open the tokens beside the store, making it where there is none yet, and close them.

    Args:
        app: Its settings name the store.
        database: After ``--database``; None: as the settings say.

    Raises:
        StoreFault: It cannot be opened or made, with what to do about it.
    """
    kept = open_kept(app, database)
    with closing(kept.store):
        yield kept.tokens


@contextmanager
def existing_tokens(app: Application, database: str | None = None) -> Iterator[Tokens | None]:
    """Open the tokens to read them, and close them; looking makes no file. The arguments are those of ``open_tokens``.

    Yields:
        None where nothing was ever kept.

    Raises:
        UserFileError: ``--database`` names a file that is not there.
        StoreFault: It cannot be opened, with what to do about it.
    """
    with existing_kept(app, database) as kept:
        yield None if kept is None else kept.tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRules:
    """Who may come in, and how often."""

    is_private: bool
    """Whether only this machine reaches the address: without any token, its user may come in then."""
    hosts: frozenset[str] | None
    """Names, without ports, that the Host header may have; None: any."""
    origins: frozenset[str]
    """Web pages of other origins that may use the service."""
    requests_per_minute: Mapping[Role, int]
    """Of one token."""
    refusals_per_minute: int
    """Of one address, before 401 becomes 429."""


def access_rules(settings: Settings, address: str) -> AccessRules:
    """Return the rules for an address to listen on.

    Args:
        settings: Effective ones.
        address: An IP address, a name, or the path of a Unix socket.

    Raises:
        ProblemsError: A variable holds something else than its key takes.
    """
    private = is_private(address)
    named: tuple[str, ...] = settings.value("serve.hosts").value
    # A page of any name can lead a browser to this machine's own address; elsewhere, a token is needed anyway.
    own = {"localhost", "127.0.0.1", "[::1]", f"[{address}]" if ":" in address else address}
    people = settings.value("serve.requests_per_minute").value
    programs = settings.value("serve.service_requests_per_minute").value
    return AccessRules(
        is_private=private,
        hosts=frozenset(own | set(named)) if private or named else None,
        origins=frozenset(settings.value("serve.origins").value),
        requests_per_minute={
            Role.LEARNER: people,
            Role.TEACHER: people,
            Role.OPERATOR: programs,
            Role.SERVICE: programs,
        },
        refusals_per_minute=settings.value("serve.refusals_per_minute").value,
    )


def is_private(address: str) -> bool:
    """Whether only this machine reaches an address: a loopback address, or the path of a Unix socket."""
    from ipaddress import ip_address

    if "/" in address or address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        # What a name means can change while the service runs.
        return False
