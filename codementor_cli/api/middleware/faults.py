"""The one place where a bug becomes an answer: inside the request's id and headers, outside of everything else."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from codementor_cli.api.problems import status_problem

_LOG = logging.getLogger("codementor.api")


class FaultsMiddleware:
    """Logs an exception that no handler knows, and answers 500 where no answer was begun."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        started = False

        async def send_and_know(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_and_know)
        except Exception:
            if scope["type"] != "http":
                raise
            identity = scope.get("state", {}).get("request_id", "")
            _LOG.exception("a request ended by a bug", extra={"request_id": identity})
            if started:
                raise
            await status_problem(500)(scope, receive, send)
