"""Server-sent events of a job: resumable, closed at its end, kept alive, bounded in number.

Source: WHATWG HTML, "Server-sent events".
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from fastapi import Request
from starlette.responses import StreamingResponse

from codementor_cli.api.answers import json_bytes
from codementor_cli.api.problems import ProblemError
from codementor_cli.api.rendering import Reader, event_value
from codementor_cli.api.waiting import in_thread, notify, stopping_of
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.jobs.job import Job
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.services.jobs.events import JobEvent

MEDIA_TYPE = "text/event-stream"
_RETRY_SECONDS = 5


class OpenStreams:
    """Counts the event streams that are open: of each owner, and in all. One loop's."""

    def __init__(self, owner_most: int, most: int) -> None:
        """Take the bounds."""
        self._owner_most = owner_most
        self._most = most
        self._counts: Counter[LearnerId] = Counter()

    def check(self, owner: LearnerId) -> None:
        """Refuse a further stream where there are too many.

        Raises:
            ProblemError: 429 for the owner's bound, 503 for that of all.
        """
        headers = {"Retry-After": str(_RETRY_SECONDS)}
        if self._counts[owner] >= self._owner_most:
            detail = f"You have {self._owner_most} open event streams. Close one first."
            raise ProblemError(429, "Too many event streams", detail, headers=headers)
        if self._counts.total() >= self._most:
            detail = "The service has as many open event streams as it takes. Try again later."
            raise ProblemError(503, "Too many event streams", detail, headers=headers)

    @contextmanager
    def open(self, owner: LearnerId) -> Iterator[None]:
        """Count one more while the context is open."""
        self._counts[owner] += 1
        try:
            yield
        finally:
            self._counts[owner] -= 1
            if not self._counts[owner]:
                del self._counts[owner]


def event_response(request: Request, service: Service, job: Job, reader: Reader, after: int) -> StreamingResponse:
    """Return the events of a job as a stream.

    Args:
        request: Of the stream's reader.
        service: Whose desk has the job.
        job: Whose events they are.
        reader: Decides what of hidden cases is in them.
        after: Number of the last event that the reader has; 0: none.

    Raises:
        ProblemError: There are too many streams.
    """
    streams: OpenStreams = request.app.state.streams
    streams.check(reader.principal.learner)
    texts = _events(request, service, job, reader, after)
    return StreamingResponse(texts, media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})


async def _events(request: Request, service: Service, job: Job, reader: Reader, after: int) -> AsyncIterator[bytes]:
    desk, loop, news = service.desk, asyncio.get_running_loop(), asyncio.Event()
    streams: OpenStreams = request.app.state.streams
    stopping = stopping_of(request)
    # Subscribed first and asked then, so no event is missed.
    leave = desk.subscribe(job.uid, lambda _: notify(loop, news))
    try:
        with streams.open(reader.principal.learner):
            # So that a proxy, and the client, know at once that the stream is open.
            yield b": \n\n"
            while True:
                news.clear()
                events = await in_thread(desk.events, job.uid, after)
                for event in events:
                    yield await in_thread(_event_text, event, job.owner, reader)
                    after = event.number
                if (events and events[-1].is_last) or stopping.done():
                    return
                if not await _came(news, stopping, service.options.keep_alive_seconds):
                    yield b": \n\n"
    finally:
        leave()
        stopping.cancel()


async def _came(news: asyncio.Event, stopping: asyncio.Task[bool], seconds: float) -> bool:
    """Return whether there was news, or a stop, in time."""
    waiting = asyncio.create_task(news.wait())
    try:
        await asyncio.wait({waiting, stopping}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    return news.is_set() or stopping.done()


def _event_text(event: JobEvent, owner: LearnerId, reader: Reader) -> bytes:
    data = json_bytes(event_value(event, owner, reader))
    return f"id: {event.number}\nevent: {event.kind.value}\ndata: ".encode() + data + b"\n\n"
