"""A daemon of this machine, over its socket: what judging asks of it, without the SDK.

Importing the SDK takes longer than starting a container does, and the standard library's HTTP client half as long. A
request of HTTP/1.0 needs neither: one connection each, and the answer ends where the connection does.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from codementor_cli.sandbox.docker.daemon import DaemonError
from codementor_cli.sandbox.docker.stream import AttachedStream

CALL_SECONDS = 120.0
_NEWEST = (1, 47)
"""The newest version of the interface that this was written for; an older daemon is spoken to in its own."""
_GONE = (404, 409)
"""Source: Docker Engine API, ContainerDelete; 409: its removal is under way."""
_NOT_FOUND = 404
_REFUSED = 400
_READ_BYTES = 1 << 16
_MOST_HEAD_BYTES = 1 << 16
_MOST_BYTES = 1 << 24
"""Of an answer; the list of a thousand containers has one or two of these sixteen MiB."""


class SocketDaemon:
    """Meets ``daemon.Daemon``."""

    def __init__(self, path: str, seconds: float = CALL_SECONDS) -> None:
        """Ask the daemon for its version.

        Raises:
            OSError: The socket has no listener, or refuses this user.
            DaemonError: The answer is not a Docker daemon's.
        """
        self.path = path
        self._seconds = seconds
        self._prefix = ""
        head, _ = self._ask("GET", "/_ping")
        self._prefix = _prefix(head.get("api-version", ""))

    def image_id(self, tag: str) -> str | None:
        """Meet ``Daemon``."""
        try:
            return str(self._json("GET", f"/images/{quote(tag, safe='/:')}/json")["Id"])
        except DaemonError as error:
            if error.status != _NOT_FOUND:
                raise
            return None

    def create(self, config: Mapping[str, object]) -> str:
        """Meet ``Daemon``."""
        return str(self._json("POST", "/containers/create", json.dumps(config).encode())["Id"])

    def attach(self, identity: str) -> AttachedStream:
        """Meet ``Daemon``. The connection becomes the stream. Source: ContainerAttach, "Hijacking"."""
        connection = self._connect()
        try:
            path = f"{self._prefix}/containers/{identity}/attach?stdin=1&stdout=1&stderr=1&stream=1"
            request = f"POST {path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
            connection.sendall(request.encode("ascii"))
            _, begun = _head(connection)
        except BaseException:
            connection.close()
            raise
        return AttachedStream(connection, begun=begun)

    def start(self, identity: str) -> None:
        """Meet ``Daemon``."""
        self._ask("POST", f"/containers/{identity}/start")

    def remove(self, identity: str) -> None:
        """Meet ``Daemon``."""
        try:
            self._ask("DELETE", f"/containers/{identity}?force=1")
        except DaemonError as error:
            if error.status not in _GONE:
                raise

    def lanes(self, label: str) -> list[dict[str, Any]]:
        """Meet ``Daemon``."""
        found = self._json("GET", f"/containers/json?all=1&filters={_filters(label=label)}")
        return list(found)

    def events(self, identity: str, name: str, since: int, until: int) -> list[dict[str, Any]]:
        """Meet ``Daemon``."""
        filters = _filters(container=identity, event=name)
        _, body = self._ask("GET", f"/events?since={since}&until={until}&filters={filters}")
        return [json.loads(line) for line in body.splitlines() if line.strip()]

    def _json(self, method: str, path: str, body: bytes = b"") -> Any:
        _, answer = self._ask(method, path, body)
        try:
            return json.loads(answer)
        except ValueError as error:
            raise DaemonError(0, f"its answer is not JSON: {answer[:100]!r}") from error

    def _ask(self, method: str, path: str, body: bytes = b"") -> tuple[dict[str, str], bytes]:
        """Return the headers and the body of an answer that is no refusal."""
        with self._connect() as connection:
            head = f"{method} {self._prefix}{path} HTTP/1.0\r\nHost: docker\r\nContent-Length: {len(body)}\r\n"
            kind = "Content-Type: application/json\r\n" if body else ""
            connection.sendall(f"{head}{kind}\r\n".encode("ascii") + body)
            headers, begun = _head(connection)
            return headers, begun + _rest(connection)

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self._seconds)
        try:
            connection.connect(self.path)
        except BaseException:
            connection.close()
            raise
        return connection


def _prefix(version: str) -> str:
    """Return what paths start with, for a daemon that speaks a version like 1.41; empty: the daemon's own."""
    major, _, minor = version.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        return ""
    spoken = min((int(major), int(minor)), _NEWEST)
    return f"/v{spoken[0]}.{spoken[1]}"


def _head(connection: socket.socket) -> tuple[dict[str, str], bytes]:
    """Return the headers of an answer, and what came of its body with them.

    Raises:
        DaemonError: It is a refusal, or no answer at all.
    """
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(_READ_BYTES)
        data += piece
        if not piece or len(data) > _MOST_HEAD_BYTES:
            raise DaemonError(0, f"it ended its answer early: {data[:100]!r}" if data else "it ended the connection")
    head, _, rest = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    version, _, said = first.partition(" ")
    code = said[:3]
    if not version.startswith("HTTP/1.") or not code.isdecimal():
        raise DaemonError(0, f"it does not speak HTTP: {first[:100]!r}")
    if int(code) >= _REFUSED:
        raise DaemonError(int(code), _words(rest + _rest(connection)))
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}, rest


def _rest(connection: socket.socket) -> bytes:
    """Return everything to the end of the connection."""
    pieces = []
    size = 0
    while piece := connection.recv(_READ_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > _MOST_BYTES:
            raise DaemonError(0, "its answer does not end")
    return b"".join(pieces)


def _words(answer: bytes) -> str:
    """Return a refusal's message. Source: Docker Engine API, ErrorResponse."""
    try:
        return str(json.loads(answer)["message"])
    except (ValueError, KeyError, TypeError):
        return answer.decode("utf-8", "replace").strip()[:300] or "it gave no reason"


def _filters(**values: str) -> str:
    return quote(json.dumps({name: [value] for name, value in values.items()}))
