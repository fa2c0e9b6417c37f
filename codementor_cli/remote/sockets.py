"""HTTP over a Unix socket: all that a judging needs of it, in a hundredth of the time that a library takes to import.

Each request has a connection of its own, which costs nothing on the same machine. The server is this user's own: the
kernel says so.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

from codementor_cli.files.own_socket import is_own_peer
from codementor_cli.remote.transport import Ask, BrokenAnswerError, PassingError

_READ_BYTES = 1 << 16
_MOST_HEAD_BYTES = 1 << 16


class OtherUserError(BrokenAnswerError):
    """The process behind the socket is another user's."""


def connect(path: Path, seconds: float) -> socket.socket:
    """Return a connection to a server of this user's.

    Raises:
        OSError: None listens there.
        OtherUserError: It is another user's.
    """
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(os.fspath(path))
        _check_peer(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_peer(connection: socket.socket) -> None:
    if not is_own_peer(connection):
        raise OtherUserError("is a process of another user")


class SocketTransport:
    """Connections over one Unix socket; meets ``Transport``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, ask: Ask) -> SocketAnswer:
        """Meet ``Transport``."""
        try:
            connection = connect(self._path, ask.wait_seconds())
        except OSError as error:
            raise PassingError("nothing listens there", is_absent=True) from error
        answer = SocketAnswer(connection, ask)
        try:
            answer.begin()
        except BaseException:
            answer.close()
            raise
        return answer

    def close(self) -> None:
        """Meet ``Transport``: nothing is kept open."""


class SocketAnswer:
    """A response over a Unix socket; meets ``Answer``."""

    def __init__(self, connection: socket.socket, ask: Ask) -> None:
        self._connection = connection
        self._ask = ask
        self._unread = b""
        self.status = 0
        self.headers: Mapping[str, str] = {}

    def begin(self) -> None:
        """Send the request and read the head of its answer; raises what ``Transport.send`` raises."""
        ask = self._ask
        fields = {"host": "localhost", "connection": "close", "content-length": str(len(ask.body)), **ask.headers}
        lines = [f"{ask.method} {ask.path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        try:
            self._connection.sendall("\r\n".join(lines).encode() + ask.body)
        except OSError as error:
            # A server that refuses a request may answer before it has read all of it.
            if not self._has_answer():
                raise PassingError(f"the connection was lost: {error.strerror or error}") from error
        while b"\r\n\r\n" not in self._unread:
            more = self._receive()
            if not more or len(self._unread) > _MOST_HEAD_BYTES:
                self._refuse(more)
            self._unread += more
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        self._read_head(head.decode("latin-1"))

    def _has_answer(self) -> bool:
        try:
            self._unread = self._receive()
        except PassingError:
            return False
        return bool(self._unread)

    def _refuse(self, more: bytes) -> None:
        if not more:
            raise PassingError("the connection was closed before there was an answer")
        raise BrokenAnswerError("begins with a head that is too long")

    def _read_head(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        version, _, rest = first.partition(" ")
        code = rest[:3]
        if not version.startswith("HTTP/1.") or not (code.isascii() and code.isdecimal() and len(code) == 3):
            raise BrokenAnswerError("is not HTTP")
        self.status = int(code)
        pairs = (line.partition(":") for line in lines)
        self.headers = {name.strip().lower(): value.strip() for name, _, value in pairs}

    def chunks(self) -> Iterator[bytes]:
        """Meet ``Answer``."""
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            yield from self._chunked()
            return
        length = self.headers.get("content-length", "")
        left = int(length) if length.isascii() and length.isdecimal() and len(length) < 16 else None
        while left is None or left > 0:
            part = self._unread or self._receive()
            self._unread = b""
            if not part:
                if left is None:
                    return
                raise PassingError("the connection was cut in the middle of the answer")
            part = part if left is None else part[:left]
            left = left and left - len(part)
            yield part

    def _chunked(self) -> Iterator[bytes]:
        """Yield a body in chunks, of any size. Source: RFC 9112, 7.1."""
        while size := self._chunk_size():
            while size > 0:
                part = self._unread or self._more()
                yield part[:size]
                self._unread, size = part[size:], size - len(part[:size])
            self._line()

    def _chunk_size(self) -> int:
        text = self._line().partition(b";")[0].strip()
        try:
            return int(text[:12], 16)
        except ValueError:
            raise BrokenAnswerError("has a chunk without a size") from None

    def _line(self) -> bytes:
        while b"\r\n" not in self._unread:
            if len(self._unread) > _MOST_HEAD_BYTES:
                raise BrokenAnswerError("has a chunk without a size")
            self._unread += self._more()
        line, _, self._unread = self._unread.partition(b"\r\n")
        return line

    def _more(self) -> bytes:
        part = self._receive()
        if not part:
            raise PassingError("the connection was cut in the middle of the answer")
        return part

    def _receive(self) -> bytes:
        wait = self._ask.wait_seconds()
        try:
            self._connection.settimeout(wait)
            return self._connection.recv(_READ_BYTES)
        except TimeoutError:
            self._ask.wait_seconds()
            raise PassingError(f"the server was silent for {wait:.0f} s") from None
        except OSError as error:
            raise PassingError(f"the connection was lost: {error.strerror or error}") from error

    def cut(self) -> None:
        """Meet ``Answer``: a waiting ``recv`` returns when the socket is shut down, not when it is closed."""
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is gone already

    def close(self) -> None:
        """Meet ``Answer``."""
        self._connection.close()
