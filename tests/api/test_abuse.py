"""Requests that no client means: malformed, oversized, slow, cut, replayed. None is answered 500, none is echoed."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.bootstrap.serving import ServiceOptions
from tests.api.world import ROUTES, SUBMISSION, Route
from tests.fakes.service import PATIENCE_SECONDS, Served, served

MARK = "canaryinabody3d1f"
POSTS = [each for each in ROUTES if each.method == "POST" and each.body is not None]
OURS = [each for each in POSTS if each.path not in {"/api/judge", "/api/execution/live"}]
"""Without the routes for our own commands, which take large bodies, of any media type."""
DEEP = 100_000
NAMES = {"language", "challengeId"}
"""Keys whose values are names: one that is not known is named, with near ones."""

MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "a space": b" ",
    "no JSON": b"code=" + MARK.encode(),
    "an infinite number": b'{"code": 1e999, "x": "%s"}' % MARK.encode(),
    "no number": b'{"code": NaN, "x": "%s"}' % MARK.encode(),
    "minus infinity": b'{"code": -Infinity}',
    "too many digits": b'{"code": ' + b"9" * 10_000 + b"}",
    "deep lists": b"[" * DEEP,
    "deep objects": b'{"a":' * DEEP,
    "deep and whole": b"[" * DEEP + b"]" * DEEP,
    "a key twice": b'{"code": "say 1", "code": "%s", "language": "python"}' % MARK.encode(),
    "no UTF-8": b'{"code": "\xff\xfe", "language": "python"}',
    "UTF-16": '{"code": "say 1"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a list": json.dumps([MARK]).encode(),
    "a text": json.dumps(MARK).encode(),
    "null": b"null",
    "two values": b"{} {}",
    "a comment": b"{} // %s" % MARK.encode(),
    "an unknown key": json.dumps({**SUBMISSION, MARK: 1}).encode(),
    "a prototype": b'{"__proto__": {"role": "operator"}, "code": "say 1", "language": "python"}',
    "a lone surrogate in a key": b'{"\\ud800": 1}',
    "a NUL in a key": b'{"\\u0000": 1}',
}
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**400, "", "\ud800", "\0", "x" * 10_000, MARK, [], [MARK], {}, {"base64": MARK},
    {"base64": 1}, {"base64": "AA==", "x": 1},
)  # fmt: skip


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("abuse") / "work"
    with served(folder, ServiceOptions(body_bytes=200_000, body_seconds=0.5)) as running:
        yield running


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of each value in a body."""
    if path:
        yield path
    found = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, inner in found:
        yield from places(inner, (*path, key))


def changed(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a body with another value at a place."""
    if not path:
        return value
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[path[0]] = changed(copy[path[0]], path[1:], value)
    return copy


def send(running: Served, asked: Route, content: bytes, media_type: str | None = "application/json") -> Any:
    headers = {"Prefer": "respond-async", **dict(asked.headers)} | (
        {} if media_type is None else {"Content-Type": media_type}
    )
    return running.client.request(asked.method, asked.path, content=content, headers=headers)


def is_clear(answer: Any, *, names: bool = False) -> bool:
    """Whether an answer is a problem that echoes nothing of the body, but a name where that is what is wrong."""
    return (
        answer.headers["Content-Type"] == "application/problem+json"
        and (names or MARK not in answer.text)
        and MARK not in repr(answer.headers)
        and answer.json()["status"] == answer.status_code
    )


@pytest.mark.parametrize("asked", POSTS, ids=str)
@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_body_is_a_problem_and_is_not_echoed(there: Served, asked: Route, name: str) -> None:
    answer = send(there, asked, MALFORMED[name])

    assert answer.status_code in {400, 413, 422}, answer.text
    assert is_clear(answer, names=name == "an unknown key"), answer.text


@pytest.mark.parametrize("asked", POSTS, ids=str)
def test_an_odd_value_at_any_place_is_taken_or_refused_and_never_a_bug(there: Served, asked: Route) -> None:
    for place in places(asked.body):
        for value in ODD:
            content = json.dumps(changed(asked.body, place, value)).encode()
            answer = send(there, asked, content)
            assert answer.status_code in {200, 202, 400, 404, 422, 429} | asked.done, (place, value, answer.text)
            is_named = place[-1] in NAMES
            assert answer.status_code in {200, 202} or is_clear(answer, names=is_named), (place, value, answer.text)
            there.client.get("/healthz").raise_for_status()


@pytest.mark.parametrize("asked", OURS, ids=str)
@pytest.mark.parametrize(
    "media_type",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
     "application/jsonp", "text/json", "application/json, text/plain"],
)  # fmt: skip
def test_a_form_that_a_foreign_page_could_send_is_not_taken(
    there: Served, asked: Route, media_type: str | None
) -> None:
    answer = send(there, asked, json.dumps(asked.body).encode(), media_type)

    assert answer.status_code == 415
    assert is_clear(answer)


@pytest.mark.parametrize("asked", OURS, ids=str)
def test_a_body_that_grows_beyond_the_cap_is_cut_off(there: Served, asked: Route) -> None:
    head = f"POST {asked.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    declared = there.send_raw(f"{head}Content-Length: 200001\r\n\r\n".encode())
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    chunked = exchange(there, f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk * 20)

    assert b" 413 " in declared.splitlines()[0]
    assert b" 413 " in chunked.splitlines()[0]


def exchange(running: Served, data: bytes) -> bytes:
    """Send bytes that the server may stop reading, and return what it answers."""
    with socket.create_connection(running.address, PATIENCE_SECONDS) as connection:
        try:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(1 << 16), b""))
        except ConnectionError:
            return b"HTTP/1.1 413 cut"


@pytest.mark.parametrize("asked", OURS, ids=str)
def test_a_body_that_does_not_come_is_not_waited_for(there: Served, asked: Route) -> None:
    head = f"POST {asked.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    answer = there.send_raw(f'{head}Content-Length: 100\r\n\r\n{{"code": "'.encode())

    assert b" 408 " in answer.splitlines()[0]


@pytest.mark.parametrize("asked", POSTS, ids=str)
def test_a_body_that_is_cut_makes_no_job(there: Served, asked: Route) -> None:
    content = json.dumps(asked.body).encode()
    before = there.service.jobs.depth()
    for length in range(0, len(content), 7):
        with socket.create_connection(there.address, PATIENCE_SECONDS) as connection:
            head = f"POST {asked.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            connection.sendall(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content[:length])
    there.client.get("/healthz").raise_for_status()

    assert there.service.jobs.depth() == before


SMUGGLED = {
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n",
    "a length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    "two codings": b"Transfer-Encoding: gzip, chunked\r\n",
    "a negative length": b"Content-Length: -1\r\n",
    "a length with a sign": b"Content-Length: +5\r\n",
    "a length in hexadecimal": b"Content-Length: 0x5\r\n",
    "a folded header": b"X: a\r\n b\r\n",
    "a space before a colon": b"Content-Length : 5\r\n",
    "a NUL": b"X: a\0b\r\n",
    "a bare carriage return": b"X: a\rb\r\n",
    "two hosts": b"Host: localhost\r\n",
}


@pytest.mark.parametrize("name", SMUGGLED)
def test_a_request_that_two_servers_could_read_differently_ends_its_connection(there: Served, name: str) -> None:
    second = b"GET /api/challenges HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"POST /api/execution/execute HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    media_type = b"Content-Type: application/json\r\n"
    answer = there.send_raw(head + media_type + SMUGGLED[name] + b"\r\nhello" + second)

    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.splitlines()[0].split()[1] in {b"400", b"408", b"421", b"501", b"413"}, answer


PATHS = (
    "/api/challenges/..%2f..%2f..%2fetc%2fpasswd",
    "/api/challenges/%2e%2e",
    "/api/challenges/..",
    "/api/challenges/add-two%00",
    "/api/challenges/add-two%2fchallenge.yaml",
    "/api/challenges/%2fetc%2fpasswd",
    "/api/challenges/%ff%fe",
    "/api/challenges/" + "a" * 5000,
    "/api/challenges/C:%5Cwindows",
    "/api/challenges/ADD-TWO",
    "/api/jobs/" + "A" * 32,
    "/api/jobs/" + "0" * 33,
    "/api/jobs/%F0%9D%9F%8E" + "0" * 31,
    "/api/jobs/" + "0" * 32 + "%0a",
    "/api/jobs/../submissions/1",
    "/api/submissions/999999999999999999999999",
    "/api/submissions/-1",
    "/api/submissions/1.0",
    "/api/submissions/1e0",
    "/api/submissions/%D9%A1",
    "/api/submissions/0x1",
    "//api/challenges",
    "/api/challenges/",
    "/API/challenges",
    "/api/challenges;x=1",
    "/%61pi/nowhere",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leads_elsewhere_leads_nowhere(there: Served, path: str) -> None:
    answer = there.send_raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")

    assert head.split()[1] in {b"404", b"422"}, answer
    assert b"application/problem+json" in head
    assert b"root:" not in body


QUERIES = (
    "limit=0", "limit=-1", "limit=1e999", "limit=" + "9" * 400, "limit=%00", "limit=true", "limit=",
    "limit=1&limit=2000", "offset=-1", "offset=" + "9" * 30, "page=0", "page=9999999999999999999", "page=1&offset=1",
    "since=%ff", "since=%00", "since=9999999y",
    "since=%F0%9F%92%A9", "verdict=%00", "verdict=" + MARK, "language=%00", "language=../x",
    "challengeId=../../etc/passwd", "challengeId=%00", "challengeId=" + MARK, "challengeId=" + "x" * 5000,
    "learner=", "learner=%ff", "learner=%0a", "learner=" + "x" * 201, "learner=%F0%9F%92%A9",
    "a=" + "&a=" * 3000,
)  # fmt: skip


@pytest.mark.parametrize("path", ["/api/execution/history", "/api/submissions", "/api/submissions/1"])
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30])
def test_an_odd_query_is_taken_or_refused_and_never_a_bug(there: Served, path: str, query: str) -> None:
    answer = there.client.get(f"{path}?{query}")

    assert answer.status_code in {200, 404, 422}, answer.text
    assert answer.status_code == 200 or answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Idempotency-Key", "x" * 256), ("Idempotency-Key", "a b"), ("Idempotency-Key", "\xe9"),
        ("Idempotency-Key", ""), ("Prefer", "wait=999999999999999"),
        ("Prefer", "wait=-1"), ("Prefer", "wait=nan"), ("Prefer", "," * 5000),
        ("Accept", "\xff"), ("Accept", "*/*;q=nan"), ("Accept", ";" * 3000), ("Expect", "200-maybe"),
        ("X-Request-Id", "a\tb"), ("X-Forwarded-Proto", "javascript"), ("Range", "bytes=0-1"), ("Upgrade", "websocket"),
        ("Content-Type", "application/json; charset=utf-7"), ("Transfer-Encoding", "identity"),
    ],
)  # fmt: skip
def test_an_odd_header_is_taken_or_refused_and_never_a_bug(there: Served, name: str, value: str) -> None:
    body = json.dumps({"code": "say 1", "language": "python"}).encode()
    head = [b"POST /api/execution/execute HTTP/1.1", b"Host: localhost", b"Connection: close"]
    lines = [*head, b"Content-Length: %d" % len(body), f"{name}: {value}".encode("latin-1")]
    if name != "Content-Type":
        lines.append(b"Content-Type: application/json")
    answer = there.send_raw(b"\r\n".join(lines) + b"\r\n\r\n" + body)

    assert answer.split()[1] in {b"200", b"202", b"400", b"406", b"417", b"422", b"501"}, answer


@pytest.mark.parametrize("number", ["-1", "1.5", "9" * 30, "x", "\xe9", ""])
def test_an_event_that_never_was_is_no_bug(there: Served, number: str) -> None:
    job = send(there, Route("POST", "/api/execution/execute", "", None), b'{"code": "say 1", "language": "python"}')
    path = job.headers.get("Location", "/api/jobs/" + "0" * 32)
    answer = there.client.get(f"{path}/events", headers={b"Last-Event-ID": number.encode("latin-1")})

    assert answer.status_code in {204, 404, 422}


def test_a_request_that_is_replayed_is_one_submission(folder: Path) -> None:
    content = json.dumps(SUBMISSION).encode()
    head = b"POST /api/execution/validate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nIdempotency-Key: k\r\n"
    recorded = head + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(content) + content
    with served(folder) as running:
        answers = [running.send_raw(recorded) for _ in range(4)]
        total = running.client.get("/api/submissions").json()["total"]

    assert total == 1
    assert len({each.partition(b"\r\n\r\n")[2] for each in answers}) == 1
    assert [b"idempotency-replayed: true" in each.lower() for each in answers] == [False, True, True, True]
