"""Counts of requests: shared by the servers of a database, and this process's own where that cannot be asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from codementor_cli.api.middleware.rate import RateMiddleware
from codementor_cli.api.middleware.token import TokenMiddleware
from codementor_cli.api.middleware.window import Minute
from codementor_cli.domain.access.principal import Role
from codementor_cli.errors import StoreFault
from codementor_cli.services.access.authenticate import Authentication
from tests.fakes.asgi import ask, tells_principal
from tests.fakes.tokens import NOW, MemoryTokens, kept_token, text_of

RATES = dict.fromkeys(Role, 3)


@dataclass
class Shared:
    """A count of all servers; meets ``ports.serving.Rates``."""

    minute: Minute = field(default_factory=Minute)
    keys: list[tuple[str, ...]] = field(default_factory=list)
    is_down: bool = False

    def wait_after(self, most: int, *key: str) -> int:
        if self.is_down:
            raise StoreFault("The database does not answer.")
        self.keys.append(key)
        return self.minute.wait_after(most, *key)


def server(shared: Shared) -> TokenMiddleware:
    """Return one of several servers with one database."""
    tokens = MemoryTokens([kept_token(1)])
    return TokenMiddleware(
        RateMiddleware(tells_principal, requests_per_minute=RATES, shared=shared),
        authentication=Authentication(tokens, lambda: NOW, is_single_user=False),
        refusals_per_minute=2,
        shared=shared,
    )


def with_token(app: TokenMiddleware, number: int) -> int:
    return ask(app, "/api/languages", ("authorization", f"Bearer {text_of(number)}")).status


def test_two_servers_count_the_requests_of_a_token_together() -> None:
    shared = Shared()
    one, other = server(shared), server(shared)

    assert [with_token(app, 1) for app in (one, other, one, other, one)] == [200, 200, 200, 429, 429]


def test_two_servers_count_refused_tokens_of_an_address_together() -> None:
    shared = Shared()
    one, other = server(shared), server(shared)

    assert [with_token(app, 7) for app in (one, other, other)] == [401, 401, 429]
    assert {key[0] for key in shared.keys} == {"refused"}
    assert with_token(other, 1) == 200


def test_server_counts_for_itself_while_the_shared_count_cannot_be_asked() -> None:
    shared = Shared(is_down=True)
    one, other = server(shared), server(shared)

    assert [with_token(one, 1) for _ in range(4)] == [200, 200, 200, 429]
    assert with_token(other, 1) == 200
    shared.is_down = False
    assert with_token(one, 1) == 200
