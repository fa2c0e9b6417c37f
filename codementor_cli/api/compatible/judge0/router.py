"""Judge0's routes. They are not in our OpenAPI document: their description is Judge0's own."""

from __future__ import annotations

import os
import platform
from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import PlainTextResponse, Response

from codementor_cli import __version__
from codementor_cli.api.compatible.judge0.submissions import add_submission_routes
from codementor_cli.api.compatible.judge0.tables import (
    STATUSES,
    VERSION,
    config_value,
    language_of_id,
    language_value,
    listed_languages,
)
from codementor_cli.api.compatible.runs import ceilings_of, plain_answer
from codementor_cli.api.dependencies import Allowed, ThePrincipal, TheService
from codementor_cli.api.waiting import in_thread
from codementor_cli.domain.access.principal import Role
from codementor_cli.domain.access.rights import Action


def judge0_router() -> APIRouter:
    """Return the routes."""
    router = APIRouter(include_in_schema=False)
    read = [Depends(Allowed(Action.READ))]
    for path, route in (
        ("/languages", _languages),
        ("/languages/all", _all_languages),
        ("/languages/{number}", _language),
        ("/statuses", _statuses),
        ("/about", _about),
        ("/version", _version),
        ("/config_info", _config_info),
        ("/system_info", _system_info),
    ):
        router.add_api_route(path, route, methods=["GET"], dependencies=read)
    router.add_api_route("/authenticate", _authenticate, methods=["POST"])
    router.add_api_route("/authorize", _authorize, methods=["POST"])
    add_submission_routes(router)
    return router


async def _languages(service: TheService) -> Response:
    return plain_answer(await in_thread(lambda: listed_languages(service.application.languages)))


async def _all_languages(service: TheService) -> Response:
    listed = await in_thread(lambda: listed_languages(service.application.languages))
    return plain_answer([{**language, "is_archived": False} for language in listed])


async def _language(number: str, service: TheService) -> Response:
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < len(str(10**9)) else 0
    language = await in_thread(lambda: language_of_id(wanted, service.application.languages))
    if language is None:
        return plain_answer({"error": "there is no language with this id"}, 404)
    return plain_answer(language_value(wanted, language))


async def _statuses() -> Response:
    return plain_answer([{"id": number, "description": said} for number, said in STATUSES.items()])


async def _about() -> Response:
    value = {"version": VERSION, "homepage": "", "source_code": "", "maintainer": f"codementor {__version__}"}
    return plain_answer(value)


async def _version() -> Response:
    return PlainTextResponse(VERSION)


async def _config_info(service: TheService) -> Response:
    return plain_answer(config_value(ceilings_of(service), service.caps.total_count))


async def _system_info() -> Response:
    """Tell what a client can use: Judge0 tells everything of the machine."""
    value: dict[str, Any] = {"Architecture": platform.machine(), "CPU(s)": str(os.cpu_count() or 1)}
    return plain_answer(value)


async def _authenticate() -> Response:
    """Answer 200: a wrong token does not come so far."""
    return plain_answer(None)


async def _authorize(principal: ThePrincipal) -> Response:
    return plain_answer(None, 200 if principal.role is Role.OPERATOR else 403)
