"""What the operator sees of a running service: its log and its metrics."""

from __future__ import annotations

import gzip
import json
import socket
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families
from pytest_httpserver import HTTPServer
from werkzeug import Request

from codementor_cli.domain.access.principal import Role
from tests.api.conftest import Installed, Serve
from tests.cli.page import ROOT, rows
from tests.fakes.service import Served
from tests.fakes.tokens import kept_token, text_of

CANARY = "the-learners-own-words"
JSON_LOG = {"CODEMENTOR_SERVE_LOG_FORMAT": "auto", "CODEMENTOR_SERVE_LOG_LEVEL": "info"}


def lines(running: Installed) -> list[dict[str, Any]]:
    """End the service; return all that it said since it was ready, as objects."""
    code, said = running.stop()
    assert code == 0
    return [json.loads(line) for line in said.splitlines()]


def test_where_stderr_is_no_terminal_every_line_is_json(serve: Serve) -> None:
    nowhere = {**JSON_LOG, "DOCKER_HOST": "unix:///nonexistent.sock", "CODEMENTOR_BUBBLEWRAP_IMAGES": ""}
    with serve("--port", "0", "--sandbox", "bubblewrap", **nowhere) as running:
        note, listening = map(json.loads, running.said.splitlines())
        identity = running.client.get("/healthz", headers={"X-Request-Id": "mine"}).headers["X-Request-Id"]
        running.client.get("/nothing?code=print(1)")
        found, lost = lines(running)

    assert (note["event"], note["level"]) == ("note", "warning")
    assert "this machine's own compilers" in note["text"]
    assert (listening["event"], listening["url"], listening["sandbox"]) == ("listening", running.url, "bubblewrap")
    assert (found["request_id"], found["route"], found["status"]) == (identity, "/healthz", 200)
    assert "route" not in lost
    assert "print" not in json.dumps(lost)


def test_options_choose_form_and_level(serve: Serve) -> None:
    with serve("--sandbox", "bubblewrap", "--log-format", "text", "--log-level", "info", "--port", "0") as running:
        running.client.get("/healthz")
        _, said = running.stop()
    assert " request " in said
    assert "route=/healthz" in said

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    given = ("--sandbox", "bubblewrap", "--log-format", "json", "--log-level", "error", "--port", port)
    with serve(*given, says=f"http://127.0.0.1:{port}") as running:
        running.client.get("/healthz")
        assert running.stop() == (0, "")


def test_settings_choose_them_too(serve: Serve) -> None:
    wanted = {"CODEMENTOR_SERVE_LOG_FORMAT": "text", "CODEMENTOR_SERVE_LOG_LEVEL": "info"}
    with serve("--port", "0", "--sandbox", "bubblewrap", **wanted) as running:
        running.client.get("/healthz")
        _, said = running.stop()
    assert "route=/healthz" in said


def test_a_client_cannot_forge_a_line(serve: Serve) -> None:
    forged = '/%0a{"event":"job"}/%1b[2J'
    with serve("--port", "0", "--sandbox", "bubblewrap", **JSON_LOG) as running:
        running.client.get(forged, headers={"X-Request-Id": "x y", "User-Agent": 'a"}'})
        (line,) = lines(running)
    assert line["event"] == "request"
    assert line["request_id"] != "x y"


def test_metrics_are_prometheus_text(api: Served) -> None:
    api.client.get("/healthz")
    answer = api.client.get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    found = {sample.name: sample for each in text_string_to_metric_families(answer.text) for sample in each.samples}
    assert "codementor_http_request_seconds_count" in found
    assert found["codementor_http_requests_total"].labels == {"method": "GET", "route": "/healthz", "status": "200"}


@pytest.mark.parametrize(
    ("role", "status"), [(Role.LEARNER, 403), (Role.TEACHER, 403), (Role.SERVICE, 403), (Role.OPERATOR, 200)]
)
def test_metrics_are_the_operators(api: Served, role: Role, status: int) -> None:
    api.service.tokens.add(kept_token(1, role, expires_at=None))

    assert api.client.get("/metrics").status_code == 401
    answer = api.client.get("/metrics", headers={"Authorization": f"Bearer {text_of(1)}"})
    assert answer.status_code == status


def test_a_job_is_logged_with_its_requests_id_and_without_a_word_of_the_learners(serve: Serve) -> None:
    body = {"code": f"# {CANARY}\nprint(input(), '{CANARY}')", "language": "python", "input": CANARY}
    with serve("--port", "0", "--sandbox", "bubblewrap", **JSON_LOG) as running:
        answer = running.client.post("/api/execution/execute", json=body, headers={"X-Request-Id": "mine"})
        assert answer.json()["output"] == f"{CANARY} {CANARY}\n"
        job, request = sorted(lines(running), key=lambda each: str(each["event"]))

    assert (job["event"], job["request_id"], job["verdict"], job["attempt"]) == ("job", "mine", "OK", 1)
    assert (request["event"], request["request_id"], request["route"]) == ("request", "mine", "/api/execution/execute")
    assert CANARY not in json.dumps([job, request])
    told = {word for row in rows(ROOT / "docs/guides/serve-operation.md", "field") for word in row[0].split("`")}
    assert {*job, *request} <= told


def test_jobs_are_in_the_metrics_and_what_a_learner_wrote_is_not(api: Served) -> None:
    for code in ("say 3", "crash", "fault"):
        api.client.post("/api/execution/execute", json={"code": f"{code} {CANARY}", "language": "python"})
    text = api.client.get("/metrics").text

    assert CANARY not in text
    assert 'codementor_verdicts_total{kind="run",language="python",verdict="OK"} 1.0' in text
    assert 'codementor_verdicts_total{kind="run",language="python",verdict="RTE"} 1.0' in text
    assert 'codementor_judge_errors_total{cause="environment"} 1.0' in text
    assert "codementor_jobs_queued 0.0" in text
    assert 'route="/api/execution/execute",status="200"' in text


def test_traces_go_to_the_collector_that_the_setting_names(serve: Serve, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/traces", method="POST").respond_with_data(b"")
    collector = httpserver.url_for("").rstrip("/")
    with serve("--port", "0", "--sandbox", "bubblewrap", OTEL_EXPORTER_OTLP_ENDPOINT=collector) as running:
        running.client.get(f"/healthz?code={CANARY}")
        body = {"code": f"print('{CANARY}')", "language": "python"}
        assert running.client.post("/api/execution/execute", json=body).json()["success"] is True
        code, _ = running.stop()

    sent = [_plain(request) for request, _ in httpserver.log]
    spans = {
        span.name: span
        for each in sent
        for resource in ExportTraceServiceRequest.FromString(each).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert code == 0
    assert set(spans) == {"GET /healthz", "POST /api/execution/execute", "job"}
    assert spans["job"].parent_span_id == spans["POST /api/execution/execute"].span_id
    assert CANARY.encode() not in b"".join(sent)


def _plain(request: Request) -> bytes:
    """Return a request's body, which may be compressed."""
    body = request.get_data()
    return gzip.decompress(body) if request.headers.get("Content-Encoding") == "gzip" else body
