"""Which web pages may use the service: a browser says whose page sends a request, and by which name it came here.

Sources: https://fetch.spec.whatwg.org/#origin-header, https://www.w3.org/TR/fetch-metadata/
"""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from codementor_cli.api.problems import problem

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?", re.ASCII)
_METHODS = "GET, POST, DELETE"
_ASKED_HEADERS = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Prefer, X-Auth-Token, X-Request-Id"
_SHOWN_HEADERS = "Idempotency-Replayed, Location, Retry-After, X-Request-Id"
_PREFLIGHT_SECONDS = "600"


class HostMiddleware:
    """Refuses a request that came here by another name (421).

    A page of any site can let its own name lead to this machine (DNS rebinding): then the browser takes the service for
    that site's. The name stays in the Host header.
    """

    def __init__(self, app: ASGIApp, *, names: Collection[str] | None) -> None:
        """Take the names.

        Args:
            app: What is called.
            names: Without ports, in small letters; None: any.
        """
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        if scope["type"] == "http" and self._names is not None:
            hosts = Headers(scope=scope).getlist("host")
            found = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
            if found is None or found[1] not in self._names:
                said = "The service does not answer to this name. Its operator adds names with the setting serve.hosts."
                await problem(421, "Misdirected request", said)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class OriginMiddleware:
    """Refuses requests from web pages of other origins (403), but for those that the operator named exactly."""

    def __init__(self, app: ASGIApp, *, origins: Collection[str]) -> None:
        """Take the origins.

        Args:
            app: What is called.
            origins: As browsers name them; no pattern stands for several.
        """
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        is_named = len(origins) == 1 and origins[0] in self._origins
        if not is_named and not _is_own(scope, headers, origins):
            said = "A web page of another origin may not use the service. Its operator names pages in serve.origins."
            await problem(403, "Foreign origin", said)(scope, receive, send)
        elif not is_named:
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _preflight(origins[0])(scope, receive, send)
        else:
            await self._app(scope, receive, _shown_to(origins[0], send))


def _is_own(scope: Scope, headers: Headers, origins: list[str]) -> bool:
    """Whether no page sent a request, or a page of the service itself, or it is a person that follows a link."""
    if origins:
        # The scheme is the browser's, and a proxy may have ended TLS.
        host = headers.get("host", "")
        return len(origins) == 1 and origins[0] in {f"http://{host}", f"https://{host}"}
    if headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
        return True
    return headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"


def _preflight(origin: str) -> Response:
    headers = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": _ASKED_HEADERS,
        "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
        "Vary": "Origin",
    }
    return Response(None, 204, headers)


def _shown_to(origin: str, send: Send) -> Send:
    """Return ``send`` for an answer that a page of an origin may read."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = _SHOWN_HEADERS
            headers.add_vary_header("Origin")
        await send(message)

    return send_with_headers
