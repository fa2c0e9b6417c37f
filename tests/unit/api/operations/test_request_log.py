import asyncio
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import Message, Scope

from codementor_cli.api.operations.logs import LogForm, logging_to
from codementor_cli.api.operations.metrics import Metrics
from codementor_cli.api.operations.request_log import RequestLogMiddleware
from codementor_cli.domain.access.principal import Principal, Role
from codementor_cli.domain.practice.learner import LOCAL

SECRET = "cm_a-token-or-a-query"
PRINCIPAL = Principal(learner=LOCAL, role=Role.LEARNER, scopes=frozenset(), token_uid="tok1")


def application(metrics: Metrics) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/things/{uid}")
    async def thing(uid: str) -> PlainTextResponse:
        return PlainTextResponse(uid)

    @app.get("/events")
    async def events() -> StreamingResponse:
        def count() -> Iterator[str]:
            yield f"open: {metrics.registry.get_sample_value('codementor_event_streams')}"

        return StreamingResponse(count(), media_type="text/event-stream")

    @app.get("/bug")
    async def bug() -> None:
        raise ValueError(SECRET)

    return app


def asked(metrics: Metrics, path: str, method: str = "GET") -> tuple[list[dict[str, Any]], bytes]:
    """Return what was logged, and the body."""
    ticks: Iterable[float] = iter((10.0, 10.25))
    app = RequestLogMiddleware(application(metrics), metrics=metrics, clock=lambda: next(iter(ticks)))
    sent: list[Message] = []
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": f"token={SECRET}".encode(),
        "headers": [(b"authorization", f"Bearer {SECRET}".encode())],
        "state": {"request_id": "r1", "principal": PRINCIPAL},
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": SECRET.encode(), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    stream = io.StringIO()
    with logging_to(stream, LogForm.JSON, "info"):
        asyncio.run(app(scope, receive, send))
    assert SECRET not in stream.getvalue()
    return [json.loads(line) for line in stream.getvalue().splitlines()], b"".join(m.get("body", b"") for m in sent)


def test_a_request_is_one_line_with_its_template_and_none_of_its_own_words() -> None:
    (line,), body = asked(Metrics(), f"/things/{SECRET}")

    assert body == SECRET.encode()
    del line["time"]
    assert line == {
        "level": "info",
        "event": "request",
        "request_id": "r1",
        "method": "GET",
        "route": "/things/{uid}",
        "status": 200,
        "seconds": 0.25,
        "token": "tok1",
    }


@pytest.mark.parametrize(("path", "method", "status"), [("/nothing", "GET", 404), ("/things/x", "SECRETS", 405)])
def test_words_outside_the_closed_sets_are_left_out(path: str, method: str, status: int) -> None:
    metrics = Metrics()
    (line,), _ = asked(metrics, path, method)

    assert line["status"] == status
    assert line["method"] == ("GET" if method == "GET" else "other")
    labels = [sample.labels for family in metrics.registry.collect() for sample in family.samples]
    assert not any(method == "SECRETS" and "SECRETS" in each.values() for each in labels)
    assert not any("/nothing" in each.values() for each in labels)


def test_requests_are_counted_by_route_and_status() -> None:
    metrics = Metrics()
    asked(metrics, "/things/1")
    asked(metrics, "/things/2")

    labels = {"method": "GET", "route": "/things/{uid}"}
    read = metrics.registry.get_sample_value
    assert read("codementor_http_requests_total", {**labels, "status": "200"}) == 2
    assert read("codementor_http_request_seconds_sum", labels) == 0.5


def test_open_event_streams_are_counted_until_they_end() -> None:
    metrics = Metrics()
    _, body = asked(metrics, "/events")

    assert body == b"open: 1.0"
    assert metrics.registry.get_sample_value("codementor_event_streams") == 0


def test_a_request_that_ends_by_a_bug_is_logged_too() -> None:
    metrics = Metrics()
    with pytest.raises(ValueError, match=SECRET):
        asked(metrics, "/bug")

    labels = {"method": "GET", "route": "/bug", "status": "500"}
    assert metrics.registry.get_sample_value("codementor_http_requests_total", labels) == 1
