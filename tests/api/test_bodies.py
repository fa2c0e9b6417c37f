"""Bodies that are no JSON, too large, too slow, of another type: answered by problems, never by 500, never echoed."""

from __future__ import annotations

import json
import resource
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.text.units import MIB
from tests.fakes.service import PATIENCE_SECONDS, Served, served

JSON = {"Content-Type": "application/json"}
CANARY = "canary-7f3a"
ROUTES = ("execute", "test", "validate", "batch")

BAD = {
    "infinite": b'{"code":1e999,"language":"%s"}',
    "nan": b'{"code":NaN,"language":"%s"}',
    "minus infinity": b'{"code":-Infinity,"language":"%s"}',
    "surrogate in text": b'{"code":"\\ud800%s","language":"python"}',
    "surrogate in key": b'{"\\udfff%s":1}',
    "surrogate in a list": b'{"code":"x","language":"python","arguments":["\\ud800"],"x":"%s"}',
    "bad utf-8": b'{"code":"\xff%s","language":"python"}',
    "utf-16": '{"code":"%s"}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"code":"%s","language":"python"}',
    "nested lists": b"[" * 100_000 + b'"%s"',
    "nested objects": b'{"a":' * 100_000 + b'"%s"',
    "duplicate keys": b'{"code":"%s","code":"b","language":"python"}',
    "10^400": b'{"code":1' + b"0" * 400 + b',"language":"%s"}',
    "10^5000": b'{"code":1' + b"0" * 5000 + b',"language":"%s"}',
    "null": b"null",
    "a text": b'"%s"',
    "a number": b"7",
    "a list": b'["%s"]',
    "nothing": b"",
    "half": b'{"code":"%s',
    "more than one": b'{"code":"%s"}{}',
    "unknown field": b'{"code":"%s","language":"python","password":"%s"}',
    "wrong types": b'{"code":["%s"],"language":{"a":"%s"}}',
    "control characters": b'{"code":"\x01%s","language":"python"}',
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("bodies")) as api:
        yield api


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", BAD)
def test_what_is_no_body_is_a_problem_that_echoes_nothing(running: Served, route: str, name: str) -> None:
    content = BAD[name].replace(b"%s", CANARY.encode())
    answer = running.client.post(f"/api/execution/{route}", content=content, headers=JSON)
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"
    # The name of an unknown field is named back: nothing else of the body is.
    said = {**answer.json(), "errors": [each["detail"] for each in answer.json().get("errors", [])]}
    assert CANARY not in json.dumps(said)


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""],
)
def test_another_media_type_is_415(running: Served, media_type: str) -> None:
    answer = running.client.post("/api/execution/execute", content=b"{}", headers={"Content-Type": media_type})
    assert answer.status_code == 415
    assert answer.headers["Accept-Post"] == "application/json"


def test_json_with_its_charset_is_json(running: Served) -> None:
    body = b'{"code":"echo","language":"python"}'
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert running.client.post("/api/execution/execute", content=body, headers=headers).status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "identity, gzip"])
def test_compressed_bodies_are_415(running: Served, encoding: str) -> None:
    headers = {**JSON, "Content-Encoding": encoding}
    assert running.client.post("/api/execution/execute", content=b"{}", headers=headers).status_code == 415


def test_a_chunked_body_without_end_is_cut_at_the_cap_and_held_by_nobody(tmp_path: Path) -> None:
    with served(tmp_path, ServiceOptions(head_seconds=0.2)) as api:
        _send_without_end(api)


def _send_without_end(running: Served) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    head = b"POST /api/execution/execute HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    sent = 0
    with socket.create_connection(running.address, PATIENCE_SECONDS) as connection:
        connection.sendall(head)
        with suppress(BrokenPipeError, ConnectionResetError):
            while sent < 4000:
                connection.sendall(chunk)
                sent += 1
        received = b""
        with suppress(ConnectionResetError):
            received = connection.recv(1 << 16)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sent < 4000
    assert not received or received.startswith(b"HTTP/1.1 413 ")
    assert after - before < 64 * 1024, "KiB"


def test_a_chunked_body_over_the_cap_is_413(tmp_path: Path) -> None:
    with served(tmp_path, ServiceOptions(body_bytes=1000)) as api:
        answer = api.client.post("/api/execution/execute", content=iter([b" " * 800] * 2), headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["detail"] == "A body of this route has at most 1000 bytes. Send less at a time."


def test_a_client_that_sends_a_refused_body_to_its_end_sees_the_answer(tmp_path: Path) -> None:
    with served(tmp_path, ServiceOptions(body_bytes=1000)) as api:
        for _ in range(2):
            answer = api.client.post("/api/execution/execute", content=b" " * (16 * MIB), headers=JSON)
            assert answer.status_code == 413
        assert api.client.get("/healthz").status_code == 200


def test_bodies_are_bounded_together_and_forgotten_at_their_end(tmp_path: Path) -> None:
    body = b'{"code":"echo","language":"python"}'
    head = b"POST /api/execution/execute HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with served(tmp_path, ServiceOptions(bodies_bytes=1000)) as api:
        for _ in range(3):
            padded = body + b" " * 800
            assert api.client.post("/api/execution/execute", content=padded, headers=JSON).status_code == 200
        answer = None
        while answer is None or answer.is_success:
            # Which of the two bodies comes first is not ours to say: until it is the half one, they come again.
            with socket.create_connection(api.address) as connection:
                connection.sendall(head + b"Content-Length: 950\r\n\r\n" + b" " * 900)
                answer = api.client.post("/api/execution/execute", content=padded, headers=JSON)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]


def test_a_body_that_comes_too_slowly_is_408(tmp_path: Path) -> None:
    head = b"POST /api/execution/execute HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    with served(tmp_path, ServiceOptions(body_seconds=0.2)) as api:
        assert api.send_raw(head).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_is_cut_leaves_no_job_and_no_500(running: Served) -> None:
    head = b"POST /api/execution/execute HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    with socket.create_connection(running.address) as connection:
        connection.sendall(head)
    assert running.client.get("/healthz").status_code == 200
    assert running.service.jobs.depth().unfinished_count == 0


@pytest.mark.parametrize("field", ["Content-Length: -1", "Content-Length: 1e3", "Transfer-Encoding: gzip"])
def test_a_length_that_is_none_is_400(running: Served, field: str) -> None:
    head = f"POST /api/execution/execute HTTP/1.1\r\nHost: 127.0.0.1\r\n{field}\r\nConnection: close\r\n\r\n"
    assert running.send_raw(head.encode()).split(b" ")[1] in {b"400", b"501"}


def test_two_lengths_are_no_request(running: Served) -> None:
    head = b"POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"
    assert running.send_raw(head).startswith(b"HTTP/1.1 400 ")


def test_a_megabyte_of_program_is_taken(running: Served) -> None:
    code = "echo\n" + "#" * (MIB - 10)
    answer = running.client.post("/api/execution/execute", json={"code": code, "language": "python", "input": "x"})
    assert answer.json()["output"] == "x"
