"""Progress on stderr: one line that goes away."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.streams import Streams, look_of, write
from codementor_cli.text.untrusted import visible_line

_ERASE = "\r\x1b[K"
"""Back to the line's start, and clear it (ECMA-48: EL)."""


@contextmanager
def status_line(streams: Streams) -> Iterator[Callable[[str], None]]:
    """Yield a reporter of long work: one line that changes on a terminal, a line each elsewhere.

    An empty message says that the work is done: the line goes away.
    """
    live = streams.error_stream is not None and streams.error_stream.isatty()
    width = look_of(streams.error_stream).width - 1
    shown = False

    def report(message: str) -> None:
        nonlocal shown
        text = visible_line(message)
        if live and not streams.quiet:
            if text or shown:
                write(sys.stderr, _ERASE + text[:width])
            shown = bool(text)
        elif text:
            streams.tell([line(text)])

    try:
        yield report
    finally:
        if shown:
            write(sys.stderr, _ERASE)
