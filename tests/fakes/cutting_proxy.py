"""A proxy that cuts its first connection after some bytes, in one direction, and lets every later one through."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class CuttingProxy:
    """Forwards connections to a server on loopback or on a Unix socket."""

    def __init__(self, listener: socket.socket, reach: Callable[[], socket.socket]) -> None:
        self._listener = listener
        self._reach = reach
        self._open: list[socket.socket] = []
        self.connection_count = 0
        self.cut_asked: int | None = None
        """Of the request: how many bytes of the first connection pass; None: all."""
        self.cut_answered: int | None = None

    def cut_once(self, *, asked: int | None = None, answered: int | None = None) -> None:
        """Cut the next connection after so many bytes of one direction."""
        self.connection_count, self.cut_asked, self.cut_answered = 0, asked, answered
        while self._open:
            _end(self._open.pop())  # a pooled connection is not the next one

    def serve(self) -> None:
        """Accept until the listener is shut down."""
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            first, self.connection_count = self.connection_count == 0, self.connection_count + 1
            far = self._reach()
            self._open.append(near)
            most_asked, most_answered = (self.cut_asked, self.cut_answered) if first else (None, None)
            for source, sink, most in ((near, far, most_asked), (far, near, most_answered)):
                threading.Thread(target=_forward, args=(source, sink, most), daemon=True).start()


def _forward(source: socket.socket, sink: socket.socket, most: int | None) -> None:
    """Pass bytes on; after ``most`` of them, or at the end, cut both connections."""
    with suppress(OSError):
        while data := source.recv(65536):
            part = data if most is None else data[:most]
            sink.sendall(part)
            if most is not None:
                most -= len(part)
                if most <= 0:
                    break
    _end(source)
    _end(sink)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@contextmanager
def cutting_proxy(listener: socket.socket, reach: Callable[[], socket.socket]) -> Iterator[CuttingProxy]:
    """Yield a proxy that listens."""
    proxy = CuttingProxy(listener, reach)
    thread = threading.Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
