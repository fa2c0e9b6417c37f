"""How often one token may ask."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from codementor_cli.api.middleware.window import RequestCounts
from codementor_cli.api.problems import problem
from codementor_cli.domain.access.principal import Principal, Role
from codementor_cli.ports.serving import Rates


class RateMiddleware:
    """Refuses what a token asks beyond its rate (429), and says when there is room again.

    Each token has a window of its own: whoever shares an address with others waits for none of them. The user of a
    machine without tokens has no rate: the machine is theirs.
    """

    def __init__(self, app: ASGIApp, *, requests_per_minute: Mapping[Role, int], shared: Rates | None = None) -> None:
        """Take the rates.

        Args:
            app: What is called within the rate.
            requests_per_minute: Of one token, by its role.
            shared: Counts for all servers of one database; None: this one is alone.
        """
        self._app = app
        self._requests_per_minute = requests_per_minute
        self._counts = RequestCounts(shared)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        principal: Principal | None = scope.get("state", {}).get("principal") if scope["type"] == "http" else None
        if principal is not None and principal.token_uid:
            most = self._requests_per_minute[principal.role]
            seconds = await self._counts.wait_after(most, "asked", principal.token_uid)
            if seconds:
                said = f"This token may ask {most} times a minute. There is room again in {seconds} s."
                refusal = problem(429, "Too many requests", said, headers={"Retry-After": str(seconds)})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
