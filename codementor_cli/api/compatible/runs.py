"""Runs that foreign clients ask for: jobs like all others, with their owners, bounds and fair order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import Response

from codementor_cli.api.answers import MEDIA_TYPE, json_bytes
from codementor_cli.api.bodies import parsed
from codementor_cli.api.problems import ProblemError
from codementor_cli.api.waiting import Wishes, in_thread, waited, wishes_of
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.principal import Principal
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.domain.jobs.job import Job, RunWork
from codementor_cli.errors import QueueFullError, QueueScope

_QUEUE_SECONDS = 60.0
"""How long a client waits that can do nothing else: for its turn and its compiler, beside its program's own time."""


class UnreadableError(ValueError):
    """A request that cannot be read: its body is no JSON, say. The message says why."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request with its body."""

    request: Request
    service: Service
    principal: Principal
    body: Any
    digest: str
    """SHA-256 in hex of the path and the body."""

    async def submit(self, work: RunWork, part: str = "") -> Job:
        """Make a job, or return the one that the same request made before under its ``Idempotency-Key``.

        Args:
            work: What to run.
            part: Which of several jobs of the request it is.

        Raises:
            QueueFullError: The queue takes no more now.
            KeyReusedError: The key came with another request before.
            ProblemError: The key is none.
        """
        key = wishes_of(self.request, self.service.options).key
        name = None if key is None else key + part
        owner, desk = self.principal.learner, self.service.desk
        added = await in_thread(lambda: desk.submit(owner, work, name, self.digest))
        return added.job

    async def wait(self, job: Job, work: RunWork) -> Job:
        """Return a job when it has ended, or as it is after a long time; it ends where the client leaves."""
        seconds = _QUEUE_SECONDS + work.limits.wall_seconds
        return await waited(self.request, self.service, job, Wishes(None, seconds, cancels=True, applied=""))

    async def cancel(self, job: Job) -> None:
        """End a job for which nobody can ask later."""
        await in_thread(lambda: self.service.desk.cancel(job.uid))


async def sent(request: Request, service: Service, principal: Principal) -> Sent:
    """Return a request with its body, read as strictly as every other.

    Raises:
        UnreadableError: It is no JSON.
    """
    content = await request.body()
    try:
        body = await in_thread(lambda: parsed(content))
    except ProblemError as error:
        raise UnreadableError(str(error.detail)) from error
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode() + content)
    return Sent(request, service, principal, body, digest.hexdigest())


def is_json(request: Request) -> bool:
    """Whether a request says that its body is JSON."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == MEDIA_TYPE


def ceilings_of(service: Service) -> Ceilings:
    """Return the ceilings of limits: the machine's, or the service's where it has none."""
    own, usual = service.application.settings.ceilings, service.options.ceilings
    return Ceilings(
        wall_seconds=own.wall_seconds or usual.wall_seconds,
        memory_bytes=own.memory_bytes or usual.memory_bytes,
        cpu_percent=own.cpu_percent,
    )


def full_answer(error: QueueFullError, value: Any) -> Response:
    """Return the answer where the queue is full: 429 for the owner's bound, 503 for that of all."""
    status = 429 if error.scope is QueueScope.OWNER else 503
    return plain_answer(value, status, {"Retry-After": str(error.retry_after_seconds)})


def plain_answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return plain data as JSON; None: without a body."""
    content = b"" if value is None else json_bytes(value)
    return Response(content, status, headers or {}, media_type=None if value is None else MEDIA_TYPE)
