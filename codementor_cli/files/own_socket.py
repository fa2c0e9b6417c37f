"""A Unix socket of this user's, which no other user reaches, and which one process has at a time."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codementor_cli.files.runtime import make_private

_BACKLOG = 64
MOST_PATH_BYTES = 100
"""Source: unix(7): ``sun_path`` has 108 bytes on Linux, 104 elsewhere."""
_CREDENTIALS = struct.Struct("3i")
"""``struct ucred``: pid, uid, gid. Source: unix(7), SO_PEERCRED."""


class SocketTakenError(Exception):
    """Another process has the socket."""


@contextmanager
def own_socket(path: Path) -> Iterator[socket.socket]:
    """Listen on a socket, and remove it at the end. What a killed process left there is replaced.

    Raises:
        SocketTakenError: Another process listens there.
        PermissionError: The folder is not this user's alone.
        OSError: It cannot be made.
    """
    make_private(path.parent)
    with _locked(path), socket.socket(socket.AF_UNIX) as listener:
        path.unlink(missing_ok=True)
        bind_privately(listener, path)
        listener.listen(_BACKLOG)
        try:
            yield listener
        finally:
            path.unlink(missing_ok=True)


def bind_privately(listener: socket.socket, path: Path) -> None:
    """Bind a socket that only this user may connect to."""
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of a socket; the kernel frees it however this process ends."""
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path.with_name(path.name + ".lock"), flags, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SocketTakenError from None
        yield
    finally:
        with suppress(OSError):
            os.close(descriptor)


def is_own_peer(connection: socket.socket) -> bool:
    """Whether the process at the other end is this user's, as the kernel knows it.

    Where the kernel does not say, it is: no other user can enter the folder.
    """
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(found)
    return bool(user == os.geteuid())
