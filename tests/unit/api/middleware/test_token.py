from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.types import ASGIApp

from codementor_cli.api.middleware.token import TokenMiddleware
from codementor_cli.domain.access.principal import LOCAL_PRINCIPAL, Role
from codementor_cli.errors import StoreFault
from codementor_cli.services.access.authenticate import Authentication
from tests.fakes.asgi import Answered, ask, tells_principal
from tests.fakes.tokens import NOW, MemoryTokens, kept_token, text_of

LIVE, EXPIRED, REVOKED, UNKNOWN = (text_of(number) for number in (1, 2, 3, 4))


@pytest.fixture
def tokens() -> MemoryTokens:
    return MemoryTokens([kept_token(1), kept_token(2, expires_at=NOW), kept_token(3, revoked_at=NOW)])


def guarded(tokens: MemoryTokens, refusals: int = 1000, single: bool = False) -> ASGIApp:
    return TokenMiddleware(
        tells_principal,
        authentication=Authentication(tokens, lambda: NOW + timedelta(seconds=5), is_single_user=single),
        refusals_per_minute=refusals,
        open_paths={"/healthz"},
    )


def with_token(app: ASGIApp, text: str, path: str = "/api/languages") -> Answered:
    return ask(app, path, ("authorization", f"Bearer {text}"))


def test_a_live_token_is_its_principal(tokens: MemoryTokens) -> None:
    answer = with_token(guarded(tokens), LIVE)

    assert answer.status == 200
    assert answer.body.decode() == repr(kept_token(1).principal)


def test_kind_of_the_token_is_written_in_any_case(tokens: MemoryTokens) -> None:
    assert ask(guarded(tokens), "/", ("authorization", f"bearer {LIVE}")).status == 200
    assert ask(guarded(tokens), "/", ("authorization", f"BEARER  {LIVE} ")).status == 200


def test_every_refusal_is_the_same(tokens: MemoryTokens) -> None:
    app = guarded(tokens)
    refused = [
        ask(app),
        with_token(app, EXPIRED),
        with_token(app, REVOKED),
        with_token(app, UNKNOWN),
        with_token(app, ""),
        with_token(app, LIVE[:-1]),
        with_token(app, LIVE + "x"),
        with_token(app, "\xff\xfe"),
        with_token(app, f"{LIVE} {LIVE}"),
        ask(app, "/api/languages", ("authorization", LIVE)),
        ask(app, "/api/languages", ("authorization", f"Basic {LIVE}")),
        ask(app, "/api/languages", ("authorization", f"Bearer {LIVE}"), ("authorization", f"Bearer {LIVE}")),
        ask(app, "/no/such/route"),
    ]

    assert {each.status for each in refused} == {401}
    assert {each.headers["www-authenticate"] for each in refused} == {'Bearer realm="codementor"'}
    assert len({(each.body, *each.headers.items()) for each in refused}) == 1


def test_a_token_anywhere_else_than_in_its_header_is_none(tokens: MemoryTokens) -> None:
    app = guarded(tokens)

    assert ask(app, f"/api/languages?token={LIVE}").status == 401
    assert ask(app, "/api/languages", ("cookie", f"Authorization=Bearer {LIVE}; token={LIVE}")).status == 401
    assert ask(app, "/api/languages", ("x-auth-token", LIVE)).status == 401
    assert ask(app, "/api/languages", ("x-api-key", LIVE)).status == 401


def test_health_needs_no_token(tokens: MemoryTokens) -> None:
    assert ask(guarded(tokens), "/healthz").status == 200
    assert ask(guarded(tokens), "/healthz/").status == 401
    assert ask(guarded(tokens), "//healthz").status == 401


def test_a_socket_of_the_web_is_closed(tokens: MemoryTokens) -> None:
    assert ask(guarded(tokens), kind="websocket").status == 1008


def test_without_tokens_the_user_of_the_machine_comes_in() -> None:
    tokens = MemoryTokens()
    app = guarded(tokens, single=True)

    assert ask(app).body.decode() == repr(LOCAL_PRINCIPAL)
    assert with_token(app, UNKNOWN).status == 401
    tokens.add(kept_token(1, revoked_at=NOW))
    assert ask(app).status == 401


def test_without_tokens_nobody_comes_in_where_others_reach_the_service() -> None:
    assert ask(guarded(MemoryTokens())).status == 401


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host"])
def test_what_comes_through_a_proxy_is_not_the_user_of_the_machine(header: str) -> None:
    assert ask(guarded(MemoryTokens(), single=True), "/", (header, "192.0.2.1")).status == 401


def test_an_address_that_is_refused_too_often_waits_and_its_right_tokens_do_not(tokens: MemoryTokens) -> None:
    app = guarded(tokens, refusals=3)

    assert [with_token(app, UNKNOWN).status for _ in range(5)] == [401, 401, 401, 429, 429]
    last = with_token(app, EXPIRED)
    assert 1 <= int(last.headers["retry-after"]) <= 60
    assert "www-authenticate" not in last.headers
    assert with_token(app, LIVE).status == 200
    assert ask(app, client=("192.0.2.1", 1)).status == 401
    assert ask(app, client=None).status == 401


def test_all_addresses_of_one_ipv6_network_are_one(tokens: MemoryTokens) -> None:
    app = guarded(tokens, refusals=1)

    assert ask(app, client=("2001:db8:0:1::1", 1)).status == 401
    assert ask(app, client=("2001:db8:0:1:ffff::2", 1)).status == 429
    assert ask(app, client=("2001:db8:0:2::1", 1)).status == 401


def test_a_locked_store_is_no_refusal(tokens: MemoryTokens) -> None:
    tokens.fault = StoreFault("/srv/private.db is locked.", "fuser -v /srv/private.db")
    answer = with_token(guarded(tokens), LIVE)

    assert answer.status == 503
    assert b"private.db" not in answer.body


def test_role_comes_with_the_principal() -> None:
    tokens = MemoryTokens([kept_token(7, Role.TEACHER, "grace")])

    assert b"teacher" in with_token(guarded(tokens), text_of(7)).body
