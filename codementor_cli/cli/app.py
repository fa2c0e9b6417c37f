"""The installed command: one boundary from exceptions to exit codes.

Above ``main`` nothing is imported that Python has not loaded already: an interrupt in the first tenth of a second must
be caught too.
"""

# ruff: noqa: PLC0415 - inside the boundary, see above

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
"""As in ``typing``, which takes longer to import than all that is here."""
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import NoReturn

    from codementor_cli.bootstrap import Application
    from codementor_cli.errors import CodementorError

EXIT_INTERRUPTED = 130
"""A shell's code for a program that was interrupted: 128 + SIGINT."""
EXIT_PIPE_CLOSED = 141
"""A shell's code for a program that wrote to a closed pipe: 128 + SIGPIPE."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    asked = guarded_asking(sys.argv[1:])
    _leave(run_command() if asked is None else asked)


def run_command() -> int:
    """Run the command line in this process, and return its exit code; its output has left."""
    code = guarded(lambda: _run(sys.argv[1:]))
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        _forget_output()
    return code


def guarded_asking(arguments: Sequence[str]) -> int | None:
    """Return the exit code of a command that this user's own server did; None: it is to be done here."""
    if not os.environ.get("CODE_EXECUTOR_HOST", "").startswith("unix:"):
        return None
    from codementor_cli.cli.warm.ask import ask

    try:
        return ask(arguments)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _leave(code: int) -> NoReturn:
    """End the process; the last search for garbage leaves out what is alive, which takes a tenth of a short command."""
    import gc

    gc.freeze()
    sys.exit(code)


def _run(arguments: Sequence[str]) -> int:
    from codementor_cli.cli.terminal.streams import forgive_encodings

    forgive_encodings()
    if list(arguments) == ["--version"]:
        from codementor_cli.cli.commands.machine.version import print_version

        return print_version()
    import signal

    signal.signal(signal.SIGTERM, _terminated)
    # A script's background job starts with interrupts ignored: one that is sent to it by number is meant all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if arguments[:1] not in (["run"], ["test"]):
        return _command(arguments)
    from codementor_cli.cli.early import early_application

    app = early_application(arguments)
    if app is None:
        return _command(arguments)
    with app:
        return _command(arguments, app)


def _command(arguments: Sequence[str], app: Application | None = None) -> int:
    """Run a command; ``run`` and ``test`` find an application that was begun already in their context."""
    from codementor_cli.cli.commands.root import command

    result = command().main(args=list(arguments), prog_name="codementor", standalone_mode=False, obj=app)
    return result if isinstance(result, int) else 0


def _terminated(number: int, _frame: FrameType | None) -> NoReturn:
    """Unwind, so that lanes are closed, and leave as a shell expects."""
    raise SystemExit(128 + number)


def guarded(action: Callable[[], int]) -> int:
    """Do an action and return its exit code; an error becomes a message on stderr and a code."""
    try:
        return action()
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return EXIT_PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the one boundary: the rest is ours, Typer's own, or a bug
        from codementor_cli.errors import CodementorError

        return _stopped(error) if isinstance(error, CodementorError) else _from_typer(error)


def _stopped(error: CodementorError) -> int:
    from codementor_cli.cli.failures import exit_code, tell_error

    tell_error(error)
    return exit_code(error)


def _from_typer(error: Exception) -> int:
    from codementor_cli.cli.failures import tell_bug, tell_usage
    from codementor_cli.cli.words.lazy import PipeClosedError

    if isinstance(error, PipeClosedError):
        _forget_output()
        return EXIT_PIPE_CLOSED
    code = tell_usage(error)
    return tell_bug(error) if code is None else code


def _forget_output() -> None:
    """Point both streams nowhere, so that flushing at the very end cannot fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except OSError:
                os.dup2(nowhere, stream.fileno())
