"""A server on loopback that answers each connection with the bytes of its script, whatever is asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from codementor_cli.schemas.kept.judging import PROTOCOL


def response(status: str, body: bytes = b"", **headers: str) -> bytes:
    """Return an HTTP response; headers of ours where none are given."""
    fields = {"Codementor-Protocol": PROTOCOL, "Content-Type": "text/event-stream", "Connection": "close"}
    fields |= {name.replace("_", "-"): text for name, text in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {text}" for name, text in fields.items() if text)]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


class ScriptedServer:
    """Gives the answers in turn, the last one again and again; None: it never answers."""

    def __init__(self, listener: socket.socket, answers: Sequence[bytes | None]) -> None:
        self._listener = listener
        self._answers = list(answers)
        self.port = int(listener.getsockname()[1])
        self.asked: list[bytes] = []
        self._left = threading.Event()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            threading.Thread(target=self._answer, args=(connection, answer), daemon=True).start()

    def end(self) -> None:
        self._left.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _answer(self, connection: socket.socket, answer: bytes | None) -> None:
        with connection, suppress(OSError):
            self.asked.append(_request(connection))
            if answer is None:
                self._left.wait()
            else:
                connection.sendall(answer)


def _request(connection: socket.socket) -> bytes:
    """Return a whole request."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += connection.recv(65536)
    head, _, body = text.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(body) < int((lengths or [b"0"])[0]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def scripted_server(*answers: bytes | None) -> Iterator[ScriptedServer]:
    """Yield a server that listens."""
    server = ScriptedServer(socket.create_server(("127.0.0.1", 0)), answers)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join()
