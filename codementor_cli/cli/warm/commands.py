"""The warm process: it imports what commands need, and forks once for each of them.

A forked command has the streams, the folder and the environment of its asker, and is one like any other from there: it
reads its settings anew, and has no controlling terminal, so signals reach it from its asker alone. The process has one
thread, so a fork copies no lock that another thread holds. It ends with the server.
"""

from __future__ import annotations

import gc
import importlib
import os
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from codementor_cli.cli.warm.ask import ACCEPTED, code_identity
from codementor_cli.files.own_socket import bind_privately, is_own_peer

_MODULES = (
    "codementor_cli.cli.commands.judging.run",
    "codementor_cli.cli.commands.judging.test",
    "codementor_cli.cli.commands.root",
    "codementor_cli.cli.early",
    "codementor_cli.cli.failures",
    "codementor_cli.cli.render.judging.judgement",
    "codementor_cli.bootstrap.judges",
    "codementor_cli.catalog.challenges.cases",
    "codementor_cli.catalog.challenges.folder",
    "codementor_cli.catalog.languages",
    "codementor_cli.catalog.programs",
    "codementor_cli.remote.fallback",
    "codementor_cli.remote.judge",
    "codementor_cli.remote.live",
    "codementor_cli.schemas.kept.judging",
    "codementor_cli.schemas.public.base",
    "codementor_cli.schemas.public.judgement",
    "codementor_cli.schemas.public.run",
    "codementor_cli.services.judging.judge",
    "codementor_cli.services.judging.record",
    "codementor_cli.store",
    "platformdirs",
)
_READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ")
"""How the variables begin that an interpreter reads when it starts: with others of them, a command is started."""
_MOST_REQUEST_BYTES = 4 << 20
_REQUEST_SECONDS = 5.0
_BACKLOG = 64
_MOST_FILES = 65536


@dataclass(frozen=True, slots=True)
class _Request:
    """A command that is asked for."""

    words: list[str]
    folder: bytes
    mask: int
    environment: dict[bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Running:
    """A command that goes on."""

    pid: int
    pid_file: int
    asker: socket.socket


def start(path: Path) -> int:
    """Start the warm process of a server's socket, and return a descriptor: when it is closed, the process ends.

    The caller has one thread still.
    """
    listener = socket.socket(socket.AF_UNIX)
    place = path.with_name(path.name + ".commands")
    place.unlink(missing_ok=True)
    bind_privately(listener, place)
    listener.listen(_BACKLOG)
    alive, held = os.pipe()
    if not os.fork():
        os.close(held)
        try:
            _serve(listener, alive)
        finally:
            with suppress(OSError):
                place.unlink()
            os._exit(0)
    listener.close()
    os.close(alive)
    return held


def _serve(listener: socket.socket, alive: int) -> None:
    os.setsid()
    _let_go({listener.fileno(), alive})
    for name in _MODULES:
        importlib.import_module(name)
    _build()
    gc.collect()
    gc.freeze()
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(alive, selectors.EVENT_READ)
    running: list[_Running] = []
    while not _is_over(selector, listener, alive, running):
        pass
    for each in running:
        os.kill(each.pid, signal.SIGTERM)


def _build() -> None:
    """Build what every command builds: the commands themselves, and what reads and writes results."""
    from codementor_cli.cli.commands.root import command  # noqa: PLC0415 - after the server's files were let go
    from codementor_cli.domain.judging.judgement import Judgement  # noqa: PLC0415 - the same
    from codementor_cli.domain.judging.request import JudgeRequest  # noqa: PLC0415 - the same
    from codementor_cli.schemas.kept import codec  # noqa: PLC0415 - the same

    tree = command()
    for name in ("run", "test"):
        tree.get_command(None, name)
    for kind in (Judgement, JudgeRequest):
        codec.prepare(kind)


def _let_go(kept: set[int]) -> None:
    """Let go of what the server has: its lock, its socket, its terminal and its signals."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    for file in sorted(int(each.name) for each in Path("/proc/self/fd").iterdir()):
        if file > 2 and file not in kept:
            with suppress(OSError):
                os.close(file)


def _is_over(selector: selectors.BaseSelector, listener: socket.socket, alive: int, running: list[_Running]) -> bool:
    """Do what is to be done next; return whether the server is gone."""
    for key, _ in selector.select():
        if key.fd == alive:
            return True
        if key.fileobj is listener:
            _take(listener, selector, running)
        elif key.fileobj in selector.get_map():  # its command may have ended in this very round
            _attend(key.data, key.fileobj == key.data.pid_file, selector, running)
    return False


def _take(listener: socket.socket, selector: selectors.BaseSelector, running: list[_Running]) -> None:
    """Fork the command that a new connection asks for; what is refused is done by its asker itself."""
    with suppress(OSError, ValueError):
        asker, _ = listener.accept()
        files: list[int] = []
        try:
            asker.settimeout(_REQUEST_SECONDS)
            asked = _received(asker, files)
            if asked is None:
                asker.close()
                return
            asker.sendall(ACCEPTED)
            pid = os.fork()
            if not pid:
                _become(asked, files)
        finally:
            for file in files:
                os.close(file)
        asker.setblocking(False)
        found = _Running(pid, os.pidfd_open(pid), asker)
        running.append(found)
        selector.register(found.pid_file, selectors.EVENT_READ, found)
        selector.register(asker, selectors.EVENT_READ, found)


def _received(asker: socket.socket, files: list[int]) -> _Request | None:
    """Return the request of a connection, with its streams; None: it is another user's, or another code's."""
    if not is_own_peer(asker):
        return None
    head, found, _, _ = socket.recv_fds(asker, 4, 3)
    files.extend(found)
    size = int.from_bytes(head, "big")
    if len(head) != 4 or len(files) != 3 or size > _MOST_REQUEST_BYTES:
        return None
    body = bytearray()
    while len(body) < size and (part := asker.recv(size - len(body))):
        body += part
    identity, mask, folder, count, *rest = bytes(body).split(b"\0")
    words, pairs = rest[: int(count)], rest[int(count) :]
    environment = dict(each.split(b"=", 1) for each in pairs if each)
    if identity != code_identity() or not _is_startable(environment):
        return None
    return _Request([os.fsdecode(each) for each in words], folder, int(mask), environment)


def _is_startable(environment: dict[bytes, bytes]) -> bool:
    """Whether this interpreter can stand for one that is started in an environment."""
    return _read_at_start(environment) == _read_at_start(dict(os.environb))


def _read_at_start(environment: dict[bytes, bytes]) -> dict[bytes, bytes]:
    starts = tuple(os.fsencode(each) for each in _READ_AT_START)
    return {name: text for name, text in environment.items() if name.startswith(starts)}


def _attend(running: _Running, is_gone: bool, selector: selectors.BaseSelector, every: list[_Running]) -> None:
    """Pass on a signal, or the exit code; a command whose asker is gone is ended."""
    if is_gone:
        _, status = os.waitpid(running.pid, 0)
        with suppress(OSError):
            running.asker.sendall(str(_exit_code(status)).encode())
        for file in (running.pid_file, running.asker):
            if file in selector.get_map():
                selector.unregister(file)
        os.close(running.pid_file)
        running.asker.close()
        every.remove(running)
        return
    try:
        numbers = running.asker.recv(16)
    except OSError:
        numbers = b""
    for number in numbers or bytes([signal.SIGTERM]):
        os.kill(running.pid, number)
    if not numbers:
        selector.unregister(running.asker)


def _exit_code(status: int) -> int:
    """Return the code that a shell gives for how a process ended."""
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code


def _become(asked: _Request, files: list[int]) -> NoReturn:
    """Be the command, as if it had just been started."""
    code = 70
    try:
        for number, file in enumerate(files):
            os.dup2(file, number)
        os.closerange(3, min(_MOST_FILES, os.sysconf("SC_OPEN_MAX")))
        os.setpgid(0, 0)
        os.umask(asked.mask)
        os.chdir(asked.folder)
        os.environb.clear()
        os.environb.update(asked.environment)
        time.tzset()
        sys.argv = ["codementor", *asked.words]
        _open_streams()
        from codementor_cli.cli.app import run_command  # noqa: PLC0415 - as the installed command does

        code = run_command()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _open_streams() -> None:
    """Open the standard streams as an interpreter does when it starts."""
    shapes: tuple[tuple[str, str, Any], ...] = (
        ("stdin", "r", sys.stdin),
        ("stdout", "w", sys.stdout),
        ("stderr", "w", sys.stderr),
    )
    for number, (name, mode, before) in enumerate(shapes):
        line_buffering = mode == "w" and (name == "stderr" or os.isatty(number))
        opened = open(number, mode, encoding=before.encoding, errors=before.errors, closefd=False)  # noqa: SIM115 - they stay open
        if isinstance(opened, TextIOWrapper):
            opened.reconfigure(line_buffering=line_buffering)
        setattr(sys, name, opened)
