"""From the runner's fork to the program's first instruction, and to the end of all that it started.

Python opens every descriptor close-on-exec, so the program inherits 0, 1 and 2 alone.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # signal brings enum and nine more: 6 ms of each lane's start
import fcntl
import os
import termios

from codementor_cli.sandbox.runner import identity, wire
from codementor_cli.sandbox.runner.ending import End, wait_for_all

_EXEC_FAILED = 127
_NOT_EXECUTABLE = 126
"""As shells say it. Source: POSIX.1-2024, Shell Command Language, 2.8.2."""
_BUILD = "/box/build/"
_DESCRIPTORS = 1024
_FEW_DESCRIPTORS = 256
"""Where no control group counts memory: the runner then looks at each."""


def nameless_file() -> int:
    """Return a new file in memory, that ends with its last descriptor."""
    try:
        return os.memfd_create("stdin")
    except OSError:  # a filter keeps programs from what no count sees, and the runner with them
        return os.open("/box", os.O_TMPFILE | os.O_EXCL | os.O_RDWR, 0o600)


class CannotStartError(Exception):
    """The lane has no such program, or it cannot be executed."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(f"{program}: {reason}")
        self.program = program


class Start:
    """How a program is started."""

    __slots__ = ("argv", "environment", "identity", "terminal")

    def __init__(self, step: dict[str, object], user: int | None, *, caps_processes: bool) -> None:
        """Read the host's request.

        Args:
            step: The request.
            user: Whom the program runs as; None: the lane has no user but the runner.
            caps_processes: Whether the limit on processes is by user, for no control group has it.
        """
        self.argv = wire.typed(step, "argv", list)
        self.environment = wire.typed(step, "environment", dict)
        self.terminal = bool(step.get("terminal"))
        process_count = wire.typed(step, "process_count", int) + (user is None)
        self.identity = identity.Identity(
            user=user,
            folder=str(step["folder"]),
            cpu_seconds=int(wire.typed(step, "cpu_seconds", float)),
            file_bytes=wire.typed(step, "file_bytes", int),
            stack_bytes=wire.typed(step, "stack_bytes", int),
            process_count=process_count if caps_processes else None,
            descriptor_count=_FEW_DESCRIPTORS if caps_processes else _DESCRIPTORS,
        )


class Executed:
    """A program that the runner forked and executed; it ends with every process of the lane but the runner."""

    def __init__(self, process: int) -> None:
        self.ended = os.pidfd_open(process)
        """Readable once the main process has ended."""
        self._process = process

    def kill(self) -> None:
        """Kill every process of the lane but the runner.

        As the first process of its namespace the runner can name them all with -1; none can fork its way out of it.
        """
        try:
            os.kill(-1, _signal.SIGKILL)
        except ProcessLookupError:  # no process is left
            return

    def end(self) -> End:
        """Kill and wait for every process of the lane."""
        self.kill()
        return wait_for_all(self._process)


def start(how: Start, streams: tuple[int, int, int]) -> Executed:
    """Fork, and execute the program in the child; return once the program runs.

    Raises:
        CannotStartError: The program could not be started at all: the lane's fault, not the program's.
    """
    trouble_read, trouble_write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            identity.become(how.identity, streams)
            if how.terminal:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            reset_signals()
            _execute(how)
        except OSError as error:
            os.write(trouble_write, str(error.errno).encode())
        finally:
            os._exit(_EXEC_FAILED)
    os.close(trouble_write)
    trouble = os.read(trouble_read, 16)
    os.close(trouble_read)
    if trouble:
        os.waitpid(child, 0)
        raise CannotStartError(how.argv[0], os.strerror(int(trouble)))
    return Executed(child)


def reset_signals() -> None:
    """Undo what Python, the runner or the user's shell ignores or blocks."""
    for number in _signal.valid_signals():
        if _signal.getsignal(number) is _signal.SIG_IGN:
            _signal.signal(number, _signal.SIG_DFL)
    _signal.pthread_sigmask(_signal.SIG_SETMASK, ())


def _execute(how: Start) -> None:
    """Become the program; one that its own compiler made so that it cannot start has failed by itself.

    A section named ``.interp`` and Rust's ``crate_type`` make such files.
    """
    try:
        identity.execute(how.argv, how.environment)
    except OSError as error:
        if not how.argv[0].startswith(_BUILD):
            raise
        os.write(2, f"The compiled program cannot be executed: {error.strerror}\n".encode())
        os._exit(_NOT_EXECUTABLE)
