"""The two streams: stdout takes the answer, stderr the progress. Each shows some width, colours and signs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from codementor_cli.cli.render.text import Line, Look, to_text
from codementor_cli.errors import EnvironmentFault

_DEFAULT_COLUMNS = 80


@dataclass(frozen=True, slots=True)
class Streams:
    """Both streams, and how much the command says."""

    quiet: bool = False
    """No progress, no next steps."""
    verbose: bool = False

    def answer(self, lines: Iterable[Line]) -> None:
        """Write lines to stdout, at once."""
        write(sys.stdout, to_text(lines, look_of(sys.stdout)))

    def answer_text(self, text: str) -> None:
        """Write text to stdout as it is."""
        write(sys.stdout, text)

    def answer_bytes(self, data: bytes) -> None:
        """Write bytes to stdout as they are.

        Raises:
            BrokenPipeError: The reader went away.
            EnvironmentFault: It cannot be written: the disk is full, say.
        """
        if sys.stdout is None:
            return
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritable(error) from error

    @property
    def output_stream(self) -> TextIO | None:
        """Where the answer goes."""
        return sys.stdout

    @property
    def error_stream(self) -> TextIO | None:
        """Where progress goes."""
        return sys.stderr

    @property
    def ascii_only(self) -> bool:
        """Whether stdout can show nothing but ASCII."""
        return sys.stdout is None or not shows_unicode(sys.stdout)

    def insist(self, lines: Iterable[Line]) -> None:
        """Write lines to stderr, even under ``--quiet``."""
        write(sys.stderr, to_text(lines, look_of(sys.stderr)))

    def tell(self, lines: Iterable[Line]) -> None:
        """Write progress to stderr."""
        if not self.quiet:
            write(sys.stderr, to_text(lines, look_of(sys.stderr)))


def write(stream: TextIO | None, text: str) -> None:
    """Write and flush; a stream that the parent closed takes nothing.

    Raises:
        BrokenPipeError: The reader went away.
        EnvironmentFault: It cannot be written: the disk is full, say.
    """
    if stream is None or not text:
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(error) from error


def unwritable(error: OSError) -> EnvironmentFault:
    """Return the fault that says why stdout or stderr takes no more."""
    message = f"The output cannot be written: {error.strerror}."
    return EnvironmentFault(message, "Make room on the disk, or send the output elsewhere.")


def look_of(stream: TextIO | None) -> Look:
    """Return the width, the colours and the signs that a stream can show."""
    if stream is None:
        return Look(unicode=False)
    terminal = stream.isatty()
    # https://no-color.org: any value but the empty one; "dumb" terminals know no colours.
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    columns = os.environ.get("COLUMNS", "")
    fallback = _terminal_columns(stream) if terminal else _DEFAULT_COLUMNS
    width = int(columns) if columns.isdecimal() and 0 < int(columns) < 10_000 else fallback
    return Look(width=max(40, width), colour=colour, unicode=shows_unicode(stream), terminal=terminal)


def _terminal_columns(stream: TextIO) -> int:
    """Return a terminal's width, or the usual one where it does not say; ``shutil`` takes 5 ms to import for this."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or _DEFAULT_COLUMNS
    except OSError:
        return _DEFAULT_COLUMNS


def shows_unicode(stream: TextIO) -> bool:
    """Whether a stream's encoding holds the signs that we draw."""
    try:
        "✓✗·→↵␍│…–".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def forgive_encodings() -> None:
    """Let both streams replace what their encoding lacks, instead of failing in the middle of an answer."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
