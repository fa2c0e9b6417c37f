"""Metrics in Prometheus' text format, in a registry of their own: two services of a process share none.

Labels come from closed sets: routes as templates, methods, statuses, languages, verdicts. Ids are in the log.

Source: prometheus.io, "Metric and label naming" and "Instrumentation".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from codementor_cli import __version__

OTHER = "other"
"""Stands for a label's value that is in no closed set."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_BUCKETS = (0.005, 0.02, 0.1, 0.3, 0.5, 1, 2, 5, 10, 30, 60)
_JUDGING_BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60, 120)
_WAIT_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)

Readings = Iterable[tuple[str, str, float]]
"""Names of gauges without our prefix, their help, and their values now."""


class Metrics:
    """All metrics of one service. Threads share it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._sources: list[Callable[[], Readings]] = []
        self.registry.register(_Gauges(self._sources))
        ProcessCollector(registry=self.registry)
        Gauge("codementor_build_info", "Version of codementor; always 1.", ("version",), registry=self.registry).labels(
            __version__
        ).set(1)
        self.requests = self._counter("http_requests", "Requests by route and status.", "method", "route", "status")
        self.request_seconds = self._histogram(
            "http_request_seconds",
            "From a request's head to the end of its answer.",
            _REQUEST_BUCKETS,
            "method",
            "route",
        )
        self.event_streams = Gauge("codementor_event_streams", "Event streams that are open.", registry=self.registry)
        self.jobs = self._counter("jobs", "Jobs that ended.", "kind", "language", "outcome")
        self.job_wait_seconds = self._histogram(
            "job_wait_seconds", "From a job's arrival to the start of its last attempt.", _WAIT_BUCKETS, "kind"
        )
        self.job_seconds = self._histogram(
            "job_seconds", "From the start of a job's last attempt to its end.", _JUDGING_BUCKETS, "kind", "language"
        )
        self.verdicts = self._counter("verdicts", "Verdicts of jobs with an answer.", "kind", "language", "verdict")
        self.judge_errors = self._counter("judge_errors", "Jobs that failed through no fault of the program.", "cause")
        self.mentor_answers = self._counter(
            "mentor_answers",
            "Answers of the mentor; `source` is not the model where another source stood in.",
            "kind",
            "source",
        )
        self.mentor_failures = self._counter("mentor_failures", "Questions that no model answered.", "failure")
        self.mentor_tokens = self._counter("mentor_tokens", "Tokens of the model, by direction.", "direction")

    def watch(self, source: Callable[[], Readings]) -> None:
        """Ask a source for its gauges at each scrape."""
        self._sources.append(source)

    def exposition(self) -> bytes:
        """Return all metrics as Prometheus reads them; ``CONTENT_TYPE_LATEST`` is their media type."""
        return generate_latest(self.registry)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered.

        Args:
            method: As sent.
            route: Its template; empty: there is no such route.
            status: Of the answer.
            seconds: It took.
        """
        method, route = known_method(method), route or OTHER
        self.requests.labels(method, route, str(status)).inc()
        self.request_seconds.labels(method, route).observe(seconds)

    def _counter(self, name: str, said: str, *labels: str) -> Counter:
        return Counter(f"codementor_{name}", said, labels, registry=self.registry)

    def _histogram(self, name: str, said: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"codementor_{name}", said, labels, buckets=buckets, registry=self.registry)


class _Gauges(Collector):
    """Gauges that are read when they are asked for."""

    def __init__(self, sources: list[Callable[[], Readings]]) -> None:
        self._sources = sources

    def collect(self) -> Iterable[Metric]:
        """Meet ``Collector``."""
        for source in self._sources:
            for name, said, value in source():
                yield GaugeMetricFamily(f"codementor_{name}", said, value=value)

    def describe(self) -> Iterable[Metric]:
        """Meet ``Collector``: nothing is read at registration."""
        return ()


def known_method(method: str) -> str:
    """Return a request's method, or ``other``: clients may send any word."""
    return method if method in _METHODS else OTHER
