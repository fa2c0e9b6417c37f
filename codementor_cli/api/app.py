"""The ASGI application: routers, middleware and problem documents put together."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Match

from codementor_cli import __version__
from codementor_cli.api.answers import answer
from codementor_cli.api.compatible.routers import compatible_routers
from codementor_cli.api.compatible.tokens import ForeignClientMiddleware
from codementor_cli.api.dependencies import Accepts
from codementor_cli.api.middleware.body_cap import BodyCapMiddleware
from codementor_cli.api.middleware.faults import FaultsMiddleware
from codementor_cli.api.middleware.rate import RateMiddleware
from codementor_cli.api.middleware.request_id import RequestIdMiddleware
from codementor_cli.api.middleware.security_headers import SecurityHeadersMiddleware
from codementor_cli.api.middleware.site import HostMiddleware, OriginMiddleware
from codementor_cli.api.middleware.token import TokenMiddleware
from codementor_cli.api.openapi import PROBLEM_RESPONSE, document
from codementor_cli.api.operations.operations import Operations, operations_of, watch
from codementor_cli.api.operations.request_log import RequestLogMiddleware
from codementor_cli.api.operations.traces import TraceMiddleware
from codementor_cli.api.problems import MEDIA_TYPE, ProblemError, error_problem, own_problem, refused, status_problem
from codementor_cli.api.readiness import Readiness
from codementor_cli.api.routers import ai, catalog, execution, health, jobs, judge, live, metrics, submissions
from codementor_cli.api.streams import OpenStreams
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.principal import Principal, Role
from codementor_cli.errors import CodementorError
from codementor_cli.services.access.authenticate import Authentication

_JSON = Depends(Accepts("application/json", MEDIA_TYPE))
"""For routers whose every route answers in JSON."""
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/openapi.json"})
"""Routes for which no token is needed: they tell nothing of anybody."""
_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_BODY_BYTES: dict[str, int] = {judge.PATH: judge.MOST_BODY_BYTES, live.PATH: live.MOST_BODY_BYTES}
"""Caps of bodies by path, where a route takes more than others."""


def create_app(service: Service, operations: Operations | None = None) -> FastAPI:
    """Return the application of a service.

    Args:
        service: What the routes stand on; the caller closes it after the last answer.
        operations: Metrics and traces; None: metrics alone, of this application.
    """
    told = operations or operations_of(service.application.languages)
    app = FastAPI(
        title="codementor",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=_middleware(service, told),
    )
    app.state.service = service
    app.state.operations = told
    watch(told, service)
    app.state.stopping = asyncio.Event()
    app.state.readiness = Readiness(service)
    app.state.streams = OpenStreams(service.options.owner_stream_count, service.options.stream_count)
    for each in (health, catalog, execution, submissions, jobs, ai):
        app.include_router(each.router, dependencies=[_JSON], responses={"default": PROBLEM_RESPONSE})
    for router in (jobs.events_router, metrics.router):
        app.include_router(router, responses={"default": PROBLEM_RESPONSE})
    app.include_router(judge.router)
    app.include_router(live.router)
    for router in compatible_routers(service.options.compatible):
        app.include_router(router)
    app.add_api_route("/openapi.json", lambda: answer(document(app)), include_in_schema=False)
    handlers: dict[Any, Any] = {
        ProblemError: _own_problem,
        HTTPException: _http_problem,
        RequestValidationError: _parameter_problem,
        CodementorError: _error_problem,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
    return app


def _middleware(service: Service, operations: Operations) -> list[Middleware]:
    """Return the middleware, outermost first: request id, trace, log, headers, faults, body cap, site, token, rate."""
    options, access, traces = service.options, service.access, operations.traces
    traced = [] if traces is None else [Middleware(TraceMiddleware, traces=traces)]
    authentication = Authentication(service.tokens, service.clock, is_single_user=access.is_private)
    return [
        Middleware(RequestIdMiddleware),
        *traced,
        Middleware(RequestLogMiddleware, metrics=operations.metrics),
        Middleware(SecurityHeadersMiddleware),
        Middleware(FaultsMiddleware),
        Middleware(
            BodyCapMiddleware,
            most_bytes=options.body_bytes,
            most_seconds=options.body_seconds,
            most_together_bytes=options.bodies_bytes,
            larger=_BODY_BYTES,
        ),
        Middleware(HostMiddleware, names=access.hosts),
        Middleware(OriginMiddleware, origins=access.origins),
        *([Middleware(ForeignClientMiddleware, names=options.compatible)] if options.compatible else []),
        Middleware(
            TokenMiddleware,
            authentication=authentication,
            refusals_per_minute=access.refusals_per_minute,
            open_paths=OPEN_PATHS,
            shared=service.rates,
        ),
        Middleware(RateMiddleware, requests_per_minute=access.requests_per_minute, shared=service.rates),
    ]


async def _own_problem(_request: Request, error: ProblemError) -> Response:
    return own_problem(error)


async def _http_problem(request: Request, error: HTTPException) -> Response:
    """Answer for an error of Starlette's, which has words of its own only for programmers."""
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return status_problem(error.status_code, headers)


def _allowed(request: Request) -> str:
    """Return the methods that a path takes: Starlette names those of one route of several."""
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    taken = [
        method
        for method, scope in scopes.items()
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)
    ]
    return ", ".join(taken)


async def _parameter_problem(request: Request, error: RequestValidationError) -> Response:
    """Name each parameter that cannot be read; the values stay out: they may be secrets, or no JSON."""
    found = [("/".join(map(str, each["loc"][1:])), str(each["msg"])) for each in error.errors()]
    return await _own_problem(request, refused("A parameter cannot be accepted: see `errors`.", found))


async def _error_problem(request: Request, error: CodementorError) -> Response:
    found: Principal | None = getattr(request.state, "principal", None)
    return error_problem(error, shows_all=found is not None and found.role is Role.OPERATOR)
