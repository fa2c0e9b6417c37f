"""A process that has imported the command line, and forks once for each command: all that one does but its start.

A script of its own, so that nothing of the tests' is in a command's process. It imports and does nothing else, so that
no command finds what another left. See ``warm.WarmCommands`` for what asks it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, NoReturn

LAZY = ("anthropic", "docker", "httpx2", "platformdirs", "rich.console", "sqlite_utils", "watchfiles")
"""What some commands import from outside when they need it; nothing is lost by one that is missing here."""


def main(channel: socket.socket, command: str) -> None:
    """Serve until the tests' end of the channel closes.

    Args:
        channel: Each message brings four files: where the command's words come from, and its three streams.
        command: The path of the installed command, as its first word.
    """
    _import_all()
    selector = selectors.DefaultSelector()
    selector.register(channel, selectors.EVENT_READ)
    channel.sendall(b"ready")
    while True:
        for key, _ in selector.select():
            if key.fileobj is channel:
                _, files, _, _ = socket.recv_fds(channel, 1, 4)
                if not files:
                    return
                _start(files, selector, command)
            else:
                _attend(key.data, key.fileobj is not key.data.pid_file, selector)


class Running:
    """A command that runs."""

    def __init__(self, pid: int, asker: socket.socket) -> None:
        self.pid = pid
        self.asker = asker
        self.pid_file = os.pidfd_open(pid)


def _start(files: list[int], selector: selectors.BaseSelector, command: str) -> None:
    asker = socket.socket(fileno=files[0])
    size = int.from_bytes(_received(asker, 4))
    request = json.loads(_received(asker, size))
    pid = os.fork()
    if not pid:
        _become(request, files, command)
    for file in files[1:]:
        os.close(file)
    running = Running(pid, asker)
    selector.register(running.pid_file, selectors.EVENT_READ, running)
    selector.register(asker, selectors.EVENT_READ, running)


def _attend(running: Running, is_gone: bool, selector: selectors.BaseSelector) -> None:
    """Tell the asker how a command ended; end it where nobody asks any more."""
    if is_gone:
        selector.unregister(running.asker)
        os.kill(running.pid, signal.SIGKILL)
        return
    _, status = os.waitpid(running.pid, 0)
    for file in (running.pid_file, running.asker):
        if file in selector.get_map():
            selector.unregister(file)
    os.close(running.pid_file)
    with suppress(OSError):  # nobody asks any more
        running.asker.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    running.asker.close()


def _become(request: dict[str, Any], files: list[int], command: str) -> NoReturn:
    """Be the command, as if it had just been started."""
    for number, file in enumerate(files[1:]):
        os.dup2(file, number)
    os.closerange(3, 4096)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = [command, *request["words"]]
    from codementor_cli.cli.app import main as run_command  # noqa: PLC0415  # as the installed command does

    run_command()


def _received(connection: socket.socket, size: int) -> bytes:
    """Return the next bytes of a connection; empty where it ends before them."""
    received = b""
    while len(received) < size and (chunk := connection.recv(size - len(received))):
        received += chunk
    return received


def _import_all() -> None:
    import codementor_cli  # noqa: PLC0415  # not before the path is set

    names = [found.name for found in pkgutil.walk_packages(codementor_cli.__path__, "codementor_cli.")]
    for name in (*names, *LAZY):
        if ".runner" not in name:  # they run in lanes, and not here
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    own, installed = sys.argv[1:]
    sys.path[0] = os.path.dirname(installed)  # noqa: PTH120  # as Python sets it for the command
    main(socket.socket(fileno=int(own)), installed)
