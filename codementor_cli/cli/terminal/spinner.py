"""A sign on stderr that moves while the command waits."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle

from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.streams import Streams, look_of, write
from codementor_cli.errors import EnvironmentFault
from codementor_cli.text.untrusted import visible_line

_ERASE = "\r\x1b[K"
"""Back to the line's start, and clear it (ECMA-48: EL)."""
_FRAME_SECONDS = 0.1
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_ASCII_FRAMES = "|/-\\"


@contextmanager
def spinner(streams: Streams) -> Iterator[Callable[[str], None]]:
    """Yield a reporter: on a terminal one moving line that goes away in the end, a line each elsewhere.

    An empty message says that the work is done: the line goes away.
    """
    look = look_of(streams.error_stream)
    if not look.terminal or streams.quiet:
        yield lambda message: streams.tell([line(visible_line(message))] if message else [])
        return
    moving = _Moving(_FRAMES if look.unicode else _ASCII_FRAMES, look.width - 1)
    try:
        yield moving.report
    finally:
        moving.report("")


class _Moving:
    """One line, drawn by a thread while there is something to say."""

    def __init__(self, frames: str, width: int) -> None:
        self._frames = frames
        self._width = width
        self._message = ""
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def report(self, message: str) -> None:
        """Show another message, or none."""
        self._message = visible_line(message)
        if message and self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._draw, name="codementor-spinner", daemon=True)
            self._thread.start()
        if not message and self._thread is not None:
            self._ended.set()
            self._thread.join()
            self._thread = None
            write(sys.stderr, _ERASE)

    def _draw(self) -> None:
        # A terminal that went away ends the drawing alone: the command says so where it matters.
        with suppress(OSError, EnvironmentFault):
            for frame in cycle(self._frames):
                write(sys.stderr, f"{_ERASE}{frame} {self._message}"[: self._width + len(_ERASE)])
                if self._ended.wait(_FRAME_SECONDS):
                    return
