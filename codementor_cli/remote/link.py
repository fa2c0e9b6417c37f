"""A server as it is asked: headers, retries, deadline, and an end to all waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from codementor_cli.errors import SandboxFault
from codementor_cli.remote.address import Address
from codementor_cli.remote.events import ServerEvent, server_events
from codementor_cli.remote.faults import check_status, late, not_ours, not_there, unreachable
from codementor_cli.remote.retry import Patience
from codementor_cli.remote.sockets import OtherUserError
from codementor_cli.remote.transport import Answer, Ask, BrokenAnswerError, DeadlineError, PassingError, Transport
from codementor_cli.schemas.kept.codec import DecodeError
from codementor_cli.schemas.kept.judging import BUILD_HEADER, EVENT_STREAM, PROTOCOL, PROTOCOL_HEADER

Found = TypeVar("Found")

_SHORT_SECONDS = 10.0
_MOST_CONTENT_BYTES = 64 * 1024
"""Of an answer that is no stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A judging server, and how it is talked to."""

    address: Address
    transport: Transport
    token: str = ""
    """Empty: none is sent."""
    build: str = ""
    """Of this command line, for a server of the same user's."""
    timeout_seconds: float | None = None
    """Of a whole judging; None: as long as the server works."""

    def deadline(self) -> float | None:
        """Return when a judging that begins now must have ended, on the monotonic clock."""
        return None if self.timeout_seconds is None else time.monotonic() + self.timeout_seconds

    @staticmethod
    def short_deadline(seconds: float = _SHORT_SECONDS) -> float:
        """Return when a question that needs no judging must be answered, on the monotonic clock."""
        return time.monotonic() + seconds

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Ask:
        """Return a request with what every request has."""
        fields = {PROTOCOL_HEADER: PROTOCOL, **{name.replace("_", "-"): text for name, text in headers.items()}}
        if self.token:
            fields["authorization"] = f"Bearer {self.token}"
        if self.build:
            fields[BUILD_HEADER] = self.build
        if body:
            fields.setdefault("content-type", "application/json")
        return Ask(method=method, path=path, headers=fields, body=body)


class Link:
    """One conversation with a server, in one thread; another thread may end its waits."""

    def __init__(self, server: Server, heard: Callable[[], None] | None = None) -> None:
        """Take a server.

        Args:
            server: To ask.
            heard: Called at each successful answer, before it is read; None: nobody is told.
        """
        self._server = server
        self._heard = heard
        self._guard = threading.Lock()
        self._answer: Answer | None = None
        self._ended = threading.Event()

    @property
    def address(self) -> str:
        """The server's, for messages."""
        return str(self._server.address)

    @property
    def headers(self) -> Mapping[str, str]:
        """Of the answer whose events are being read."""
        return {} if self._answer is None else self._answer.headers

    @property
    def _is_nearby(self) -> bool:
        return self._server.address.socket is not None

    @property
    def is_ended(self) -> bool:
        """Whether another thread ended it."""
        return self._ended.is_set()

    def end(self) -> None:
        """End every wait, now and later; any thread may call it."""
        with self._guard:
            self._ended.set()
            if self._answer is not None:
                self._answer.cut()

    def events(self, ask: Ask) -> Generator[ServerEvent, None, None]:
        """Send a request once and yield the events that answer it.

        Raises:
            PassingError: Asking again may help.
            SandboxFault: It does not.
            UserFileError: The request cannot be judged.
            DeadlineError: The time is over.
            BrokenAnswerError: The answer is none of ours.
        """
        with self.answered(ask) as answer:
            self._check_stream(answer)
            yield from server_events(answer.chunks())

    def content(self, ask: Ask) -> bytes:
        """Send a request once and return the body of a short answer; raises what ``events`` raises."""
        body = bytearray()
        with self.answered(ask) as answer:
            if PROTOCOL_HEADER not in answer.headers:
                raise not_ours(self.address, "comes from another program than codementor")
            for part in answer.chunks():
                body += part
                if len(body) > _MOST_CONTENT_BYTES:
                    raise BrokenAnswerError("is too large")
        return bytes(body)

    @contextmanager
    def answered(self, ask: Ask) -> Iterator[Answer]:
        """Send a request once and yield its successful answer; raises what ``events`` raises."""
        answer = self._sent(ask)
        try:
            check_status(answer, self.address)
            if self._heard is not None:
                self._heard()
            yield answer
        finally:
            with self._guard:
                self._answer = None
            answer.close()

    def patiently(self, attempt: Callable[[Patience], Found], patience: Patience | None = None) -> Found:
        """Do something until it succeeds, or there is no hope; what passes is waited for.

        Args:
            attempt: What to do; told the patience, which news renew.
            patience: None: the usual one.

        Raises:
            SandboxFault: There is no hope, with the reason.
        """
        address, patience = self.address, patience or Patience()
        while True:
            try:
                return attempt(patience)
            except PassingError as lost:
                if lost.is_absent and self._is_nearby and not patience.was_sent:
                    raise not_there(address, lost) from lost
                pause = None if self.is_ended else patience.pause_seconds(lost)
                if pause is None:
                    raise unreachable(address, lost) from lost
                self._ended.wait(pause)
            except DeadlineError as error:
                raise late(address) from error
            except OtherUserError as error:
                raise not_there(address, f"what answers {error}") from error
            except (BrokenAnswerError, DecodeError) as error:
                said = f"is no judgement: {error}" if isinstance(error, DecodeError) else error
                raise not_ours(address, said) from error

    def _sent(self, ask: Ask) -> Answer:
        if self.is_ended:
            raise PassingError("the wait was ended")
        answer = self._server.transport.send(ask)
        with self._guard:
            self._answer = answer
            if self._ended.is_set():
                answer.cut()
        return answer

    def _check_stream(self, answer: Answer) -> None:
        """Refuse an answer of another program's, or of another version.

        Raises:
            SandboxFault: It is one.
        """
        address, spoken = self.address, answer.headers.get(PROTOCOL_HEADER, "")
        if not spoken or not answer.headers.get("content-type", "").startswith(EVENT_STREAM):
            raise not_ours(address, "comes from another program than codementor")
        if spoken != PROTOCOL:
            raise SandboxFault(
                f"The judging server at {address} is of another version: it does not speak {PROTOCOL}.",
                "Install the same version of codementor on both sides.",
            )
