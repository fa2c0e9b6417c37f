"""Judge0's submissions: made, one or many, and looked at."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from codementor_cli.api.compatible.judge0.answer import (
    NotTextError,
    submission_value,
    token_of,
    uid_of,
    wanted_fields,
)
from codementor_cli.api.compatible.judge0.request import MistakesError, read_submission
from codementor_cli.api.compatible.judge0.tables import MOST_BATCH
from codementor_cli.api.compatible.runs import (
    Sent,
    UnreadableError,
    ceilings_of,
    full_answer,
    is_json,
    plain_answer,
    sent,
)
from codementor_cli.api.dependencies import Allowed, ThePrincipal, TheService
from codementor_cli.api.waiting import in_thread
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.principal import Principal
from codementor_cli.domain.access.rights import Action, may
from codementor_cli.domain.jobs.job import Job, RunWork
from codementor_cli.errors import QueueFullError, UserFileError

_MANY = f"number of submissions in a batch should be less than or equal to {MOST_BATCH}"
_NONE = "there should be at least one submission in a batch"
_SHOWN_NAMES, _SHOWN_LETTERS = 10, 40


def add_submission_routes(router: APIRouter) -> None:
    """Add the routes; a batch's come first, for ``batch`` is no token."""
    run, read = [Depends(Allowed(Action.RUN))], [Depends(Allowed(Action.READ))]
    router.add_api_route("/submissions", _create, methods=["POST"], dependencies=run)
    router.add_api_route("/submissions", _index, methods=["GET"], dependencies=read)
    router.add_api_route("/submissions/batch", _create_batch, methods=["POST"], dependencies=run)
    router.add_api_route("/submissions/batch", _show_batch, methods=["GET"], dependencies=read)
    router.add_api_route("/submissions/{token}", _show, methods=["GET"], dependencies=read)
    router.add_api_route("/submissions/{token}", _delete, methods=["DELETE"], dependencies=run)


@dataclass(frozen=True, slots=True)
class _View:
    """How a submission is wanted: by the query."""

    names: tuple[str, ...]
    is_base64: bool

    def value(self, job: Job, service: Service) -> dict[str, Any]:
        """Return a run as it is wanted."""
        if not isinstance(job.work, RunWork):
            raise TypeError(type(job.work))
        language = service.application.languages.get(job.work.program.language)
        return submission_value(job, language, self.names, is_base64=self.is_base64)


def _view(request: Request) -> _View:
    names, unknown = wanted_fields(request.query_params.get("fields"))
    if unknown:
        shown = ", ".join(ascii(name[:_SHOWN_LETTERS])[1:-1] for name in unknown[:_SHOWN_NAMES])
        raise UnreadableError(f"invalid fields: [{shown}]")
    return _View(names, _is_base64(request))


def _is_base64(request: Request) -> bool:
    return request.query_params.get("base64_encoded") == "true"


async def _create(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    return await _told(_created(request, service, principal))


async def _created(request: Request, service: Service, principal: Principal) -> Response:
    view = _view(request)
    asked = await _asked(request, service, principal)
    work = await in_thread(lambda: _work(asked.body, service, is_base64=view.is_base64))
    job = await asked.submit(work)
    token = token_of(job.uid)
    if request.query_params.get("wait") != "true":
        return plain_answer({"token": token}, 201)
    ended = await asked.wait(job, work)
    try:
        return plain_answer(await in_thread(lambda: view.value(ended, service)), 201)
    except NotTextError as error:
        return plain_answer({"token": token, "error": str(error)}, 201)


async def _create_batch(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    return await _told(_created_batch(request, service, principal))


async def _created_batch(request: Request, service: Service, principal: Principal) -> Response:
    asked, is_base64 = await _asked(request, service, principal), _is_base64(request)
    listed = asked.body.get("submissions") if isinstance(asked.body, dict) else None
    _check_batch(listed if isinstance(listed, list) else ())
    works = await in_thread(lambda: [_work_or_mistakes(each, service, is_base64=is_base64) for each in listed or ()])
    values = await _submitted(asked, works)
    return plain_answer(values, 201 if any(isinstance(work, RunWork) for work in works) else 422)


async def _submitted(asked: Sent, works: Sequence[RunWork | dict[str, Any]]) -> list[dict[str, Any]]:
    """Make the jobs of a batch, all or none, and return their tokens between the mistakes of others.

    Raises:
        QueueFullError: There is no room for all of them.
    """
    jobs: list[Job] = []
    values: list[dict[str, Any]] = []
    try:
        for number, work in enumerate(works):
            if isinstance(work, RunWork):
                jobs.append(await asked.submit(work, f"/{number}"))
                values.append({"token": token_of(jobs[-1].uid)})
            else:
                values.append(work)
    except QueueFullError:
        for job in jobs:
            await asked.cancel(job)
        raise
    return values


async def _index() -> Response:
    """Refuse the list of everybody's submissions, which Judge0 gives its administrators."""
    return _refused("submissions are not listed: GET /submissions/TOKEN shows one", 403)


async def _show(token: str, request: Request, service: TheService, principal: ThePrincipal) -> Response:
    async def shown() -> Response:
        view = _view(request)

        def value() -> dict[str, Any] | None:
            job = _job(token, service, principal)
            return None if job is None else view.value(job, service)

        found = await in_thread(value)
        return _unknown() if found is None else plain_answer(found)

    return await _told(shown())


async def _show_batch(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    async def shown() -> Response:
        view = _view(request)
        tokens = request.headers.get("tokens") or request.query_params.get("tokens") or ""
        listed = [token.strip() for token in tokens.split(",") if token.strip()]
        _check_batch(listed)

        def values() -> list[dict[str, Any] | None]:
            jobs = [_job(token, service, principal) for token in listed]
            return [None if job is None else view.value(job, service) for job in jobs]

        return plain_answer({"submissions": await in_thread(values)})

    return await _told(shown())


async def _delete(token: str, service: TheService, principal: ThePrincipal) -> Response:
    """Refuse, as Judge0 does unless its operator allows it: jobs are forgotten by themselves, a day after their end."""
    job = await in_thread(lambda: _job(token, service, principal))
    return _unknown() if job is None else _refused("delete not allowed", 400)


async def _told(answer: Awaitable[Response]) -> Response:
    """Return an answer, or Judge0's words for what went wrong."""
    try:
        return await answer
    except (UnreadableError, NotTextError) as error:
        return _refused(str(error), 400)
    except MistakesError as error:
        return plain_answer(error.mistakes, 422)
    except QueueFullError as error:
        return full_answer(error, {"error": "queue is full"})


def _refused(said: str, status: int) -> Response:
    return plain_answer({"error": said}, status)


def _unknown() -> Response:
    return _refused("there is no submission with this token", 404)


def _check_batch(listed: Sequence[object]) -> None:
    if not listed:
        raise UnreadableError(_NONE)
    if len(listed) > MOST_BATCH:
        raise UnreadableError(_MANY)


async def _asked(request: Request, service: Service, principal: Principal) -> Sent:
    if not is_json(request):
        raise UnreadableError("send the submission as JSON, with the header Content-Type: application/json")
    return await sent(request, service, principal)


def _work(fields: Any, service: Service, *, is_base64: bool) -> RunWork:
    return read_submission(fields, service.application.languages, ceilings_of(service), is_base64=is_base64)


def _work_or_mistakes(fields: Any, service: Service, *, is_base64: bool) -> RunWork | dict[str, Any]:
    try:
        return _work(fields, service, is_base64=is_base64)
    except MistakesError as error:
        return error.mistakes


def _job(token: str, service: Service, principal: Principal) -> Job | None:
    """Return a run that the principal may see; None: there is none, or it is another's."""
    uid = uid_of(token)
    try:
        job = None if uid is None else service.desk.job(uid)
    except UserFileError:
        return None
    if job is None or not isinstance(job.work, RunWork) or not may(principal, Action.READ, job.owner):
        return None
    return job
