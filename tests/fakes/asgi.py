"""A client of ASGI applications, without a server between."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True)
class Answered:
    """What an application answered."""

    status: int
    headers: dict[str, str]
    """By name in small letters."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    app: ASGIApp,
    path: str = "/api/languages",
    *headers: tuple[str, str],
    method: str = "GET",
    client: tuple[str, int] | None = ("127.0.0.1", 40000),
    kind: str = "http",
) -> Answered:
    """Send one request without a body, and return the answer; a header is sent as often as it is given.

    There is a Host header unless one is given.
    """
    sent: list[Message] = []
    names = {name.lower() for name, _ in headers}
    given = [*headers, *([] if "host" in names else [("host", "localhost:3001")])]
    scope: Scope = {
        "type": kind,
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "headers": _raw(given),
        "client": client,
        "server": ("127.0.0.1", 3001),
        "state": {},
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await app(scope, receive, send)

    asyncio.run(run())
    if kind != "http":
        return Answered(sent[0].get("code", 0), {}, b"")
    body = b"".join(each.get("body", b"") for each in sent[1:])
    shown = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answered(sent[0]["status"], shown, body)


async def tells_principal(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer with the principal that was found; an application to put middleware before."""
    said = repr(scope["state"].get("principal")).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": said})


def _raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
