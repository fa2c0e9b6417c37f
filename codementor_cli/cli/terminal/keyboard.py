"""Single keys of the person at the terminal."""

from __future__ import annotations

import os
import sys
import termios
import tty
from types import TracebackType
from typing import Any, Self


class Keyboard:
    """Reads keys without Enter and without showing them. Without a terminal there are none.

    Ctrl-C and Ctrl-Z keep their meaning. A job in the background leaves the terminal alone: touching it would stop it.
    """

    def __init__(self) -> None:
        self._descriptor: int | None = None
        self._before: list[Any] = []

    def __enter__(self) -> Self:
        if sys.stdin is None or not sys.stdin.isatty():
            return self
        descriptor = sys.stdin.fileno()
        try:
            if os.tcgetpgrp(descriptor) == os.getpgrp():
                self._before = termios.tcgetattr(descriptor)
                tty.setcbreak(descriptor, termios.TCSANOW)
                self._descriptor = descriptor
        except (OSError, termios.error):
            # Not our terminal: the watch goes on without keys.
            self._descriptor = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            termios.tcsetattr(self._descriptor, termios.TCSANOW, self._before)

    def descriptors(self) -> list[int]:
        """Return the descriptors to wait on; empty where no keys come any more."""
        return [] if self._descriptor is None else [self._descriptor]

    def read(self) -> str:
        """Return the keys that are there now; call it only when there are some."""
        if self._descriptor is None:
            return ""
        keys = os.read(self._descriptor, 64)
        if not keys:
            self.__exit__(None, None, None)
            self._descriptor = None
        return keys.decode(errors="replace")
