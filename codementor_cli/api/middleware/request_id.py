"""An id for each request: in its log lines, its problem documents and the header of its answer."""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"
_TAKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""A client's own id, where it cannot forge a log line."""


class RequestIdMiddleware:
    """Gives each request its id: the client's own, or a new one. It is ``request.state.request_id``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get(HEADER, "")
        identity = asked if _TAKEN.fullmatch(asked) else secrets.token_hex(16)
        scope.setdefault("state", {})["request_id"] = identity

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = identity
            await send(message)

        await self._app(scope, receive, send_with_id)
