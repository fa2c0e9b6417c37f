"""A line in the log and a count for each request."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from codementor_cli.api.operations.logs import LOGGER
from codementor_cli.api.operations.metrics import Metrics, known_method

_LOG = logging.getLogger(f"{LOGGER}.request")
_NO_ANSWER = 499
"""The client left before an answer began; the word of nginx for it."""
_STREAM = b"text/event-stream"


class RequestLogMiddleware:
    """Logs and counts each request at its end, and binds its id to all lines that are logged meanwhile.

    A line has the method, the route's template, the status, how long it took and the token's uid: nothing that the
    client chose freely.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, clock: Callable[[], float] = monotonic) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = self._clock()
        answer = _Answer(send, self._metrics)
        with bound_contextvars(request_id=scope.get("state", {}).get("request_id", "")):
            try:
                await self._app(scope, receive, answer.send)
            finally:
                answer.end()
                self._tell(scope, answer.status, self._clock() - began)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = _template(scope)
        self._metrics.count_request(scope["method"], route, status, seconds)
        principal = scope.get("state", {}).get("principal")
        fields = {
            "method": known_method(scope["method"]),
            "route": route or None,
            "status": status,
            "seconds": round(seconds, 4),
            "token": getattr(principal, "token_uid", "") or None,
        }
        _LOG.log(logging.INFO if status < 500 else logging.WARNING, "request", extra=fields)


class _Answer:
    """What is seen of an answer on its way."""

    def __init__(self, send: Send, metrics: Metrics) -> None:
        self.status = _NO_ANSWER
        self._send = send
        self._metrics = metrics
        self._is_stream = False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            types = [value for name, value in message.get("headers", ()) if name.lower() == b"content-type"]
            if types and types[0].startswith(_STREAM):
                self._is_stream = True
                self._metrics.event_streams.inc()
        await self._send(message)

    def end(self) -> None:
        """Note that nothing follows."""
        if self._is_stream:
            self._metrics.event_streams.dec()


def _template(scope: Scope) -> str:
    """Return the template of the route that answered; empty: there is none."""
    return str(getattr(scope.get("route"), "path", ""))
