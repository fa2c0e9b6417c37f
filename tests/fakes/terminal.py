"""A person at a terminal: a command on a pseudo-terminal of its own, waited for by what it shows, never by time."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE_SECONDS = 60.0
"""After so long without a byte, nothing more will come: the test fails, and shows what came."""


class Terminal:
    """A command whose three streams, and whose controlling terminal, are a pseudo-terminal of 100 columns."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self._process = subprocess.Popen(
            ["/usr/bin/setsid", "--ctty", *command],
            cwd=folder,
            env=dict(environment),
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        self._shown = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def until(self, text: str) -> str:
        """Return what is shown up to a text, the text included; what follows is kept for the next call."""
        wanted = text.encode()
        while wanted not in self._shown:
            if not self._more():
                raise AssertionError(f"{text!r} was never shown, but: {self._shown.decode(errors='replace')}")
        end = self._shown.index(wanted) + len(wanted)
        found, self._shown = self._shown[:end], self._shown[end:]
        return found.decode()

    def type(self, keys: str) -> None:
        """Type keys."""
        os.write(self._master, keys.encode())

    def end(self) -> tuple[int, str]:
        """Wait for the command to end; return its exit code and what it showed last."""
        while self._more():
            pass
        return self._process.wait(PATIENCE_SECONDS), self._shown.decode()

    @property
    def process(self) -> int:
        """The command's process id."""
        return self._process.pid

    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, as a shell leaves it."""
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the command."""
        self._process.send_signal(number)

    def _more(self) -> bool:
        """Read what comes next; False at the end."""
        if not select.select([self._master], [], [], PATIENCE_SECONDS)[0]:
            raise AssertionError(f"nothing more came after: {self._shown.decode(errors='replace')}")
        data = b""
        # EIO: the other end is closed.
        with suppress(OSError):
            data = os.read(self._master, 65536)
        self._shown += data
        return bool(data)
