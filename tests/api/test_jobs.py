"""Jobs over HTTP: waited for, asked for again, watched, cancelled."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.jobs.order import QueueCaps
from tests.fakes.service import Served, served

SUM = {"code": "say 3", "language": "python", "challengeId": "add-two"}
HOLD = {"code": "hold", "language": "python"}
ASYNC = {"Prefer": "respond-async"}


def started(api: Served, body: dict[str, Any] | None = None) -> str:
    """Return the path of a job that runs now."""
    answer = api.client.post("/api/execution/execute", json=body or HOLD, headers=ASYNC)
    assert answer.status_code == 202
    api.sandbox.wait_for_start()
    return str(answer.headers["Location"])


def ended(api: Served, path: str) -> dict[str, Any]:
    """Return a job once it has ended."""
    api.service.desk.wait(path.rpartition("/")[2], 60)
    found: dict[str, Any] = api.client.get(path).json()
    return found


def events(text: str) -> list[tuple[str, str, Any]]:
    """Return number, kind and data of each event of a stream."""
    found = []
    for block in text.split("\n\n"):
        if block.strip() and not block.startswith(":"):
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            found.append((fields["id"], fields["event"], json.loads(fields["data"])))
    return found


def test_a_job_is_answered_at_once_where_nobody_waits(api: Served) -> None:
    answer = api.client.post("/api/execution/execute", json=HOLD, headers=ASYNC)
    job = answer.json()
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "respond-async"
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["Location"] == job["links"]["self"] == f"/api/jobs/{job['id']}"
    assert job["state"] in {"queued", "running"}
    assert job["answer"] is None
    api.sandbox.may_go_on.set()
    done = ended(api, answer.headers["Location"])
    assert done["state"] == "done"
    assert done["answer"]["verdict"] == "OK"
    assert done["createdAt"] <= done["startedAt"] <= done["finishedAt"]


def test_an_answer_that_takes_longer_than_the_wait_is_a_job(api: Served) -> None:
    answer = api.client.post("/api/execution/execute", json=HOLD, headers={"Prefer": "wait=0"})
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "wait=0"


def test_the_wait_is_bounded_by_the_service(folder: Path) -> None:
    with served(folder, ServiceOptions(longest_wait_seconds=0.05)) as api:
        answer = api.client.post("/api/execution/execute", json=HOLD, headers={"Prefer": "wait=999999999"})
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "wait=0.05"


@pytest.mark.parametrize("prefer", ["wait=soon", "wait=-1", "return=minimal", "wait=1e3", ",", "é"])
def test_preferences_that_are_not_known_do_not_count(api: Served, prefer: str) -> None:
    headers = {b"Prefer": prefer.encode()}
    answer = api.client.post("/api/execution/execute", json={"code": "echo", "language": "python"}, headers=headers)
    assert answer.status_code == 200
    assert "Preference-Applied" not in answer.headers


def test_the_same_request_under_one_key_is_one_job(api: Served) -> None:
    headers = {"Idempotency-Key": "first try"}
    assert api.client.post("/api/execution/validate", json=SUM, headers=headers).status_code == 422
    headers = {"Idempotency-Key": "first-try"}
    first = api.client.post("/api/execution/validate", json=SUM, headers=headers)
    again = api.client.post(
        "/api/execution/validate",
        content=json.dumps(dict(reversed(SUM.items())), indent=2),
        headers={**headers, **JSON},
    )
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.json() == again.json()
    assert api.client.get("/api/execution/history").json()["total"] == 1


JSON = {"Content-Type": "application/json"}


def test_another_request_under_that_key_is_refused(api: Served) -> None:
    headers = {"Idempotency-Key": "k"}
    api.client.post("/api/execution/validate", json=SUM, headers=headers)
    answer = api.client.post("/api/execution/validate", json={**SUM, "code": "say 4"}, headers=headers)
    assert answer.status_code == 422
    other_route = {"code": "say 3", "language": "python"}
    assert api.client.post("/api/execution/execute", json=other_route, headers=headers).status_code == 422


def test_fifty_requests_at_once_under_one_key_are_one_job(api: Served) -> None:
    def ask(_: int) -> str:
        return str(api.client.post("/api/execution/validate", json=SUM, headers={"Idempotency-Key": "k"}).text)

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(ask, range(50)))) == 1
    assert api.client.get("/api/execution/history").json()["total"] == 1


@pytest.mark.parametrize("key", [b"", b"x" * 256, b"\xff", b"a\tb"])
def test_a_key_that_is_none_is_refused(api: Served, key: bytes) -> None:
    answer = api.client.post("/api/execution/validate", json=SUM, headers={b"Idempotency-Key": key})
    assert answer.status_code == 422


def test_a_watched_job_tells_each_case_and_its_end(api: Served) -> None:
    path = api.client.post("/api/execution/validate", json=SUM, headers=ASYNC).headers["Location"]
    answer = api.client.get(f"{path}/events")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert answer.headers["X-Accel-Buffering"] == "no"
    found = events(answer.text)
    assert [kind for _, kind, _ in found] == ["queued", "started", "case", "case", "case", "done"]
    assert [data["name"] for _, kind, data in found if kind == "case"] == ["small", "negative", "secret"]
    assert found[-1][2]["answer"]["testResults"]["passedTests"] == 1
    assert "40 2" not in answer.text


def test_a_stream_goes_on_after_the_last_event_that_was_seen(api: Served) -> None:
    path = api.client.post("/api/execution/validate", json=SUM).json() and _only_job(api)
    whole = events(api.client.get(f"{path}/events").text)
    rest = events(api.client.get(f"{path}/events", headers={"Last-Event-ID": whole[2][0]}).text)
    assert rest == whole[3:]
    assert api.client.get(f"{path}/events", headers={"Last-Event-ID": whole[-1][0]}).status_code == 204
    assert api.client.get(f"{path}/events", headers={"Last-Event-ID": "x"}).status_code == 422


def _only_job(api: Served) -> str:
    uid = api.client.get("/api/submissions/1").json()["uid"]
    return f"/api/jobs/{uid}"


def test_a_stream_is_kept_alive_while_nothing_happens(folder: Path) -> None:
    with served(folder, ServiceOptions(keep_alive_seconds=0.01)) as api:
        path = started(api)
        with api.client.stream("GET", f"{path}/events") as answer:
            texts = answer.iter_text()
            comments = 0
            while comments < 5:
                comments += next(texts).count(": \n\n")
            api.sandbox.may_go_on.set()
            assert "event: done" in "".join(texts)


def test_streams_are_bounded_for_each_owner_and_in_all(folder: Path) -> None:
    for options, status in ((ServiceOptions(owner_stream_count=1), 429), (ServiceOptions(stream_count=1), 503)):
        with served(folder, options) as api:
            path = started(api)
            with api.client.stream("GET", f"{path}/events") as answer:
                texts = answer.iter_text()
                assert next(texts)
                refused = api.client.get(f"{path}/events")
                assert refused.status_code == status
                assert refused.headers["Retry-After"]
                api.sandbox.may_go_on.set()
                assert "event: done" in "".join(texts)
            assert api.client.get(f"{path}/events").status_code == 200


def test_an_event_stream_is_asked_for_by_its_type(api: Served) -> None:
    path = started(api)
    assert api.client.get(f"{path}/events", headers={"Accept": "application/json"}).status_code == 406


def test_cancelling_ends_a_job_and_what_it_runs(api: Served) -> None:
    path = started(api, {"code": "hang", "language": "python"})
    answer = api.client.delete(path)
    assert answer.status_code == 200
    assert answer.json()["state"] == "cancelled"
    assert answer.json()["problem"]["status"] == 409
    assert api.sandbox.sessions[-1].ended.wait(60)
    assert api.client.delete(path).json()["state"] == "cancelled"
    assert events(api.client.get(f"{path}/events").text)[-1][1] == "cancelled"


def test_whoever_waits_for_a_job_that_is_cancelled_is_told(api: Served) -> None:
    with ThreadPoolExecutor(1) as pool:
        body = {"code": "hang", "language": "python"}
        headers = {"Idempotency-Key": "k"}
        waiting = pool.submit(api.client.post, "/api/execution/execute", json=body, headers=headers)
        api.sandbox.wait_for_start()
        path = api.client.post("/api/execution/execute", json=body, headers={**headers, **ASYNC}).headers["Location"]
        api.client.delete(path)
        answer = waiting.result()
    assert answer.status_code == 409
    assert answer.json()["title"] == "The job was cancelled"


@pytest.mark.parametrize(
    ("prefer", "state"), [("cancel-on-disconnect", JobState.CANCELLED), ("wait=60", JobState.DONE)]
)
def test_a_client_that_leaves_ends_its_job_where_it_asked_for_that(api: Served, prefer: str, state: JobState) -> None:
    code = "hang" if state is JobState.CANCELLED else "hold"
    body = json.dumps({"code": code, "language": "python"}).encode()
    head = (
        f"POST /api/execution/execute HTTP/1.1\r\nHost: 127.0.0.1\r\nPrefer: {prefer}\r\nIdempotency-Key: k\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(api.address) as connection:
        connection.sendall(head.encode() + body)
        api.sandbox.wait_for_start()
    api.sandbox.may_go_on.set()
    path = api.client.post(
        "/api/execution/execute", content=body, headers={**JSON, "Idempotency-Key": "k", "Prefer": "wait=0"}
    )
    uid = (path.headers.get("Location") or "").rpartition("/")[2]
    if uid:
        assert api.service.desk.wait(uid, 60).state is state
    else:
        assert path.status_code == (409 if state is JobState.CANCELLED else 200)


@pytest.mark.parametrize("uid", ["0" * 32, "x", "%00", "..%2F..", "0" * 31 + "G", "é"])
@pytest.mark.parametrize("what", ["", "/events"])
def test_a_job_that_is_none_is_404(api: Served, uid: str, what: str) -> None:
    for method in ("GET", "DELETE")[: 1 if what else 2]:
        answer = api.client.request(method, f"/api/jobs/{uid}{what}")
        assert answer.status_code == 404
        assert "Traceback" not in answer.text


def test_a_full_queue_is_429_for_the_owner_and_says_when_to_come_back(folder: Path) -> None:
    with served(folder, ServiceOptions(caps=QueueCaps(owner_count=2, worker_count=1))) as api:
        started(api)
        assert api.client.post("/api/execution/execute", json=HOLD, headers=ASYNC).status_code == 202
        answer = api.client.post("/api/execution/execute", json=HOLD, headers=ASYNC)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1
        assert api.client.get("/healthz").status_code == 200


def test_a_full_service_is_503_and_not_ready(folder: Path) -> None:
    with served(folder, ServiceOptions(caps=QueueCaps(total_count=1, worker_count=1))) as api:
        started(api)
        assert api.client.post("/api/execution/execute", json=HOLD, headers=ASYNC).status_code == 503
        ready = api.client.get("/readyz")
        assert ready.status_code == 503
        assert ready.json() == {"ready": False, "store": True, "sandbox": True, "queue": False}


def test_the_service_says_that_it_lives_while_more_requests_wait_than_it_has_threads(folder: Path) -> None:
    with served(folder, ServiceOptions(caps=QueueCaps(worker_count=1))) as api, ThreadPoolExecutor(60) as pool:
        body = {**HOLD, "input": "x"}
        waiting = [pool.submit(api.client.post, "/api/execution/execute", json=body) for _ in range(60)]
        while api.service.jobs.depth().unfinished_count < 60:
            assert api.client.get("/healthz").status_code == 200
        assert api.client.get("/api/execution/history").status_code == 200
        api.sandbox.may_go_on.set()
        assert {each.result().status_code for each in waiting} == {200}


class TestBatch:
    def test_each_submission_is_a_job(self, api: Served) -> None:
        answer = api.client.post("/api/execution/batch", json={"submissions": [SUM, {**SUM, "code": "echo"}]})
        assert answer.status_code == 202
        paths = [each["job"]["links"]["self"] for each in answer.json()["jobs"]]
        assert [ended(api, path)["answer"]["verdict"] for path in paths] == ["WA", "WA"]
        assert api.client.get("/api/execution/history").json()["total"] == 2

    def test_sent_again_under_its_key_it_is_the_same_jobs(self, api: Served) -> None:
        body, headers = {"submissions": [SUM, SUM]}, {"Idempotency-Key": "class-7"}
        first, again = (api.client.post("/api/execution/batch", json=body, headers=headers).json() for _ in range(2))
        ids = [[each["job"]["id"] for each in found["jobs"]] for found in (first, again)]
        assert ids[0] == ids[1]
        assert len(set(ids[0])) == 2

    @pytest.mark.parametrize("count", [0, 101])
    def test_it_has_one_to_a_hundred(self, api: Served, count: int) -> None:
        assert api.client.post("/api/execution/batch", json={"submissions": [SUM] * count}).status_code == 422

    def test_what_is_wrong_with_one_is_wrong_with_all(self, api: Served) -> None:
        answer = api.client.post("/api/execution/batch", json={"submissions": [SUM, {**SUM, "challengeId": "none"}]})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/submissions/1"
        assert api.service.jobs.depth().unfinished_count == 0

    def test_what_a_full_queue_does_not_take_is_named(self, folder: Path) -> None:
        with served(folder, ServiceOptions(caps=QueueCaps(owner_count=2, worker_count=1))) as api:
            started(api)
            entries = api.client.post("/api/execution/batch", json={"submissions": [SUM, SUM]}).json()["jobs"]
            assert entries[0]["job"]
            assert entries[1]["job"] is None
            assert entries[1]["problem"]["status"] == 429


def test_a_server_that_stops_answers_those_that_wait_and_watch(folder: Path) -> None:
    with ThreadPoolExecutor(2) as pool, served(folder) as api:
        headers = {"Idempotency-Key": "k", "Prefer": "wait=60"}
        waiting = pool.submit(api.client.post, "/api/execution/execute", json=HOLD, headers=headers)
        api.sandbox.wait_for_start()
        uid = api.client.post("/api/execution/execute", json=HOLD, headers={**headers, **ASYNC}).json()["id"]
        with httpx2.stream("GET", f"{api.url}/api/jobs/{uid}/events", timeout=60) as answer:
            texts = answer.iter_text()
            assert next(texts)
            api.stop()
            assert waiting.result().status_code == 202
            assert "event: done" not in "".join(texts)
    assert api.sandbox.sessions[-1].closed
