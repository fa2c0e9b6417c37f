"""Tokens in foreign headers become bearer tokens, on the routes of their clients alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from codementor_cli.api.compatible.tokens import NAMES, ForeignClientMiddleware
from codementor_cli.domain.access.token import token_text

TOKEN = token_text(bytes(32))
RUNS = "/jobe/index.php/restapi/runs/"


class Called:
    """The application behind: remembers the headers, and answers a status."""

    def __init__(self, status: int = 200) -> None:
        self.headers: list[tuple[bytes, bytes]] = []
        self.path = ""
        self._status = status

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.headers, self.path = scope.get("headers", []), scope["path"]
        await send(
            {"type": "http.response.start", "status": self._status, "headers": [(b"www-authenticate", b"Bearer")]}
        )
        await send({"type": "http.response.body", "body": b""})


def ask(path: str, called: Called, *headers: tuple[str, str], names: tuple[str, ...] = NAMES) -> Message:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing is received here")

    raw = [(name.encode(), value.encode()) for name, value in headers]
    scope: dict[str, Any] = {"type": "http", "path": path, "headers": raw}
    asyncio.run(ForeignClientMiddleware(called, names=names)(scope, receive, send))
    return sent[0]


def bearers(path: str, *headers: tuple[str, str], names: tuple[str, ...] = NAMES) -> list[str]:
    called = Called()
    ask(path, called, *headers, names=names)
    return [value.decode() for name, value in called.headers if name == b"authorization"]


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/submissions", "x-auth-token"),
        ("/submissions/batch", "x-auth-token"),
        ("/languages", "x-auth-token"),
        (RUNS, "x-api-key"),
        ("/api/v2/execute", "authorization"),
    ],
)
def test_a_token_of_ours_in_a_clients_own_header_is_a_bearer_token(path: str, header: str) -> None:
    assert bearers(path, (header, TOKEN)) == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/api/execution/execute", "x-auth-token"),
        ("/api/execution/execute", "x-api-key"),
        ("/submissionsx", "x-auth-token"),
        ("/submissions", "x-api-key"),
        (RUNS, "x-auth-token"),
        ("/api/v2/execute", "x-api-key"),
        ("/metrics", "x-auth-token"),
    ],
)
def test_the_header_counts_on_no_other_route(path: str, header: str) -> None:
    assert bearers(path, (header, TOKEN)) == []


def test_the_header_does_not_count_where_the_interface_is_off() -> None:
    assert bearers("/submissions", ("x-auth-token", TOKEN), names=("jobe",)) == []


def test_authorization_goes_before_the_clients_own_header() -> None:
    assert bearers("/submissions", ("authorization", "Bearer other"), ("x-auth-token", TOKEN)) == ["Bearer other"]
    assert bearers("/api/v2/runtimes", ("authorization", f"Bearer {TOKEN}")) == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize(("path", "header"), [(RUNS, "x-api-key"), ("/api/v2/execute", "authorization")])
def test_the_key_of_another_server_is_no_token(path: str, header: str) -> None:
    assert bearers(path, (header, "2AAA7A5415B4A9B394B54BF1D2E9D")) == []


@pytest.mark.parametrize(
    ("path", "called"),
    [(RUNS, RUNS[:-1]), ("/api/v2/execute/", "/api/v2/execute"), ("/languages", "/languages"), ("/api/x/", "/api/x/")],
)
def test_a_slash_at_the_end_of_a_clients_path_does_not_matter(path: str, called: str) -> None:
    behind = Called()
    ask(path, behind)
    assert behind.path == called


def test_jobes_clients_are_told_403_where_a_token_is_needed() -> None:
    assert ask(RUNS, Called(401)) == {"type": "http.response.start", "status": 403, "headers": []}
    assert ask("/submissions", Called(401))["status"] == 401
    assert ask(RUNS, Called(429))["status"] == 429
