"""What holds for every route: ids, headers, problem documents, bounded bodies."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from codementor_cli.bootstrap.serving import ServiceOptions
from tests.fakes.service import Served, served


def test_healthz_answers_ok(api: Served) -> None:
    answer = api.client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


def test_every_answer_has_an_id_and_headers_against_browsers(api: Served) -> None:
    for path in ("/healthz", "/nowhere"):
        headers = api.client.get(path).headers
        assert len(headers["X-Request-Id"]) == 32
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "server" not in headers


@pytest.mark.parametrize(
    ("asked", "is_kept"), [("build-17.2", True), ("a b", False), ("x" * 65, False), ("-x", False), ("é", False)]
)
def test_a_clients_own_id_is_kept_where_it_cannot_forge_a_log_line(api: Served, asked: str, is_kept: bool) -> None:
    given = api.client.get("/healthz", headers={b"X-Request-Id": asked.encode()}).headers["X-Request-Id"]
    assert (given == asked) is is_kept


@pytest.mark.parametrize("path", ["/nowhere", "/api", "/api/challenges/", "/docs", "/healthz/"])
def test_an_unknown_route_is_a_problem(api: Served, path: str) -> None:
    answer = api.client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert "/openapi.json" in answer.json()["detail"]


def test_an_unknown_method_is_a_problem_that_names_the_others(api: Served) -> None:
    answer = api.client.delete("/healthz")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*, text/plain"])
def test_an_answer_in_another_form_is_not_to_be_had(api: Served, accept: str) -> None:
    answer = api.client.get("/api/languages", headers={"Accept": accept})
    assert answer.status_code == 406
    assert "application/json" in answer.json()["detail"]


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html, application/json;q=0.5", ""])
def test_json_is_taken_in_every_form_of_asking(api: Served, accept: str) -> None:
    assert api.client.get("/api/languages", headers={"Accept": accept}).status_code == 200


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(api: Served) -> None:
    head = b"POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n"
    assert b" 413 " in api.send_raw(head).splitlines()[0]


def test_a_compressed_body_is_refused(api: Served) -> None:
    answer = api.client.post("/healthz", content=b"x", headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415
    assert answer.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("line", [b"X: " + b"a" * 20_000, b"\r\n".join(b"X%d: 1" % n for n in range(10_000))])
def test_a_large_head_is_431(api: Served, line: bytes) -> None:
    answer = api.send_raw(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n" + line + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"application/problem+json" in answer


def test_what_is_no_http_is_a_problem(api: Served) -> None:
    answer = api.send_raw(b"\x16\x03\x01 hello\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer


@pytest.mark.parametrize("sent", [b"", b"GET /heal", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_connection_that_says_too_little_is_closed(folder: Path, sent: bytes) -> None:
    with served(folder, ServiceOptions(head_seconds=0.2)) as api:
        assert api.send_raw(sent) == b""


def test_a_second_request_that_stops_in_its_head_is_closed(folder: Path) -> None:
    with served(folder, ServiceOptions(head_seconds=0.2)) as api:
        answer = api.send_raw(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /heal")
    assert answer.count(b"HTTP/1.1 200 ") == 1


def test_more_connections_than_bounded_are_answered_503(folder: Path) -> None:
    with served(folder, ServiceOptions(connection_count=3)) as api:
        open_ones = [socket.create_connection(api.address) for _ in range(3)]
        assert api.client.get("/healthz").status_code == 503
        for each in open_ones:
            each.close()
