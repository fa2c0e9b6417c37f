"""Runs whose input comes while they go on: output as events, input by further requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from codementor_cli.api.answers import answer
from codementor_cli.api.dependencies import Accepts, Allowed, ThePrincipal, TheService
from codementor_cli.api.problems import MEDIA_TYPE, ProblemError, not_found, refused
from codementor_cli.api.routers.judge import check_build, limits_in_force, unreadable
from codementor_cli.api.waiting import first_of, in_thread, notify, stopping_of
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.principal import Principal
from codementor_cli.domain.access.rights import Action, may
from codementor_cli.errors import CodementorError, ErrorKind, UserFileError
from codementor_cli.schemas.kept.codec import DecodeError
from codementor_cli.schemas.kept.judging import (
    EVENT_STREAM,
    JOB_HEADER,
    KEEP_ALIVE,
    KEEP_ALIVE_SECONDS,
    PROTOCOL,
    PROTOCOL_HEADER,
    EventKind,
    Failure,
    Ran,
    event_text,
    read_run_request,
)
from codementor_cli.services.jobs.live_runs import Asked, LiveRun, Over, Shown, TooManyRunsError
from codementor_cli.text.units import MIB

PATH = "/api/execution/live"
MOST_BODY_BYTES = 96 * MIB
"""`codementor run --json` takes 64 MiB of input, which may take more room as JSON."""
_ROOM_SECONDS = 5.0
"""How long an answer waits for a program to read its input."""
_RETRY_SECONDS = "2"

router = APIRouter(tags=["judge"], include_in_schema=False)


@router.post(PATH, dependencies=[Depends(Allowed(Action.RUN)), Depends(Accepts(EVENT_STREAM, MEDIA_TYPE))])
async def run_live(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Run a program, and answer with its output as it comes. The program ends when the client leaves."""
    check_build(request, service)
    body = await request.body()
    asked = await in_thread(_asked, service, principal, body)
    await in_thread(service.live_runs.prepare)
    try:
        run = service.live_runs.begin(asked)
    except TooManyRunsError as error:
        raise _too_many(error) from None
    return StreamingResponse(
        _events(request, service, run),
        media_type=EVENT_STREAM,
        headers={PROTOCOL_HEADER: PROTOCOL, JOB_HEADER: run.uid, "X-Accel-Buffering": "no"},
    )


@dataclass(frozen=True)
class InputPart:
    """Where a part of the input belongs."""

    offset: Annotated[int, Query(ge=0, le=1 << 40)]
    end: bool = False


@router.post("/api/jobs/{uid}/input", dependencies=[Depends(Allowed(Action.RUN))])
async def give_input(
    request: Request,
    service: TheService,
    principal: ThePrincipal,
    uid: str,
    part: Annotated[InputPart, Depends()],
) -> Response:
    """Give a run input, as much as there is room for, and answer with how much it has in all."""
    run, offset = service.live_runs.run(uid), part.offset
    data = await request.body()
    if run is None or not may(principal, Action.RUN, run.asked.owner):
        raise not_found("such run", "It may have ended.")
    loop, room = asyncio.get_running_loop(), asyncio.Event()
    run.on_room(lambda: notify(loop, room))
    try:
        received = run.give_input(data, offset, is_end=part.end)
        if received == offset and data:
            await first_of(asyncio.create_task(room.wait()), stopping_of(request), seconds=_ROOM_SECONDS)
            received = run.give_input(data, offset, is_end=part.end)
    except ValueError:
        raise refused("Input before this is missing. Send it in order.") from None
    return answer({"received": received}, headers={PROTOCOL_HEADER: PROTOCOL})


def _asked(service: Service, principal: Principal, body: bytes) -> Asked:
    """Return the run of a body, within this server's own ceilings.

    Raises:
        ProblemError: It is none, or there is no such language.
    """
    try:
        asked = read_run_request(body)
    except DecodeError as error:
        raise unreadable(error) from None
    try:
        service.application.languages.get(asked.program.language)
    except UserFileError as error:
        raise refused(error.message, [("/program/language", "expected the name of a language")]) from None
    return Asked(
        owner=principal.learner,
        program=asked.program,
        arguments=asked.arguments,
        limits=limits_in_force(service, asked.limits),
        is_terminal=asked.is_terminal,
        input=asked.input,
        input_ended=asked.input_ended,
    )


async def _events(request: Request, service: Service, run: LiveRun) -> AsyncIterator[bytes]:
    """Yield output as it comes, and the end; who leaves before ends the run."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    run.on_news(lambda: notify(loop, news))
    try:
        yield event_text(0, EventKind.STARTED)
        while True:
            news.clear()
            for each in run.take():
                if isinstance(each, Over):
                    yield _end_text(service, each)
                    return
                yield _shown_text(each)
            if request.app.state.stopping.is_set():
                return
            await first_of(asyncio.create_task(news.wait()), stopping_of(request), seconds=KEEP_ALIVE_SECONDS)
            if not news.is_set():
                yield KEEP_ALIVE
    finally:
        run.leave()


def _shown_text(shown: Shown) -> bytes:
    return event_text(0, EventKind.STDERR if shown.stderr else EventKind.STDOUT, shown.data)


def _end_text(service: Service, over: Over) -> bytes:
    if over.error is None:
        ran = Ran(sandbox=service.live_runs.sandbox_name, compilation=over.compilation, execution=over.execution)
        return event_text(0, EventKind.DONE, ran)
    if not isinstance(over.error, CodementorError):
        failure = Failure(kind=ErrorKind.ENVIRONMENT, message="it has a bug, which is in its log.")
        return event_text(0, EventKind.FAILED, failure)
    failure = Failure(kind=over.error.kind, message=over.error.message, next_step=over.error.next_step)
    return event_text(0, EventKind.FAILED, failure)


def _too_many(error: TooManyRunsError) -> ProblemError:
    headers = {"Retry-After": _RETRY_SECONDS}
    if error.is_own:
        return ProblemError(429, "Too many runs", "You have as many live runs as you may. End one.", headers=headers)
    detail = "The service has as many live runs as it takes. Try again later."
    return ProblemError(503, "Too many runs", detail, headers=headers)
