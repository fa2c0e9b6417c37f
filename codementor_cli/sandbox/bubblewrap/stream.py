"""The stream of a lane that is a process of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import suppress

_READ_BYTES = 1 << 18
_DIAGNOSTICS_BYTES = 4000


class ProcessStream:
    """A socket that is a process's stdin and stdout; meets ``lane.ByteStream``."""

    def __init__(self, connection: socket.socket, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        """``bwrap``; it ends after the lane."""
        self._connection = connection
        connection.setblocking(False)
        if process.stderr is not None:
            os.set_blocking(process.stderr.fileno(), False)

    def fileno(self) -> int:
        """Meet ``ByteStream``."""
        return self._connection.fileno()

    def receive(self) -> bytes | None:
        """Meet ``ByteStream``."""
        try:
            return self._connection.recv(_READ_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def send(self, data: memoryview) -> int:
        """Meet ``ByteStream``."""
        try:
            return self._connection.send(data)
        except BlockingIOError:
            return 0

    def diagnostics(self) -> str:
        """Meet ``ByteStream``: what bwrap or the runner said on stderr."""
        if self.process.stderr is None or self.process.stderr.closed:
            return ""
        with suppress(OSError):
            return os.read(self.process.stderr.fileno(), _DIAGNOSTICS_BYTES).decode("utf-8", "replace").strip()
        return ""

    def close(self) -> None:
        """Meet ``ByteStream``. Another thread may be waiting on the stream: it wakes up, and finds it ended."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Give the descriptors back, once the process is gone."""
        self._connection.close()
        if self.process.stderr is not None:
            self.process.stderr.close()
