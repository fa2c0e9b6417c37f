"""Judging of whole requests, for commands on other machines: requests and results as ``schemas.kept`` writes them."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from codementor_cli import __version__
from codementor_cli.api.dependencies import Accepts, Allowed, ThePrincipal, TheService
from codementor_cli.api.problems import MEDIA_TYPE, ProblemError, refused
from codementor_cli.api.waiting import first_of, in_thread, notify, stopping_of
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.rights import Action
from codementor_cli.domain.challenge.limits import Ceilings, Limits
from codementor_cli.domain.jobs.job import Job, JudgedAnswer, JudgeWork
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import ErrorKind
from codementor_cli.schemas.kept.codec import DecodeError
from codementor_cli.schemas.kept.judging import (
    BUILD_HEADER,
    BULK_HEADER,
    EVENT_STREAM,
    JOB_HEADER,
    KEEP_ALIVE,
    KEEP_ALIVE_SECONDS,
    PROTOCOL,
    PROTOCOL_HEADER,
    EventKind,
    Failure,
    JudgeFacts,
    event_text,
    facts_body,
    read_judge_request,
)
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.events import JobEvent
from codementor_cli.text.units import MIB

PATH = "/api/judge"
MOST_BODY_BYTES = 128 * MIB
"""A challenge has test data of at most 16 MiB a file, and text may take more room as JSON."""
_MOST_OUTPUT_BYTES = 64 * MIB
_GATHER_SECONDS = 0.03
"""How long events are gathered before they are told, but for the last one."""
_KEY = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"\d{1,10}")

router = APIRouter(prefix=PATH, tags=["judge"], include_in_schema=False)


@router.get("", dependencies=[Depends(Allowed(Action.JUDGE))])
def judge_facts(request: Request, service: TheService) -> Response:
    """Answer with the version and the engine of this judge."""
    check_build(request, service)
    facts = JudgeFacts(version=__version__, sandbox=service.engine, build=service.build)
    return Response(facts_body(facts), media_type="application/json", headers={PROTOCOL_HEADER: PROTOCOL})


@router.post("", dependencies=[Depends(Allowed(Action.JUDGE)), Depends(Accepts(EVENT_STREAM, MEDIA_TYPE))])
async def judge(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Judge a program, and answer with the events of its job.

    The same key asks for the same job, however often it comes; ``Last-Event-ID`` leaves out events that have come.
    One of a class gives way to what people wait for.
    """
    check_build(request, service)
    key, after = request.headers.get("idempotency-key", ""), request.headers.get("last-event-id", "0")
    if not _KEY.fullmatch(key) or not _NUMBER.fullmatch(after):
        raise refused("This route takes an Idempotency-Key of 32 hexadecimal digits, and a number as Last-Event-ID.")
    body = await request.body()
    work, digest = await in_thread(lambda: (_work(service, body), hashlib.sha256(body).hexdigest()))
    is_bulk = request.headers.get(BULK_HEADER) == "1"
    added = await in_thread(lambda: service.desk.submit(principal.learner, work, key, digest, is_bulk))
    return StreamingResponse(
        _events(request, service, added.job.uid, int(after)),
        media_type=EVENT_STREAM,
        headers={PROTOCOL_HEADER: PROTOCOL, JOB_HEADER: added.job.uid, "X-Accel-Buffering": "no"},
    )


def check_build(request: Request, service: Service) -> None:
    """Refuse a command line of another version, or with other settings, than this server of the same user's.

    Raises:
        ProblemError: 409.
    """
    build = request.headers.get(BUILD_HEADER)
    if build is not None and build != service.build:
        detail = "it was started by another version of codementor, or with other settings. Start it again."
        raise ProblemError(HTTPStatus.CONFLICT, "Another server", detail)


def limits_in_force(service: Service, limits: Limits) -> Limits:
    """Return limits that a request asks for, none above this server's ceilings."""
    own, usual = service.application.settings.ceilings, service.options.ceilings
    wall = usual.wall_seconds if own.wall_seconds is None else own.wall_seconds
    memory = usual.memory_bytes if own.memory_bytes is None else own.memory_bytes
    capped = limits.capped(Ceilings(wall_seconds=wall, memory_bytes=memory, cpu_percent=own.cpu_percent))
    return replace(capped, output_bytes=min(capped.output_bytes, _MOST_OUTPUT_BYTES))


def unreadable(error: DecodeError) -> ProblemError:
    """Return the error for a body that is no request; it shows nothing of the data, which may be hidden."""
    return refused(f"The body is no request of {PROTOCOL}.", [("/" + "/".join(error.place), error.said)])


def _work(service: Service, body: bytes) -> JudgeWork:
    """Return the work of a body, within this server's own ceilings.

    Raises:
        ProblemError: It is none.
    """
    try:
        asked: JudgeRequest = read_judge_request(body)
    except DecodeError as error:
        raise unreadable(error) from None
    lanes = min(asked.lane_count, service.application.machine.core_count)
    return JudgeWork(request=replace(asked, limits=limits_in_force(service, asked.limits), lane_count=lanes))


@dataclass(slots=True)
class _Told:
    """What one answer has told."""

    after: int
    """Number of the last event."""
    results: list[CaseResult] = field(default_factory=list)
    is_over: bool = False


async def _events(request: Request, service: Service, uid: str, after: int) -> AsyncIterator[bytes]:
    """Yield the events of a job as they come, to its end; when the server stops, without one: it is asked for again.

    Args:
        request: Of the program that asked.
        service: Whose desk has the job.
        uid: Of the job.
        after: Number of the last event that came before; 0: none.
    """
    loop, news, end, told = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event(), _Told(after)

    def tell(event: JobEvent) -> None:
        if event.is_last:
            notify(loop, end)
        if not news.is_set():  # else the loop looks after this event was kept, in any case
            notify(loop, news)

    leave = service.desk.subscribe(uid, tell)
    try:
        while True:
            news.clear()
            text = await in_thread(_texts, service.desk, uid, told)
            if text:
                yield text
            if told.is_over or request.app.state.stopping.is_set():
                return
            await first_of(asyncio.create_task(news.wait()), stopping_of(request), seconds=KEEP_ALIVE_SECONDS)
            if not news.is_set():
                yield KEEP_ALIVE
            elif not end.is_set():
                # A hundred cases in a fifth of a second are told in a few pieces: each piece costs turns of the loop.
                await first_of(asyncio.create_task(end.wait()), seconds=_GATHER_SECONDS)
    finally:
        leave()


def _texts(desk: JobDesk, uid: str, told: _Told) -> bytes:
    """Return the text of all events since the last time, in one piece: each piece costs a turn of the loop."""
    return b"".join(_text(event, told) for event in desk.events(uid, told.after))


def _text(event: JobEvent, told: _Told) -> bytes:
    told.after = event.number
    data = event.data
    if isinstance(data, Compilation):
        return event_text(event.number, EventKind.COMPILED, data)
    if isinstance(data, CaseResult):
        told.results.append(data)
        return event_text(event.number, EventKind.CASE, data)
    if not event.is_last or not isinstance(data, Job):
        return b""
    told.is_over = True
    return _end_text(event.number, data, tuple(told.results))


def _end_text(number: int, job: Job, told: tuple[CaseResult, ...]) -> bytes:
    if isinstance(job.answer, JudgedAnswer):
        judgement = job.answer.judgement
        return event_text(number, EventKind.DONE, judgement, results_told=judgement.results == told)
    if job.problem is None:
        return event_text(number, EventKind.CANCELLED)
    is_bug = job.problem.kind is ErrorKind.BUG
    failure = Failure(kind=job.problem.kind, message=job.problem.message, next_step=job.problem.next_step)
    if is_bug:
        failure = Failure(kind=ErrorKind.ENVIRONMENT, message="it has a bug, which is in its log.")
    return event_text(number, EventKind.FAILED, failure)
