"""Piston's routes. They are not in our OpenAPI document: their description is Piston's own."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from codementor_cli.api.compatible.piston.answer import execution_value
from codementor_cli.api.compatible.piston.request import read_execution, runtimes_value
from codementor_cli.api.compatible.reading import UnusableError
from codementor_cli.api.compatible.runs import (
    Sent,
    UnreadableError,
    ceilings_of,
    full_answer,
    is_json,
    plain_answer,
    sent,
)
from codementor_cli.api.compatible.tokens import PATHS, PISTON
from codementor_cli.api.dependencies import Allowed, ThePrincipal, TheService
from codementor_cli.api.waiting import in_thread
from codementor_cli.domain.access.rights import Action
from codementor_cli.domain.jobs.job import RanAnswer
from codementor_cli.errors import QueueFullError

_PUBLIC = "/piston"
"""Where the public server has the same routes: clients that know it alone let the host be chosen, not the path."""
_NO_PACKAGES = "This server installs no packages: its languages are those of /api/v2/runtimes."


def piston_router() -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix=PATHS[PISTON][0], include_in_schema=False)
    run, read = [Depends(Allowed(Action.RUN))], [Depends(Allowed(Action.READ))]

    async def runtimes(service: TheService) -> Response:
        return plain_answer(await in_thread(lambda: runtimes_value(service.application.languages)))

    async def execute(request: Request, service: TheService, principal: ThePrincipal) -> Response:
        if not is_json(request):
            return _said("requests must be of type application/json", 415)
        try:
            return await _executed(await sent(request, service, principal))
        except (UnreadableError, UnusableError) as error:
            return _said(str(error), 400)
        except QueueFullError as error:
            return full_answer(error, {"message": error.message})

    async def packages() -> Response:
        return _said(_NO_PACKAGES, 403)

    for start in ("", _PUBLIC):
        router.add_api_route(f"{start}/runtimes", runtimes, methods=["GET"], dependencies=read)
        router.add_api_route(f"{start}/execute", execute, methods=["POST"], dependencies=run)
        router.add_api_route(f"{start}/packages", packages, methods=["GET", "POST", "DELETE"], dependencies=read)
    return router


async def _executed(asked: Sent) -> Response:
    """Run what a request asks for, and answer as Piston does."""
    service = asked.service
    languages = service.application.languages
    work = await in_thread(lambda: read_execution(asked.body, languages, ceilings_of(service)))
    job = await asked.wait(await asked.submit(work), work)
    if not job.state.is_end:
        await asked.cancel(job)
        return plain_answer({"message": "The server is too busy now. Try again."}, 503, {"Retry-After": "5"})
    if not isinstance(job.answer, RanAnswer):
        return _said("The server cannot run programs now. Its operator finds the reason in its log.", 500)
    language = languages.get(job.answer.language)
    return plain_answer(execution_value(job.answer, language))


def _said(message: str, status: int) -> Response:
    return plain_answer({"message": message}, status)
