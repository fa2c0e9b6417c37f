from __future__ import annotations

import time

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from codementor_cli.api.middleware.rate import RateMiddleware
from codementor_cli.domain.access.principal import LOCAL_PRINCIPAL, Principal, Role
from tests.fakes.asgi import ask, tells_principal
from tests.fakes.tokens import kept_token

RATES = {Role.LEARNER: 3, Role.TEACHER: 3, Role.OPERATOR: 5, Role.SERVICE: 5}


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that the windows read."""
    made = Clock()
    monkeypatch.setattr(time, "time", made)
    return made


def acting_as(principal: Principal | None, app: ASGIApp) -> ASGIApp:
    async def with_principal(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": {} if principal is None else {"principal": principal}}, receive, send)

    return with_principal


def test_one_request_more_than_the_rate_waits_as_long_as_it_is_told(clock: Clock) -> None:
    app = acting_as(kept_token(1).principal, RateMiddleware(tells_principal, requests_per_minute=RATES))
    statuses = []
    for _ in range(3):
        statuses.append(ask(app).status)
        clock.now += 10
    refused = ask(app)
    wait = int(refused.headers["retry-after"])

    assert statuses == [200, 200, 200]
    assert (refused.status, wait) == (429, 31)
    assert "31 s" in refused.json["detail"]
    clock.now += wait - 1
    assert ask(app).status == 429
    clock.now += 1
    assert ask(app).status == 200
    assert ask(app).status == 429


def test_each_token_has_a_window_of_its_own_and_a_service_a_wider_one(clock: Clock) -> None:
    rate = RateMiddleware(tells_principal, requests_per_minute=RATES)
    first, second = (acting_as(kept_token(number).principal, rate) for number in (1, 2))
    service = acting_as(kept_token(3, Role.SERVICE).principal, rate)

    assert [ask(first).status for _ in range(4)] == [200, 200, 200, 429]
    assert ask(second).status == 200
    assert [ask(service).status for _ in range(6)] == [200] * 5 + [429]
    assert clock.now == 1_800_000_000.0


def test_the_user_of_the_machine_and_open_routes_have_no_rate(clock: Clock) -> None:
    for principal in (LOCAL_PRINCIPAL, None):
        app = acting_as(principal, RateMiddleware(tells_principal, requests_per_minute=RATES))
        assert {ask(app).status for _ in range(20)} == {200}
    assert clock.now == 1_800_000_000.0
