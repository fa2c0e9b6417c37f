"""From work to an answer: submit it, wait for it as long as the client wants, answer with it or with its job.

``Prefer`` (RFC 7240) says how: ``wait=N`` waits up to N seconds, ``respond-async`` not at all, and
``cancel-on-disconnect`` cancels the job where the client leaves before it is answered. ``Idempotency-Key`` names the
request: sent again, the same job answers it. Source: draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar, TypeVarTuple, Unpack

from anyio import to_thread
from fastapi import Request
from starlette.responses import Response

from codementor_cli.api.answers import answer
from codementor_cli.api.problems import refused, value_problem
from codementor_cli.api.rendering import Reader, answer_value, problem_of
from codementor_cli.bootstrap.serving import Service, ServiceOptions
from codementor_cli.domain.jobs.job import Added, Job, JobState, Work
from codementor_cli.schemas.public.serving.jobs import job_path, job_report
from codementor_cli.services.jobs.events import JobEvent

Value = TypeVar("Value")
Arguments = TypeVarTuple("Arguments")

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_WAIT = re.compile(r"wait=(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a client wants its request to be handled."""

    key: str | None
    wait_seconds: float
    cancels: bool
    """Whether its job ends where it leaves."""
    applied: str
    """The preferences that are followed, for the header ``Preference-Applied``; empty: none."""


def wishes_of(request: Request, options: ServiceOptions) -> Wishes:
    """Return the wishes that a request's headers name. Preferences that are unknown, or cannot be read, do not count.

    Raises:
        ProblemError: The idempotency key is none.
    """
    keys = request.headers.getlist("idempotency-key")
    if len(keys) > 1 or (keys and not _KEY.fullmatch(keys[0])):
        raise refused("The header Idempotency-Key takes 1 to 255 visible ASCII characters, once.")
    preferred = [each.strip().lower() for each in ",".join(request.headers.getlist("prefer")).split(",")]
    waits = [found for each in preferred if (found := _WAIT.fullmatch(each))]
    seconds, applied = options.wait_seconds, []
    if waits:
        seconds = min(float(waits[0][1]), options.longest_wait_seconds)
        applied.append(f"wait={seconds:g}")
    elif "respond-async" in preferred:
        seconds = 0.0
        applied.append("respond-async")
    cancels = "cancel-on-disconnect" in preferred
    if cancels:
        applied.append("cancel-on-disconnect")
    return Wishes(keys[0] if keys else None, seconds, cancels, ", ".join(applied))


@dataclass(frozen=True, slots=True)
class Asked:
    """Work that a request asks for."""

    work: Work
    digest: str
    """Of the request."""
    reader: Reader


async def answered(request: Request, service: Service, asked: Asked) -> Response:
    """Return the answer to a request for work: the job's own, or where to find it.

    Raises:
        ProblemError: The idempotency key is none.
        QueueFullError: The queue takes no more now.
        KeyReusedError: The key came with another request before.
    """
    wishes = wishes_of(request, service.options)
    owner = asked.reader.principal.learner
    added: Added = await in_thread(service.desk.submit, owner, asked.work, wishes.key, asked.digest)
    headers = {} if added.is_new else {"Idempotency-Replayed": "true"}
    if wishes.applied:
        headers["Preference-Applied"] = wishes.applied
    job = await waited(request, service, added.job, wishes)
    return await in_thread(_answer, job, asked.reader, headers)


async def waited(request: Request, service: Service, job: Job, wishes: Wishes) -> Job:
    """Return a job once it has ended, or as it is when nobody waits any longer."""
    if job.state.is_end or wishes.wait_seconds <= 0:
        return job
    desk, loop, ended = service.desk, asyncio.get_running_loop(), asyncio.Event()

    def told(event: JobEvent) -> None:
        if event.is_last:
            notify(loop, ended)

    end = desk.subscribe(job.uid, told)
    try:
        # It may have ended before anybody was told.
        found = await in_thread(desk.job, job.uid)
        if found.state.is_end:
            return found
        leaving = asyncio.create_task(left(request))
        await first_of(leaving, asyncio.create_task(ended.wait()), stopping_of(request), seconds=wishes.wait_seconds)
        if wishes.cancels and leaving.done() and not leaving.cancelled() and not ended.is_set():
            await in_thread(desk.cancel, job.uid)
    finally:
        end()
    return await in_thread(desk.job, job.uid)


def stopping_of(request: Request) -> asyncio.Task[bool]:
    """Return a task that ends when the server is told to stop."""
    return asyncio.create_task(request.app.state.stopping.wait())


async def first_of(*tasks: asyncio.Task[object], seconds: float | None) -> None:
    """Return when one of the tasks has ended, or the time has passed; the others are cancelled."""
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in tasks:
            each.cancel()


def notify(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    """Set an event of a loop, from any thread; a loop that has ended needs no news."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(event.set)


async def in_thread(action: Callable[[Unpack[Arguments]], Value], *arguments: *Arguments) -> Value:
    """Do what waits for the store, or takes long, in a thread."""
    return await to_thread.run_sync(action, *arguments)


async def left(request: Request) -> None:
    """Return when the client has gone; its body was read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _answer(job: Job, reader: Reader, headers: Mapping[str, str]) -> Response:
    if job.state is JobState.DONE:
        return answer(answer_value(job, reader), headers=headers)
    if job.state.is_end:
        return value_problem(problem_of(job, reader) or {}, headers)
    place = {"Location": job_path(job.uid), "Retry-After": "1"}
    return answer(job_report(job), 202, {**headers, **place})
