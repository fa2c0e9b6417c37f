"""The stream of an attached container, both ways."""

from __future__ import annotations

import io
import socket
from contextlib import suppress

_READ_BYTES = 1 << 18
_HEADER_BYTES = 8
_STDERR = 2
_DIAGNOSTICS_BYTES = 4000
_TLS_NOT_YET = ("SSLWantReadError", "SSLWantWriteError")
"""By name: the module takes 7 ms to import, and a stream over TLS has done that already."""


class AttachedStream:
    """A container's stdin, and its stdout out of the daemon's multiplexed stream; meets ``lane.ByteStream``.

    Source: Docker Engine API, ContainerAttach, "Stream format".
    """

    def __init__(self, connection: socket.socket, keep: object = None, begun: bytes = b"") -> None:
        """Take a connection that is attached already.

        Args:
            connection: To the daemon.
            keep: What owns the connection, and must live as long.
            begun: What came over it before.
        """
        self._connection = connection
        self._keep = keep
        connection.setblocking(False)
        self._raw = bytearray(begun)
        self._has_begun = bool(begun)
        self._said = bytearray()

    def fileno(self) -> int:
        """Meet ``ByteStream``."""
        return self._connection.fileno()

    def receive(self) -> bytes | None:
        """Meet ``ByteStream``."""
        if self._has_begun:
            self._has_begun = False
            return self._stdout() or None
        try:
            data = self._connection.recv(_READ_BYTES)
        except OSError as error:
            return None if _not_yet(error) else b""
        if not data:
            return b""
        self._raw += data
        return self._stdout() or None

    def send(self, data: memoryview) -> int:
        """Meet ``ByteStream``."""
        try:
            return self._connection.send(data)
        except OSError as error:
            if _not_yet(error):
                return 0
            raise

    def diagnostics(self) -> str:
        """Meet ``ByteStream``: the runner's stderr."""
        return self._said.decode("utf-8", "replace").strip()

    def close(self) -> None:
        """Meet ``ByteStream``. Another thread may be waiting on the stream: it wakes up, and finds it ended."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Give the descriptor back, once no thread waits on it."""
        self._connection.close()
        if isinstance(self._keep, io.IOBase):  # the SDK's wrapper: the descriptor stays open until both are closed
            self._keep.close()

    def _stdout(self) -> bytes:
        """Take whole pieces out of what has come; keep a little of stderr."""
        out = bytearray()
        start = 0
        while len(self._raw) - start >= _HEADER_BYTES:
            size = int.from_bytes(self._raw[start + 4 : start + _HEADER_BYTES], "big")
            end = start + _HEADER_BYTES + size
            if len(self._raw) < end:
                break
            piece = self._raw[start + _HEADER_BYTES : end]
            if self._raw[start] == _STDERR:
                self._said += piece[: max(0, _DIAGNOSTICS_BYTES - len(self._said))]
            else:
                out += piece
            start = end
        del self._raw[:start]
        return bytes(out)


def _not_yet(error: OSError) -> bool:
    return isinstance(error, BlockingIOError) or type(error).__name__ in _TLS_NOT_YET
