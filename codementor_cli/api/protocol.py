"""HTTP/1.1 on a connection, with bounds that uvicorn leaves open: slow heads, and words for large ones."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from codementor_cli.api.problems import MEDIA_TYPE, problem_value


class BoundedProtocol(H11Protocol):
    """Closes connections whose request does not begin or end its headers in time; refuses by problem documents."""

    head_seconds = 10.0
    """From the first byte of a connection, or of a further request, to the end of its headers; after a refusal, to the
    end of the body."""
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Meet ``asyncio.Protocol``."""
        super().connection_made(transport)
        self._time_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Meet ``asyncio.Protocol``."""
        self._forget_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Meet ``asyncio.Protocol``."""
        super().data_received(data)
        if self.conn.their_state is h11.SEND_BODY and self.conn.our_state is h11.DONE:
            # What follows is the rest of a body that was refused: its time goes on.
            return
        if self.conn.their_state is not h11.IDLE:
            self._forget_head()
        elif self._head_timer is None:
            self._time_head()

    def on_response_complete(self) -> None:
        """Read what is left of a refused body for a while: a client that is cut off while it sends sees no answer."""
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self._forget_head()
            self._time_head()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the signature is uvicorn's
        """Refuse what is no HTTP, or has a head that is too large."""
        error = sys.exc_info()[1]
        too_large = isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == 431
        status, title = (431, "The headers are too large") if too_large else (400, "This is no HTTP/1.1")
        detail = "Send fewer or shorter headers." if too_large else "The request cannot be read. Check the client."
        body = json.dumps(problem_value(status, title, detail)).encode()
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        events = [
            h11.Response(status_code=status, headers=headers, reason=b""),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ]
        try:
            for event in events:
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:
            # An answer is under way: it stays the last one.
            pass
        self.transport.close()

    def _time_head(self) -> None:
        self._head_timer = self.loop.call_later(self.head_seconds, self._head_is_late)

    def _forget_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.close()


def bounded(kind: type[BoundedProtocol], head_seconds: float) -> type[asyncio.Protocol]:
    """Return the protocol with another bound, for uvicorn, which makes one for each connection."""
    members: dict[str, Any] = {"head_seconds": head_seconds}
    return type(kind.__name__, (kind,), members)
