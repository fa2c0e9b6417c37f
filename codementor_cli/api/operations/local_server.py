"""The server of one user on a Unix socket: who may connect, and when it ends by itself."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import Any, cast

from uvicorn import Config

from codementor_cli.api.app import create_app
from codementor_cli.api.protocol import BoundedProtocol
from codementor_cli.api.server import QuietServer, config_of
from codementor_cli.bootstrap.serving import Service
from codementor_cli.files.own_socket import is_own_peer

_LOOK_SECONDS = 5.0


class Connections:
    """How many are open, and since when there is none."""

    def __init__(self) -> None:
        self.count = 0
        self._since = time.monotonic()

    def opened(self) -> None:
        """Note one more."""
        self.count += 1

    def closed(self) -> None:
        """Note one less."""
        self.count -= 1
        self._since = time.monotonic()

    @property
    def idle_seconds(self) -> float:
        """Return how long there has been none."""
        return 0.0 if self.count else time.monotonic() - self._since


class LocalProtocol(BoundedProtocol):
    """Takes connections of this user's processes alone."""

    local_connections: Connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Meet ``asyncio.Protocol``."""
        self.local_connections.opened()
        super().connection_made(transport)
        if not is_own_peer(cast(socket.socket, transport.get_extra_info("socket"))):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Meet ``asyncio.Protocol``."""
        self.local_connections.closed()
        super().connection_lost(exc)


class LocalServer(QuietServer):
    """A server that ends when nobody has asked it for long."""

    def __init__(self, config: Config, stopping: asyncio.Event, connections: Connections, idle_seconds: float) -> None:
        super().__init__(config, stopping)
        self._connections = connections
        self._idle_seconds = idle_seconds
        self._look_at = 0.0

    async def on_tick(self, counter: int) -> bool:
        """Meet ``uvicorn.Server``: return whether to stop."""
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + min(_LOOK_SECONDS, self._idle_seconds / 4)
            if self._connections.idle_seconds > self._idle_seconds:
                self.stop()
        return await super().on_tick(counter)


def local_server_of(service: Service, idle_seconds: float) -> LocalServer:
    """Return a server for the processes of this user.

    Args:
        service: What it answers with.
        idle_seconds: It ends after so long without a connection.
    """
    connections = Connections()
    members: dict[str, Any] = {"local_connections": connections}
    app, protocol = create_app(service), type("LocalProtocol", (LocalProtocol,), members)
    return LocalServer(config_of(app, service.options, protocol), app.state.stopping, connections, idle_seconds)
