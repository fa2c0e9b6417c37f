"""Bodies of bounded size and age: counted while they come in, never read whole to find out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from codementor_cli.api.problems import ProblemError, problem
from codementor_cli.text.amounts import size_text

_HEAD_BYTES = 16 * 1024
_HEADER_COUNT = 100
_CLOSE = {"Connection": "close"}
"""What the client sends next on this connection is the rest of what was refused."""


class BodyCapMiddleware:
    """Refuses large heads (431), and bodies that are compressed (415), too large (413) or too slow (408).

    A route reads the body; so a client without a token is refused before its body is read.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        most_bytes: int,
        most_seconds: float,
        most_together_bytes: int,
        larger: Mapping[str, int] | None = None,
    ) -> None:
        """Take the caps.

        Args:
            app: What is called with the bounded body.
            most_bytes: Of one body.
            most_seconds: From the start of a request to the end of its body.
            most_together_bytes: Of all bodies whose requests are not answered yet.
            larger: Other caps, by path.
        """
        self._app = app
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._larger = dict(larger or {})
        self._together = _Together(most_together_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        body = _Body(receive, self._most(scope), self._most_seconds, self._together)
        try:
            await self._app(scope, body.receive, send)
        finally:
            self._together.count -= body.count

    def _most(self, scope: Scope) -> int:
        return self._larger.get(scope["path"], self._most_bytes)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request whose headers say enough to refuse it."""
        # A head that came in one piece is in no buffer that could be bounded.
        if len(scope["headers"]) > _HEADER_COUNT or sum(map(_length, scope["headers"])) > _HEAD_BYTES:
            return problem(431, "The headers are too large", "Send fewer or shorter headers.", headers=_CLOSE)
        headers = Headers(scope=scope)
        if headers.get("content-encoding", "identity").lower() != "identity":
            detail = "Bodies are taken as they are, without Content-Encoding. Send it uncompressed."
            return problem(415, "Unsupported body", detail, headers={"Accept-Encoding": "identity"})
        length, most = headers.get("content-length", ""), self._most(scope)
        if length.isdecimal() and (len(length) > 18 or int(length) > most):
            error = _too_large(most)
            return problem(error.status_code, error.title, error.detail, headers=error.headers)
        return None


def _length(header: tuple[bytes, bytes]) -> int:
    return len(header[0]) + len(header[1])


@dataclass(slots=True)
class _Together:
    """The bodies that are held at a time. One loop's."""

    most: int
    """Bytes."""
    count: int = 0
    """Bytes."""


class _Body:
    """The body of one request, counted and timed."""

    def __init__(self, receive: Receive, most_bytes: int, most_seconds: float, together: _Together) -> None:
        self.count = 0
        """Bytes that have come."""
        self._receive = receive
        self._most_bytes = most_bytes
        self._deadline = asyncio.get_running_loop().time() + most_seconds
        self._together = together
        self._is_whole = False

    async def receive(self) -> Message:
        """Meet ASGI.

        Raises:
            ProblemError: The body is too large or too slow, or too many large ones are held.
        """
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            raise _too_slow() from None
        if message["type"] == "http.request":
            came = len(message.get("body", b""))
            self.count += came
            self._together.count += came
            if self.count > self._most_bytes:
                raise _too_large(self._most_bytes)
            if self._together.count > self._together.most:
                raise _too_many()
            self._is_whole = not message.get("more_body", False)
        return message


def _too_large(most: int) -> ProblemError:
    detail = f"A body of this route has at most {size_text(most)}. Send less at a time."
    return ProblemError(413, "The body is too large", detail)


def _too_slow() -> ProblemError:
    detail = "The body did not come in time. Send it again, in one go."
    return ProblemError(408, "The body came too slowly", detail, headers=_CLOSE)


def _too_many() -> ProblemError:
    detail = "The service holds as many large bodies as it has room for. Send it again in a moment."
    return ProblemError(503, "Too many large bodies", detail, headers={"Retry-After": "2"})
