"""What the operator sees of a running service: its log and its metrics."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from codementor_cli.domain.access.principal import Role
from tests.api.conftest import Installed, Serve
from tests.fakes.service import Served
from tests.fakes.tokens import kept_token, text_of

JSON_LOG = {"CODEMENTOR_SERVE_LOG_FORMAT": "auto", "CODEMENTOR_SERVE_LOG_LEVEL": "info"}


def lines(running: Installed) -> list[dict[str, Any]]:
    """End the service; return all that it said since it was ready, as objects."""
    code, said = running.stop()
    assert code == 0
    return [json.loads(line) for line in said.splitlines()]


def test_where_stderr_is_no_terminal_every_line_is_json(serve: Serve) -> None:
    with serve("--port", "0", "--sandbox", "bubblewrap", **JSON_LOG) as running:
        (listening,) = map(json.loads, running.said.splitlines())
        identity = running.client.get("/healthz", headers={"X-Request-Id": "mine"}).headers["X-Request-Id"]
        running.client.get("/nothing?code=print(1)")
        found, lost = lines(running)

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
