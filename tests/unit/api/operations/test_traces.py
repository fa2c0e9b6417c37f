import asyncio
import builtins
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from codementor_cli.api.operations.traces import TraceMiddleware, Traces, open_traces
from codementor_cli.errors import EnvironmentFault
from tests.contract.kept import MOMENT

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SECRET = "in-the-query"


def spans_of(*, traceparent: str = "", fails: bool = False) -> tuple[str, tuple[ReadableSpan, ...]]:
    """Answer one request and its job; return the traceparent within the request, and the spans."""
    exporter = InMemorySpanExporter()
    within = ""

    def answer(request: Request) -> PlainTextResponse:
        nonlocal within
        within = traces.current()
        if fails:
            raise ValueError(SECRET)
        return PlainTextResponse("ok")

    with Traces(exporter) as traces:
        app = TraceMiddleware(Starlette(routes=[Route("/x/{id}", answer)]), traces=traces)
        headers = [(b"traceparent", traceparent.encode())] if traceparent else []
        asyncio.run(_ask(app, headers))
        traces.job(MOMENT, MOMENT + timedelta(seconds=2), {"codementor.kind": "run"}, within)
    return within, exporter.get_finished_spans()


async def _ask(app: Any, headers: list[tuple[bytes, bytes]]) -> None:
    scope = {"type": "http", "method": "GET", "path": "/x/1", "query_string": SECRET.encode(), "headers": headers}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        pass

    with suppress(ValueError):
        await app(scope, receive, send)


def test_a_request_has_a_span_and_its_job_one_below_it() -> None:
    within, (request, job) = spans_of()

    assert request.name == "GET /x/{id}"
    assert request.attributes == {
        "http.request.method": "GET",
        "http.route": "/x/{id}",
        "http.response.status_code": 200,
    }
    assert request.parent is None
    assert request.context is not None
    assert job.parent is not None
    assert job.parent.span_id == request.context.span_id
    assert within.split("-")[1] == f"{request.context.trace_id:032x}"
    assert job.start_time is not None
    assert job.end_time == job.start_time + 2_000_000_000


def test_a_clients_own_trace_goes_on() -> None:
    _, (request, _) = spans_of(traceparent=PARENT)

    assert request.context is not None
    assert request.parent is not None
    assert f"{request.context.trace_id:032x}" == PARENT.split("-")[1]
    assert f"{request.parent.span_id:016x}" == PARENT.split("-")[2]


@pytest.mark.parametrize("garbled", ["00-xyz", "\x00", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "a" * 5000])
def test_a_garbled_trace_begins_a_new_one(garbled: str) -> None:
    _, (request, _) = spans_of(traceparent=garbled)

    assert request.parent is None


def test_spans_hold_no_query_and_no_text_of_exceptions() -> None:
    _, spans = spans_of(fails=True)

    for span in spans:
        assert SECRET not in span.to_json()


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("opentelemetry"):
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(EnvironmentFault) as caught:
        open_traces("http://127.0.0.1:4318")
    assert "not installed" in caught.value.message
    assert "codementor[otel]" in str(caught.value.next_step)
