"""Jobe's routes. They are not in our OpenAPI document: their description is Jobe's own."""

from __future__ import annotations

import time

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from codementor_cli.api.compatible.jobe.files import SentFiles
from codementor_cli.api.compatible.jobe.languages import listed_languages
from codementor_cli.api.compatible.jobe.result import NOT_COMPILED, OVERLOAD, job_value, result_value
from codementor_cli.api.compatible.jobe.run_spec import RefusedOptions, RunSpecError, is_file_id, read_run_spec
from codementor_cli.api.compatible.reading import UnusableError, base64_bytes
from codementor_cli.api.compatible.runs import Sent, UnreadableError, ceilings_of, plain_answer, sent
from codementor_cli.api.compatible.tokens import JOBE, PATHS
from codementor_cli.api.dependencies import Allowed, ThePrincipal, TheService
from codementor_cli.api.waiting import in_thread
from codementor_cli.domain.access.rights import Action
from codementor_cli.domain.jobs.job import RunWork
from codementor_cli.errors import QueueFullError

_OVERLOAD_TEST = "!** TESTING OVERLOAD EXCEPTION **!"
"""A source that Jobe's own test script sends to see outcome 21. Source: LanguageTask.php."""
_OVERLOAD_SECONDS = 5


def jobe_router() -> APIRouter:
    """Return the routes, with a store of files of their own."""
    router = APIRouter(prefix=PATHS[JOBE][0], include_in_schema=False)
    run, read = [Depends(Allowed(Action.RUN))], [Depends(Allowed(Action.READ))]
    routes = _Routes(SentFiles(time.monotonic))
    router.add_api_route("/languages", _languages, methods=["GET"], dependencies=read)
    router.add_api_route("/runs", routes.run, methods=["POST"], dependencies=run)
    router.add_api_route("/files/{file_id}", routes.put_file, methods=["PUT"], dependencies=run)
    router.add_api_route("/files/{file_id}", routes.head_file, methods=["HEAD"], dependencies=run)
    return router


async def _languages(service: TheService) -> Response:
    return plain_answer(await in_thread(lambda: listed_languages(service.application.languages)))


class _Routes:
    """The routes that need the files."""

    def __init__(self, files: SentFiles) -> None:
        self._files = files

    async def run(self, request: Request, service: TheService, principal: ThePrincipal) -> Response:
        """Run what a request asks for, and answer with Jobe's result object."""
        try:
            return await self._ran(await sent(request, service, principal))
        except UnreadableError:
            return plain_answer("Non-JSON post data received", 400)
        except RunSpecError as error:
            return plain_answer(str(error), error.status)
        except QueueFullError as error:
            return _overload(error.retry_after_seconds)

    async def put_file(self, file_id: str, request: Request, service: TheService, principal: ThePrincipal) -> Response:
        """Keep a file for the runs to come."""
        if not is_file_id(file_id):
            return plain_answer("put: a file id has 8 to 128 letters and digits", 400)
        try:
            body = (await sent(request, service, principal)).body
            content = base64_bytes(body["file_contents"])
        except UnusableError:
            return plain_answer(f"put: contents of file {file_id} are not valid base-64", 400)
        except (UnreadableError, KeyError, TypeError):
            return plain_answer("put: missing file_contents parameter", 400)
        if not self._files.keep(principal.learner, file_id, content):
            return plain_answer("put: the file is larger than this server keeps", 413)
        return plain_answer(None, 204)

    async def head_file(self, file_id: str, principal: ThePrincipal) -> Response:
        """Say whether a file is here."""
        return plain_answer(None, 404 if self._files.find(principal.learner, file_id) is None else 204)

    async def _ran(self, asked: Sent) -> Response:
        owner, service = asked.principal.learner, asked.service

        def read() -> RunWork | RefusedOptions:
            languages, ceilings = service.application.languages, ceilings_of(service)
            return read_run_spec(asked.body, languages, ceilings, lambda file_id: self._files.find(owner, file_id))

        work = await in_thread(read)
        if isinstance(work, RefusedOptions):
            return plain_answer(result_value("", NOT_COMPILED, cmpinfo=work.said.encode()))
        if asked.body["run_spec"]["sourcecode"] == _OVERLOAD_TEST:
            return _overload(_OVERLOAD_SECONDS)
        job = await asked.wait(await asked.submit(work), work)
        if not job.state.is_end:
            await asked.cancel(job)
            return _overload(_OVERLOAD_SECONDS)
        return plain_answer(job_value(job))


def _overload(seconds: int) -> Response:
    """Return Jobe's word for a server that is too busy, with HTTP's beside it."""
    return plain_answer(result_value("", OVERLOAD), 200, {"Retry-After": str(seconds)})
