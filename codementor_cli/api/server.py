"""The server: uvicorn, bounded, with an end that finishes what goes on."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from codementor_cli.api.app import create_app
from codementor_cli.api.operations.operations import Operations
from codementor_cli.api.protocol import BoundedProtocol, bounded
from codementor_cli.bootstrap.serving import Service, ServiceOptions

_KEEP_ALIVE_SECONDS = 15
_HEAD_BYTES = 16 * 1024
"""Of a request line and its headers together."""


class QuietServer(uvicorn.Server):
    """A server that ends with its signal, and leaves the exit code to its caller."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        """Take the configuration.

        Args:
            config: Of uvicorn.
            stopping: Set when the server stops: those that wait for jobs are answered then.
        """
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and end those that are open once their answers are sent."""
        self._stopping.set()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at an interrupt or at the end that a service manager asks for; the second one stops at once."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        kinds = (signal.SIGINT, signal.SIGTERM)
        before = {each: signal.signal(each, lambda *_: self.stop()) for each in kinds}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def stop(self) -> None:
        """Stop once what goes on has ended; when called again, at once. Any thread may call it."""
        self.force_exit = self.should_exit
        self.should_exit = True


def server_of(service: Service, operations: Operations | None = None) -> QuietServer:
    """Return a server for a service, which ``run`` starts; ``operations`` are those of ``create_app``."""
    app = create_app(service, operations)
    return QuietServer(config_of(app, service.options, BoundedProtocol), app.state.stopping)


def config_of(app: FastAPI, options: ServiceOptions, protocol: type[BoundedProtocol]) -> uvicorn.Config:
    """Return how uvicorn serves an application."""
    return uvicorn.Config(
        app,
        http=bounded(protocol, options.head_seconds),
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        # Without it, anybody could claim to come from any address.
        proxy_headers=False,
        limit_concurrency=options.connection_count,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=int(options.grace_seconds),
        h11_max_incomplete_event_size=_HEAD_BYTES,
    )


def serve(service: Service, listener: socket.socket, operations: Operations | None = None) -> None:
    """Answer on a bound socket until a signal ends it; what goes on then is finished first."""
    server_of(service, operations).run(sockets=[listener])
