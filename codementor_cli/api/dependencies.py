"""What routes ask for in their parameters, and what a principal may do there.

All are coroutines: FastAPI calls a plain function in a thread of its own, at each request.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from codementor_cli.api.problems import ProblemError
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.principal import Principal
from codementor_cli.domain.access.rights import Action, may, scope_of


async def service_of(request: Request) -> Service:
    """Return the service that this application answers with."""
    service: Service = request.app.state.service
    return service


async def principal(request: Request) -> Principal:
    """Return what the request acts as; the token's middleware knows. A route without one fails, and lets nobody in."""
    found: Principal = request.state.principal
    return found


TheService = Annotated[Service, Depends(service_of)]
ThePrincipal = Annotated[Principal, Depends(principal)]
Hidden = Annotated[bool, Query(description="Show the data of hidden test cases; teachers may see it.")]


class Allowed:
    """Refuses a request whose principal may not do a route's action at all; whose thing it is, the route asks."""

    def __init__(self, action: Action) -> None:
        self._action = action

    async def __call__(self, who: ThePrincipal) -> None:
        """Check the principal.

        Raises:
            ProblemError: 403.
        """
        if not may(who, self._action):
            scope = scope_of(self._action)
            detail = f"This token may not do that. It needs the scope {scope}, and a role that has it."
            raise ProblemError(403, "Not allowed", detail)


class Accepts:
    """Refuses a request whose ``Accept`` takes none of a route's media types."""

    def __init__(self, *media_types: str) -> None:
        self._media_types = media_types

    async def __call__(self, request: Request) -> None:
        """Check the request.

        Raises:
            ProblemError: 406.
        """
        asked = ",".join(request.headers.getlist("accept"))
        ranges = [each.partition(";") for each in asked.split(",")]
        taken = {media.strip().lower() for media, _, options in ranges if not _is_refused(options)}
        if asked.strip() and not any(_fits(own, taken) for own in self._media_types):
            own = " or ".join(self._media_types)
            raise ProblemError(406, "No such form of the answer", f"This route answers with {own}. Change Accept.")


def _is_refused(options: str) -> bool:
    """Whether the options of a media range give it no weight."""
    weights = [each.strip().removeprefix("q=") for each in options.split(";") if each.strip().startswith("q=")]
    return bool(weights) and weights[0].strip("0.") == ""


def _fits(own: str, taken: set[str]) -> bool:
    return not taken.isdisjoint({own, f"{own.partition('/')[0]}/*", "*/*"})
