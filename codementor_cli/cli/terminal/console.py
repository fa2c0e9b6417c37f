"""The live end of ``run``: this process's own streams, as bytes."""

from __future__ import annotations

import errno
import os
import select
import sys
from pathlib import Path

from codementor_cli.cli.terminal.streams import unwritable
from codementor_cli.errors import UserFileError
from codementor_cli.ports import Console

_READ_BYTES = 64 * 1024
_STREAMS = (1, 2)
_KEPT_BYTES = 1 << 16
"""Of stderr: as much as is read of a crash."""


class StandardConsole:
    """Reads a descriptor as input comes, writes to stdout and stderr as output comes."""

    def __init__(self, source: int | None, interactive: bool) -> None:
        """Take over a descriptor.

        Args:
            source: Where input comes from; None: there is none.
            interactive: Whether a person may type it.
        """
        self._source = source
        self._interactive = interactive and source is not None and os.isatty(source) and os.isatty(1)

    @property
    def is_terminal(self) -> bool:
        """Whether a person types the input and sees the output."""
        return self._interactive

    def input_descriptor(self) -> int | None:
        """Return the descriptor to wait on; None once input is at its end."""
        return self._source

    def read(self) -> bytes:
        """Return the input that is there now; empty at the end."""
        if self._source is None:
            return b""
        try:
            data = os.read(self._source, _READ_BYTES)
        except BlockingIOError:
            # The descriptor may be shared with a program that set it non-blocking: nothing yet is not the end.
            select.select([self._source], [], [])
            return self.read()
        if not data:
            self._source = None
        return data

    def write(self, stderr: bool, data: bytes) -> None:
        """Write everything, also to a non-blocking descriptor; a closed one takes nothing.

        Raises:
            BrokenPipeError: The reader went away.
            EnvironmentFault: It cannot be written: the disk is full, say.
        """
        descriptor = _STREAMS[stderr]
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(descriptor, view) :]
            except BlockingIOError:
                select.select([], [descriptor], [])
            except BrokenPipeError:
                raise
            except OSError as error:
                if error.errno == errno.EBADF:
                    return
                raise unwritable(error) from error


class StderrKeeper:
    """A console that passes everything on, and keeps the end of the program's stderr."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._kept = bytearray()

    @property
    def stderr(self) -> bytes:
        """The last 64 KiB of stderr, or all of it."""
        return bytes(self._kept[-_KEPT_BYTES:])

    @property
    def is_terminal(self) -> bool:
        """Whether a person types the input and sees the output."""
        return self._console.is_terminal

    def input_descriptor(self) -> int | None:
        """Return the descriptor to wait on; None once input is at its end."""
        return self._console.input_descriptor()

    def read(self) -> bytes:
        """Return the input that is there now; empty at the end."""
        return self._console.read()

    def write(self, stderr: bool, data: bytes) -> None:
        """Show output as it comes."""
        self._console.write(stderr, data)
        if stderr:
            self._kept += data
            del self._kept[:-_KEPT_BYTES]


def open_console(stdin_path: str | None, program_on_stdin: bool) -> StandardConsole:
    """Return the console of one run.

    Args:
        stdin_path: File that holds the input; None or ``-``: this process's stdin.
        program_on_stdin: Whether stdin was the program, so that nothing is left of it.

    Raises:
        UserFileError: The file cannot be read.
    """
    if stdin_path not in {None, "-"}:
        return StandardConsole(_opened(str(stdin_path)), interactive=False)
    if program_on_stdin or sys.stdin is None:
        return StandardConsole(None, interactive=False)
    return StandardConsole(sys.stdin.fileno(), interactive=True)


def read_all(console: StandardConsole, cap_bytes: int) -> bytes:
    """Return all input, for a run that collects.

    Raises:
        UserFileError: It is larger than the cap.
    """
    parts, total = [], 0
    while part := console.read():
        parts.append(part)
        total += len(part)
        if total > cap_bytes:
            raise UserFileError(f"The input is larger than {cap_bytes >> 20} MiB.", "Give the program a smaller one.")
    return b"".join(parts)


def _opened(path: str) -> int:
    shown = repr(path)
    if Path(path).is_dir():
        raise UserFileError(f"{shown} is a folder; --stdin takes a file.", "Name the file that holds the input.")
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        message = f"The input {shown} cannot be read: {reason}."
        raise UserFileError(message, "Check the path after --stdin.") from error
