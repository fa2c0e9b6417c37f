"""Traces in OpenTelemetry's form: a span a request, and one a job below it. Off unless the settings name a collector.

The packages come with ``codementor[otel]``. Spans hold what the log's lines hold, and nothing else.

Source: opentelemetry.io, "Semantic conventions for HTTP spans"; w3.org/TR/trace-context.
"""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from codementor_cli import __version__
from codementor_cli.api.operations.metrics import known_method
from codementor_cli.errors import EnvironmentFault

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

_SECONDS = 5
"""For one batch of spans, tries together: a collector that is away delays the end of the server by no more."""
_PATH = "/v1/traces"
"""Of a collector. Source: OTLP specification 1.5, "OTLP/HTTP Request"."""


def open_traces(collector: str) -> Traces:
    """Return traces that go to a collector over OTLP/HTTP.

    Args:
        collector: Its address, as ``OTEL_EXPORTER_OTLP_ENDPOINT`` has it.

    Raises:
        EnvironmentFault: The packages are not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415  # an extra
            OTLPSpanExporter,
        )

        return Traces(OTLPSpanExporter(endpoint=collector.rstrip("/") + _PATH, timeout=_SECONDS))
    except ImportError as error:
        raise EnvironmentFault(
            "OTEL_EXPORTER_OTLP_ENDPOINT asks for traces, but the packages for them are not installed.",
            "Type: pipx install 'codementor[otel]', or unset OTEL_EXPORTER_OTLP_ENDPOINT.",
        ) from error


class Traces:
    """Where spans go."""

    def __init__(self, exporter: SpanExporter) -> None:
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  # an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        resource = Resource.create({"service.name": "codementor", "service.version": __version__})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("codementor")
        self._propagator = TraceContextTextMapPropagator()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Send what was not sent yet, and end."""
        self._provider.shutdown()

    def request(self, method: str, traceparent: str) -> Any:
        """Return a context manager for the span of a request; it yields the span.

        Args:
            method: One of the known ones.
            traceparent: As the client sent it; empty: it sent none.
        """
        from opentelemetry.trace import SpanKind  # noqa: PLC0415  # an extra

        return self._tracer.start_as_current_span(
            method,
            context=self._context(traceparent),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": method},
            # The text of an exception may quote what a client sent.
            record_exception=False,
            set_status_on_exception=False,
        )

    def current(self) -> str:
        """Return the current span as a ``traceparent``; empty: there is none."""
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier)
        return carrier.get("traceparent", "")

    def job(self, began: datetime, ended: datetime, attributes: dict[str, Any], traceparent: str) -> None:
        """Add the span of a job that ended, below the span of its request."""
        span = self._tracer.start_span(
            "job", context=self._context(traceparent), start_time=_nanoseconds(began), attributes=attributes
        )
        span.end(_nanoseconds(ended))

    def _context(self, traceparent: str) -> Any:
        from opentelemetry.context import Context  # noqa: PLC0415  # an extra

        return self._propagator.extract({"traceparent": traceparent} if traceparent else {}, Context())


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1e9)


class TraceMiddleware:
    """Makes a span of each request, below the client's own where it sent one."""

    def __init__(self, app: ASGIApp, *, traces: Traces) -> None:
        self._app = app
        self._traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Meet ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = known_method(scope["method"])
        with self._traces.request(method, Headers(scope=scope).get("traceparent", "")) as span:

            async def send_and_note(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            try:
                await self._app(scope, receive, send_and_note)
            finally:
                route = str(getattr(scope.get("route"), "path", ""))
                if route:
                    span.set_attribute("http.route", route)
                    span.update_name(f"{method} {route}")
