"""Server-sent events, read as they come and no further than is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codementor_cli.remote.transport import BrokenAnswerError
from codementor_cli.text.units import MIB

MOST_EVENT_BYTES = 64 * MIB
MOST_ANSWER_BYTES = 512 * MIB
_GAP = b"\n\n"


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event."""

    kind: str
    data: bytes
    """A line of JSON; empty where there is none."""
    number: int = 0
    """Of the event in its job; 0: it has none."""


def server_events(chunks: Iterable[bytes], most_bytes: int = MOST_ANSWER_BYTES) -> Iterator[ServerEvent]:
    """Yield the whole events of a body; an event that was cut at its end is none.

    Source: HTML Living Standard, 9.2.6; ours end lines with a line feed, and have one line of data.

    Raises:
        BrokenAnswerError: It is too large, or no stream of events.
    """
    unread, total = bytearray(), 0
    for chunk in chunks:
        total += len(chunk)
        looked_at = max(0, len(unread) - 1)
        unread += chunk
        if total > most_bytes or len(unread) > min(MOST_EVENT_BYTES, most_bytes) + len(chunk):
            raise BrokenAnswerError(f"is larger than {most_bytes // MIB} MiB, or has an event that is too large")
        while (end := unread.find(_GAP, looked_at)) >= 0:
            block = bytes(unread[:end])
            del unread[: end + len(_GAP)]
            looked_at = 0
            event = _event(block)
            if event is not None:
                yield event


def _event(block: bytes) -> ServerEvent | None:
    """Return the event of a block; None for a comment."""
    kind, data, number = "", b"", 0
    for line in block.split(b"\n"):
        name, sign, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if not line or not name:
            continue
        if not sign or name not in {b"event", b"data", b"id"}:
            raise BrokenAnswerError("is no stream of events")
        if name == b"event":
            kind = value.decode("ascii", "replace")
        elif name == b"id":
            number = int(value) if value.isdigit() and len(value) < 10 else 0
        else:
            data = value
    return ServerEvent(kind, data, number) if kind else None
