"""``codementor serve --local``: this user's own server, which makes their command line warm."""

# ruff: noqa: PLC0415 - the warm process is started before the server is imported

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from codementor_cli.bootstrap.judges import host_of_socket, own_socket_path
from codementor_cli.cli.render.text import Line, line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.cli.warm.commands import start
from codementor_cli.cli.words.options import application
from codementor_cli.errors import EnvironmentFault, NextStep
from codementor_cli.files.own_socket import SocketTakenError, own_socket
from codementor_cli.text.untrusted import visible_line

IDLE_SECONDS = 1800.0
"""A server that nobody asks for half an hour ends."""


def serve_local(out: Streams, sandbox: str | None, idle_seconds: float = IDLE_SECONDS) -> int:
    """Serve until a signal, or until nobody has asked for long.

    Args:
        out: Told where it listens.
        sandbox: From ``--sandbox``.
        idle_seconds: See ``IDLE_SECONDS``.

    Raises:
        EnvironmentFault: Another server of this user's answers already, or there is no sandbox.
    """
    # No project's settings: the server is for the commands of all folders.
    app = application(sandbox, folder=Path("/"))
    path = own_socket_path(app.settings)
    with ExitStack() as parts:
        parts.enter_context(app)
        listener = _listener(path, parts)
        if hasattr(os, "pidfd_open"):  # elsewhere than on Linux, commands are judged warm and import as ever
            parts.callback(os.close, start(path))
        from codementor_cli.api.operations.local_server import local_server_of
        from codementor_cli.bootstrap.serving import local_options, open_service

        kept = parts.enter_context(_jobs_folder(path))
        with status_line(out) as report:
            opened = open_service(app, local_options(), f"{kept}/jobs.db", str(path), report)
            service = parts.enter_context(opened)
        out.tell(_greeting(path, host_of_socket(path, app.settings), service.engine, idle_seconds))
        local_server_of(service, idle_seconds).run(sockets=[listener])
    return 0


@contextmanager
def _jobs_folder(path: Path) -> Iterator[Path]:
    """Yield a folder for the jobs, which end with the server: commands record their submissions themselves.

    It is beside the socket, where most systems keep things in memory: no judging waits for a disk. What a killed server
    left there goes first; the socket's lock is held.
    """
    folder = path.with_name(path.name + ".jobs")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _listener(path: Path, parts: ExitStack) -> socket.socket:
    """Return this user's socket, which ends with the parts.

    Raises:
        EnvironmentFault: Another server has it, or the folder is not this user's alone.
    """
    try:
        return parts.enter_context(own_socket(path))
    except SocketTakenError as error:
        message = f"A server of yours answers at unix:{path} already."
        raise EnvironmentFault(message, NextStep(("config",), "`{}` says whether it answers.")) from error
    except OSError as error:
        message = f"Nobody can listen at {path} for you alone: {error.strerror or 'the folder is open to others'}."
        step = f"chmod 700 {path.parent}, or name another socket: CODE_EXECUTOR_HOST=unix:PATH"
        raise EnvironmentFault(message, step) from error


def _greeting(path: Path, host: str, engine: str, idle_seconds: float) -> list[Line]:
    return [
        line(f"codementor answers your commands at unix:{visible_line(str(path))} (Ctrl-C ends it)"),
        line(f"  sandbox: {engine}"),
        line(f"  ends after {idle_seconds / 60:g} minutes without a command"),
        line(f"  use it: export CODE_EXECUTOR_HOST={visible_line(host)}"),
    ]
