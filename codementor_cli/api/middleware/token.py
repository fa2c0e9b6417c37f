"""What a request acts as: by its token, which comes in a header and nowhere else."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from ipaddress import ip_address, ip_network

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from codementor_cli.api.middleware.acting_for import acting_for
from codementor_cli.api.middleware.window import RequestCounts
from codementor_cli.api.problems import ProblemError, error_problem, own_problem, problem
from codementor_cli.errors import StoreFault
from codementor_cli.ports.serving import Rates
from codementor_cli.services.access.authenticate import Authentication

_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers that proxies add: with them, a request to a loopback address need not come from this machine."""

_READERS = 4
"""Threads that look tokens up; a look-up takes less than a millisecond."""
_BUCKETS = 1 << 16
"""Addresses are counted in so many groups: however many there are, the memory for them is bounded."""
_IPV6_PREFIX = 64
"""Bits of an IPv6 address that belong to one customer, who has all addresses below. Source: RFC 6177."""


class TokenMiddleware:
    """Puts the principal of a request into its state, or refuses it (401).

    The answer is the same whether a token is missing, garbled, unknown, expired or revoked. An address that is refused
    too often gets 429; its right tokens are taken all the same, for a school may have one address.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        authentication: Authentication,
        refusals_per_minute: int,
        open_paths: Collection[str] = (),
        shared: Rates | None = None,
    ) -> None:
        """Take the rules.

        Args:
            app: What is called with a principal.
            authentication: Knows the tokens.
            refusals_per_minute: Of one address.
            open_paths: Those that need no principal.
            shared: Counts for all servers of one database; None: this one is alone.
        """
        self._app = app
        self._authentication = authentication
        self._refusals_per_minute = refusals_per_minute
        self._open_paths = frozenset(open_paths)
        self._refusals = RequestCounts(shared)
        self._readers: CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http" or scope["path"] in self._open_paths:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        text = _text(headers)
        is_forwarded = any(each in headers for each in _FORWARDED)
        if self._readers is None:
            self._readers = CapacityLimiter(_READERS)
        try:
            principal = await to_thread.run_sync(
                self._authentication.principal, "" if text is None and is_forwarded else text, limiter=self._readers
            )
        except StoreFault as fault:
            await error_problem(fault)(scope, receive, send)
            return
        if principal is None:
            refusal = await self._refusal(scope)
            await refusal(scope, receive, send)
            return
        try:
            principal = acting_for(principal, headers)
        except ProblemError as refused:
            await own_problem(refused)(scope, receive, send)
            return
        scope.setdefault("state", {})["principal"] = principal
        await self._app(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response:
        seconds = await self._refusals.wait_after(self._refusals_per_minute, "refused", _bucket(scope))
        if seconds:
            said = f"Too many requests without a right token came from this address. Try again in {seconds} s."
            return problem(429, "Too many requests", said, headers={"Retry-After": str(seconds)})
        said = "Send a token that is live, in the header `Authorization: Bearer TOKEN`. The operator makes tokens."
        return problem(401, "A token is needed", said, headers={"WWW-Authenticate": 'Bearer realm="codementor"'})


def _text(headers: Headers) -> str | None:
    """Return the text of the token; None: there is none. What is no bearer token is a wrong one."""
    given = headers.getlist("authorization")
    if not given:
        return None
    kind, _, text = given[0].partition(" ")
    return text.strip(" ") if kind.lower() == "bearer" and len(given) == 1 else ""


def _bucket(scope: Scope) -> str:
    client = scope.get("client")
    address = "" if client is None else str(client[0])
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:1]
    if parsed.version == 6:
        address = str(ip_network((parsed, _IPV6_PREFIX), strict=False))
    return str(zlib.crc32(address.encode()) % _BUCKETS)
