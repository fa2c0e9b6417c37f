"""A program's streams: output read with a cap, live input fed without ever waiting for the program."""

from __future__ import annotations

import os
import select

from codementor_cli.sandbox.runner import wire
from codementor_cli.sandbox.runner.link import Link

_READ_BYTES = 1 << 16
_SEND_BYTES = 1 << 18
_FEED_FULL_BYTES = 1 << 18
_END_OF_FILE = b"\x04"


class Capture:
    """One output stream: what came before the cap goes to the host, the rest is not read."""

    def __init__(self, link: Link, descriptor: int, stream: int, limit: int, live: bool) -> None:
        self._link = link
        self._descriptor = descriptor
        self._left = limit
        self._live = live
        self._pieces: list[bytes] = []
        self._size = 0
        self.stream = stream
        """1 or 2."""
        self.truncated = False
        self._ended = False
        os.set_blocking(descriptor, False)

    def read(self) -> bool:
        """Read once; return whether more may come."""
        try:
            data = os.read(self._descriptor, _READ_BYTES)
        except BlockingIOError:
            return True
        except OSError:  # EIO: the last holder of a terminal is gone. Source: pty(7)
            return False
        if len(data) > self._left:
            self.truncated = True
        self._keep(data[: self._left])
        self._ended = not data
        return not self._ended

    def drain(self) -> None:
        """Read what is left of a program that is gone; it goes to the host with how that ended."""
        while not (self.truncated or self._ended) and self._readable() and self.read():
            pass
        self._post()

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self._descriptor)

    def _readable(self) -> bool:
        """Whether a read would not have to wait; all writers are dead, so no data and no end means a copy survived."""
        return bool(select.select([self._descriptor], [], [], 0)[0])

    def _keep(self, data: bytes) -> None:
        self._left -= len(data)
        if data:
            self._pieces.append(data)
            self._size += len(data)
        if self._live or self._size >= _SEND_BYTES:
            self._post()
            self._link.flush()

    def _post(self) -> None:
        data = b"".join(self._pieces)
        self._pieces, self._size = [], 0
        for start in range(0, len(data), wire.MAX_BODY_BYTES):
            self._link.post(wire.OUTPUT, {"s": self.stream}, data[start : start + wire.MAX_BODY_BYTES])


class Feed:
    """Live input on its way to the program's stdin, a pipe or a terminal."""

    def __init__(self, descriptor: int, terminal: bool) -> None:
        self.descriptor = descriptor
        """Where to write; -1 once closed."""
        self._terminal = terminal
        self._pending = bytearray()
        self._ended = False
        self._last = b"\n"
        os.set_blocking(descriptor, False)

    @property
    def waiting(self) -> bool:
        """Whether there is something that the program has not taken."""
        return bool(self._pending) and self.descriptor >= 0

    @property
    def full(self) -> bool:
        """Whether the host should be left waiting."""
        return len(self._pending) > _FEED_FULL_BYTES

    def add(self, data: bytes, end: bool) -> None:
        """Take input from the host, and pass on what the program takes now."""
        self._pending += data
        self._last = data[-1:] or self._last
        if end and self._terminal:
            self._pending += _END_OF_FILE if self._last == b"\n" else _END_OF_FILE * 2
        self._ended = self._ended or end
        self.flush()

    def flush(self) -> None:
        """Write as much as the program takes; a program that does not want it loses it."""
        if self.descriptor < 0:
            self._pending.clear()
            return
        try:
            while self._pending:
                del self._pending[: os.write(self.descriptor, self._pending[:_READ_BYTES])]
        except BlockingIOError:
            return
        except OSError:
            self._pending.clear()
            self._ended = True

    @property
    def finished(self) -> bool:
        """Whether all is passed on and no more will come; a terminal stays open for the program's output."""
        return self._ended and not self._pending and not self._terminal

    def close(self) -> None:
        """Let the program see the end of its input."""
        os.close(self.descriptor)
        self.descriptor = -1
