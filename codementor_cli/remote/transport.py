"""What the client needs of a connection, and how connections fail."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

SILENCE_SECONDS = 30.0
"""A server that works sends a comment every 10 s; after this long, the connection is given up."""
CONNECT_SECONDS = 2.0


class PassingError(Exception):
    """The same request may succeed a moment later; it was answered by nothing that counts.

    Attributes:
        pause_seconds: How long the server asks to wait; None where it does not say.
        is_busy: Whether the server is there, and has too much to do.
        is_absent: Whether nobody listens, so that nothing was sent.
    """

    def __init__(
        self, message: str, pause_seconds: float | None = None, *, is_busy: bool = False, is_absent: bool = False
    ) -> None:
        super().__init__(message)
        self.is_absent = is_absent
        self.pause_seconds = pause_seconds
        self.is_busy = is_busy


class DeadlineError(Exception):
    """The time for the whole judging is over."""


class BrokenAnswerError(Exception):
    """The answer is none of a judging server's; asking again does not help. The message completes "The answer …"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One HTTP request."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """In lower case."""
    body: bytes = b""
    deadline: float | None = None
    """On the monotonic clock; None: as long as the server is not silent."""

    def wait_seconds(self) -> float:
        """Return how long to wait for the next bytes.

        Raises:
            DeadlineError: The time is over.
        """
        if self.deadline is None:
            return SILENCE_SECONDS
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise DeadlineError
        return min(left, SILENCE_SECONDS)


class Answer(Protocol):
    """An HTTP response that is read as it comes."""

    @property
    def status(self) -> int:
        """The status code."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Names in lower case."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as it comes.

        Raises:
            PassingError: The connection was cut, or fell silent.
            DeadlineError: The time is over.
        """

    def cut(self) -> None:
        """End the wait for more at once; any thread may call it. ``chunks`` raises then."""

    def close(self) -> None:
        """Give the connection back, or close it."""


class Transport(Protocol):
    """Connections to one server. Threads may share it."""

    def send(self, ask: Ask) -> Answer:
        """Send a request and wait for the head of its answer.

        Raises:
            PassingError: It could not be sent, or the connection was lost.
            DeadlineError: The time is over.
            BrokenAnswerError: What answers does not speak HTTP.
        """

    def close(self) -> None:
        """Close all connections."""
