"""A judging server in a thread: jobs in memory, one a key, judged by a judge that the test gives."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import TypeVar

from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import CancelledError, CodementorError
from codementor_cli.ports import Judge
from codementor_cli.remote.address import Address
from codementor_cli.remote.judge import RemoteJudge
from codementor_cli.remote.link import Server
from codementor_cli.remote.retry import Contact
from codementor_cli.remote.sockets import SocketTransport
from codementor_cli.remote.web import WebTransport
from codementor_cli.schemas.kept.codec import DecodeError
from codementor_cli.schemas.kept.judging import (
    ENDS,
    EVENT_STREAM,
    JOB_HEADER,
    PROTOCOL,
    PROTOCOL_HEADER,
    Answered,
    EventKind,
    Failure,
    JudgeFacts,
    event_text,
    facts_body,
    read_judge_request,
)
from codementor_cli.services.judging.cancel import CancelToken

TOKEN = "cm_test"
Where = TypeVar("Where")


class FakeJob:
    """One judging; its events stay, and can be read again. Meets ``ports.Progress``."""

    def __init__(self, judge: Judge, request: JudgeRequest) -> None:
        self.events: list[tuple[EventKind, Answered]] = []
        self.token = CancelToken()
        self.come = threading.Condition()
        threading.Thread(target=self._perform, args=(judge, request), daemon=True).start()

    def compiled(self, compilation: Compilation) -> None:
        self._add(EventKind.COMPILED, compilation)

    def judged(self, result: CaseResult) -> None:
        self._add(EventKind.CASE, result)

    def _perform(self, judge: Judge, request: JudgeRequest) -> None:
        try:
            self._add(EventKind.DONE, judge.judge(request, self, self.token))
        except CancelledError:
            self._add(EventKind.CANCELLED, None)
        except CodementorError as error:
            self._add(EventKind.FAILED, Failure(kind=error.kind, message=error.message, next_step=error.next_step))

    def event(self, number: int) -> tuple[EventKind, Answered]:
        """Return an event, waiting for it."""
        with self.come:
            self.come.wait_for(lambda: len(self.events) > number)
            return self.events[number]

    def _add(self, kind: EventKind, value: Answered) -> None:
        with self.come:
            self.events.append((kind, value))
            self.come.notify_all()


class FakeJudgeServer:
    """The jobs behind a server, and what it was asked."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.jobs: dict[str, FakeJob] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        """Request lines and headers, in order."""
        self._guard = threading.Lock()

    def job(self, key: str, request: JudgeRequest) -> FakeJob:
        with self._guard:
            if key not in self.jobs:
                self.jobs[key] = FakeJob(self.judge, request)
            return self.jobs[key]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeJudgeServer
    needs_token = True

    def log_message(self, *_words: object) -> None:
        pass

    def address_string(self) -> str:
        return "a test"

    def do_GET(self) -> None:
        self._note()
        if self._is_stranger():
            return
        facts = JudgeFacts(version="1.0", sandbox=self.fake.judge.name)
        self._answer(200, "application/json", facts_body(facts))

    def do_DELETE(self) -> None:
        self._note()
        job = self.fake.jobs.get(self.path.rpartition("/")[2])
        if job is not None:
            job.token.cancel()
        self._answer(202, "application/json", b"{}")

    def do_POST(self) -> None:
        self._note()
        size = int(self.headers["Content-Length"])
        body = self.rfile.read(size)
        if len(body) < size:
            self.close_connection = True  # the client was cut: there is no request
        elif not self._is_stranger():
            self._judge(body)

    def _is_stranger(self) -> bool:
        """Return whether the client has another token, and was told."""
        if not self.needs_token or self.headers.get("Authorization") == f"Bearer {TOKEN}":
            return False
        self._answer(401, "application/problem+json", b'{"title": "Unauthorized", "detail": "No token."}')
        return True

    def _judge(self, body: bytes) -> None:
        try:
            request = read_judge_request(body)
        except DecodeError as error:
            self._answer(422, "application/problem+json", f'{{"detail": "{error}"}}'.encode())
            return
        job = self.fake.job(self.headers["Idempotency-Key"], request)
        self._answer(200, EVENT_STREAM, None, self.headers["Idempotency-Key"])
        with suppress(OSError):
            for text in _texts(job, int(self.headers.get("Last-Event-ID", "0"))):
                self.wfile.write(f"{len(text):x}\r\n".encode() + text + b"\r\n")
            self.wfile.write(b"0\r\n\r\n")

    def _note(self) -> None:
        self.fake.asked.append((self.requestline, {name.lower(): text for name, text in self.headers.items()}))

    def _answer(self, status: int, content_type: str, body: bytes | None, job: str = "") -> None:
        self.send_response(status)
        self.send_header(JOB_HEADER, job)
        self.send_header("Content-Type", content_type)
        self.send_header(PROTOCOL_HEADER, PROTOCOL)
        if body is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body or b"")


def _handler(server: FakeJudgeServer, *, needs_token: bool = True) -> type[_Handler]:
    return type("Handler", (_Handler,), {"fake": server, "needs_token": needs_token})


def _texts(job: FakeJob, after: int) -> Iterator[bytes]:
    told: list[CaseResult] = []
    for number in count(after):
        kind, value = job.event(number)
        if isinstance(value, CaseResult):
            told.append(value)
        yield event_text(
            number + 1, kind, value, results_told=isinstance(value, Judgement) and tuple(told) == value.results
        )
        if kind in ENDS:
            return


class _UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class _WebServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_words: object) -> None:
        """A connection that a test cuts is no error."""


@contextmanager
def web_server(server: FakeJudgeServer) -> Iterator[int]:
    """Serve on loopback, and yield the port."""
    with _WebServer(("127.0.0.1", 0), _handler(server)) as web:
        yield from _served(web, web.server_address[1])


@contextmanager
def socket_server(server: FakeJudgeServer, path: Path, *, needs_token: bool = True) -> Iterator[Path]:
    """Serve on a Unix socket, and yield its path."""
    with _UnixServer(str(path), _handler(server, needs_token=needs_token)) as local:
        local.handle_error = lambda *_words: None  # type: ignore[method-assign]
        yield from _served(local, path)


def _served(web: socketserver.BaseServer, where: Where) -> Iterator[Where]:
    thread = threading.Thread(target=web.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield where
    finally:
        web.shutdown()
        thread.join()


@contextmanager
def web_client(
    port: int, token: str = TOKEN, timeout_seconds: float | None = None, of_class: Contact | None = None
) -> Iterator[RemoteJudge]:
    """Yield a judge that asks a server on loopback."""
    address = Address(url=f"http://127.0.0.1:{port}")
    transport = WebTransport(address)
    try:
        server = Server(address=address, transport=transport, token=token, timeout_seconds=timeout_seconds)
        yield RemoteJudge(server, of_class)
    finally:
        transport.close()


def socket_client(path: Path, token: str = TOKEN, timeout_seconds: float | None = None) -> RemoteJudge:
    """Return a judge that asks a server on a Unix socket."""
    return RemoteJudge(
        Server(
            address=Address(url="", socket=path),
            transport=SocketTransport(path),
            token=token,
            timeout_seconds=timeout_seconds,
        )
    )
