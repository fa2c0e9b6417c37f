"""Ask for a command in the warm process. Nothing of ours is imported here: that is what it saves."""

from __future__ import annotations

import os
import signal
import socket
import struct
import sys

TYPE_CHECKING = False
"""As in ``typing``, which takes longer to import than all that is here."""
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (["run"], ["test"])
"""What is asked for: short commands, whose start is much of their time."""
ACCEPTED = b"+"
_HOST = "CODE_EXECUTOR_HOST"
_UNIX = "unix:"
_STREAMS = (0, 1, 2)
_SUFFIX = ".commands"
_PEER = struct.Struct("3i")
_NOT_ASKED = ("--watch", "-w")


def ask(arguments: Sequence[str]) -> int | None:
    """Return the exit code of a command that a warm process did; None: there is none, and nothing was done.

    Args:
        arguments: Of the command line, the command first.
    """
    host = os.environ.get(_HOST, "")
    if not host.startswith(_UNIX) or list(arguments[:1]) not in COMMANDS or not set(_NOT_ASKED).isdisjoint(arguments):
        return None
    try:
        connection = _connected(host.removeprefix(_UNIX) or _usual_socket())
    except (OSError, ValueError):
        return None
    with connection:
        return _done(connection, request(arguments))


def _usual_socket() -> str:
    """Return this user's socket; ``files.runtime`` and ``remote.address`` have the same rule, and a test compares."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.isdir(runtime):  # noqa: PTH112 - pathlib takes as long as all that is here
        return f"{runtime}/codementor/serve.sock"
    return f"{os.environ.get('TMPDIR') or '/tmp'}/codementor-{os.geteuid()}/serve.sock"  # noqa: S108 - the peer is checked


def _connected(path: str) -> socket.socket:
    """Return a connection to this user's process.

    Raises:
        OSError: There is none.
    """
    for stream in _STREAMS:
        os.fstat(stream)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(os.path.expanduser(path) + _SUFFIX)  # noqa: PTH111 - as above
        _check_peer(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_peer(connection: socket.socket) -> None:
    """Refuse another user's process, and any where the kernel does not say; see ``files.own_socket``.

    Raises:
        PermissionError: It is refused.
    """
    if not hasattr(socket, "SO_PEERCRED"):
        raise PermissionError
    _, user, _ = _PEER.unpack(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    if user != os.geteuid():
        raise PermissionError


def code_identity() -> bytes:
    """Return what a warm process and a command must have in common: the same code in the same interpreter."""
    package = __file__.rpartition("/cli/")[0]
    changed = os.stat(package + "/__init__.py").st_mtime_ns  # noqa: PTH116 - as above
    return os.fsencode(f"{package} {changed} {sys.version}".replace("\0", ""))


def request(arguments: Sequence[str]) -> bytes:
    """Return a request: the command's words, folder, mask and environment, with NULs between."""
    mask = os.umask(0o077)
    os.umask(mask)
    environment = [name + b"=" + text for name, text in os.environb.items()]
    words = [os.fsencode(each) for each in arguments]
    folder = os.getcwdb()  # noqa: PTH109 - as above
    head = [code_identity(), str(mask).encode(), folder, str(len(words)).encode()]
    return b"\0".join([*head, *words, *environment])


def _done(connection: socket.socket, asked: bytes) -> int | None:
    """Send a request with this process's streams, and return the exit code; signals go to the command."""
    try:
        socket.send_fds(connection, [len(asked).to_bytes(4, "big")], _STREAMS)
        connection.sendall(asked)
        if connection.recv(1) != ACCEPTED:
            return None
    except OSError:
        return None

    def forward(number: int, _frame: object) -> None:
        try:
            connection.send(bytes([number]))
        except OSError:
            return

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    try:
        code = connection.recv(4)
    except OSError:
        code = b""
    if not code:
        os.write(2, b"error: The local server ended while it did this command.\n  \xe2\x86\x92 Type it again.\n")
        return 4
    return int(code)
