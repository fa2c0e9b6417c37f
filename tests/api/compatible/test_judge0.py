"""Judge0's routes, as its clients see them."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from codementor_cli.domain.jobs.order import QueueCaps
from tests.api.compatible.conftest import OPTIONS
from tests.fakes.service import Served, served
from tests.fakes.tokens import text_of

SAY = {"source_code": "say hello", "language_id": 71}
NOBODYS = "7f0e4a52-6d0c-4b1e-9a77-3c1d2b0f5e11"


def create(service: Served, query: str = "", **fields: Any) -> httpx2.Response:
    return service.client.post(f"/submissions{query}", json={**SAY, **fields})


def ended(service: Served, query: str = "", **fields: Any) -> dict[str, Any]:
    response = create(service, f"?wait=true{query}", **fields)
    assert response.status_code == 201
    value: dict[str, Any] = response.json()
    return value


def test_a_submission_is_made_and_looked_at_by_its_token(scripted: Served) -> None:
    made = create(scripted)
    assert made.status_code == 201
    assert list(made.json()) == ["token"]
    token = made.json()["token"]
    scripted.service.desk.wait(UUID(token).hex, 60)
    shown = scripted.client.get(f"/submissions/{token}").json()
    assert (shown["stdout"], shown["status"], shown["time"]) == ("hello", {"id": 3, "description": "Accepted"}, "0.010")
    assert scripted.client.get(f"/submissions/{token}?fields=status_id,stdin").json() == {"status_id": 3, "stdin": None}


def test_waiting_answers_with_the_result(scripted: Served) -> None:
    assert ended(scripted)["status"]["id"] == 3
    assert ended(scripted, source_code="crash")["status"]["id"] == 11
    assert ended(scripted, source_code="broken")["status"]["id"] == 11
    assert ended(scripted, source_code="broken", language_id=50)["compile_output"] == "main.py:1: this does not compile"
    assert ended(scripted, source_code="fault")["status"]["id"] == 13


def test_input_and_expected_output_decide_the_status(scripted: Served) -> None:
    assert ended(scripted, source_code="echo", stdin="42", expected_output="42\n")["status"]["id"] == 3
    assert ended(scripted, source_code="echo", stdin="42", expected_output="41")["status"]["id"] == 4


def test_texts_are_in_base64_both_ways_where_the_query_says_so(scripted: Served) -> None:
    fields = {"source_code": base64.b64encode(b"echo").decode(), "stdin": base64.b64encode(b"\xff\xfe").decode()}
    value = ended(scripted, "&base64_encoded=true", **fields)
    assert base64.b64decode(value["stdout"]) == b"\xff\xfe"
    plain = scripted.client.get(f"/submissions/{value['token']}")
    assert (plain.status_code, list(plain.json())) == (400, ["error"])
    batch = scripted.client.get(f"/submissions/batch?tokens={value['token']}")
    assert (batch.status_code, list(batch.json())) == (400, ["error"])


def test_a_result_that_is_no_text_is_told_with_the_token(scripted: Served) -> None:
    fields = {"source_code": base64.b64encode(b"echo").decode(), "stdin": base64.b64encode(b"\xff").decode()}
    token = scripted.client.post("/submissions?base64_encoded=true", json={**SAY, **fields}).json()["token"]
    scripted.service.desk.wait(UUID(token).hex, 60)
    assert "base64_encoded=true" in scripted.client.get(f"/submissions/{token}").json()["error"]


def test_a_submission_that_runs_says_so(scripted: Served) -> None:
    token = create(scripted, source_code="hold").json()["token"]
    scripted.sandbox.wait_for_start()
    assert scripted.client.get(f"/submissions/{token}").json()["status"] == {"id": 2, "description": "Processing"}
    scripted.sandbox.may_go_on.set()
    scripted.service.desk.wait(UUID(token).hex, 60)
    assert scripted.client.get(f"/submissions/{token}").json()["status"]["id"] == 3


def test_a_batch_is_made_and_looked_at_at_once(scripted: Served) -> None:
    sent = [SAY, {"language_id": 123456789, "source_code": "x"}, {"language_id": 72, "source_code": ""}]
    made = scripted.client.post("/submissions/batch", json={"submissions": sent})
    assert made.status_code == 201
    first, second, third = made.json()
    assert second == {"language_id": ["language with id 123456789 doesn't exist"]}
    assert third == {"source_code": ["can't be blank"]}
    scripted.service.desk.wait(UUID(first["token"]).hex, 60)
    shown = scripted.client.get(f"/submissions/batch?tokens={first['token']},{NOBODYS}&fields=stdout").json()
    assert shown == {"submissions": [{"stdout": "hello"}, None]}


@pytest.mark.parametrize("body", [{}, {"submissions": []}, {"submissions": "x"}, [], {"submissions": [SAY] * 21}])
def test_a_batch_has_1_to_20_submissions(scripted: Served, body: Any) -> None:
    assert scripted.client.post("/submissions/batch", json=body).status_code == 400
    tokens = ",".join([NOBODYS] * 21)
    assert scripted.client.get(f"/submissions/batch?tokens={tokens}").status_code == 400
    assert scripted.client.get("/submissions/batch").status_code == 400


def test_a_batch_of_mistakes_alone_is_refused(scripted: Served) -> None:
    made = scripted.client.post("/submissions/batch", json={"submissions": [3, {}]})
    assert made.status_code == 422
    assert [set(each) for each in made.json()] == [{"source_code", "language_id"}] * 2


def test_a_batch_without_room_for_all_leaves_nothing_behind(folder: Path) -> None:
    options = replace(OPTIONS, caps=QueueCaps(owner_count=2, worker_count=1))
    with served(folder, options) as running:
        token = create(running, source_code="hang").json()["token"]
        running.sandbox.wait_for_start()
        refused = running.client.post("/submissions/batch", json={"submissions": [SAY, SAY]})
        assert (refused.status_code, refused.json()) == (429, {"error": "queue is full"})
        assert int(refused.headers["Retry-After"]) > 0
        assert running.service.desk.depth().unfinished_count == 1
        running.service.desk.cancel(UUID(token).hex)


def test_a_full_queue_is_503(folder: Path) -> None:
    with served(folder, replace(OPTIONS, caps=QueueCaps(total_count=1, worker_count=1))) as running:
        token = create(running, source_code="hang").json()["token"]
        refused = create(running)
        assert (refused.status_code, refused.json()) == (503, {"error": "queue is full"})
        assert "Retry-After" in refused.headers
        running.service.desk.cancel(UUID(token).hex)


def test_the_same_key_gets_the_same_submission(scripted: Served) -> None:
    headers = {"Idempotency-Key": "k"}
    tokens = {scripted.client.post("/submissions", json=SAY, headers=headers).json()["token"] for _ in range(3)}
    assert len(tokens) == 1
    other = scripted.client.post("/submissions", json={**SAY, "stdin": "x"}, headers=headers)
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("fields", "mistakes"),
    [
        ({"callback_url": "http://127.0.0.1/"}, {"callback_url": ["setting callback is not allowed"]}),
        ({"enable_network": True}, {"enable_network": ["enabling network is not allowed"]}),
        ({"wall_time_limit": 100000}, {"wall_time_limit": ["must be less than or equal to 20"]}),
        ({"language_id": None}, {"language_id": ["can't be blank"]}),
    ],
)
def test_mistakes_are_answered_by_field(scripted: Served, fields: dict[str, Any], mistakes: dict[str, Any]) -> None:
    refused = create(scripted, **fields)
    assert (refused.status_code, refused.json()) == (422, mistakes)
    assert scripted.sandbox.sessions == []


@pytest.mark.parametrize("body", [b"", b"{", b'{"a":1,"a":2}', b"[NaN]", b'"\xff"', b"[" * 100_000, b'{"x":1e999}'])
def test_what_is_no_json_is_refused(scripted: Served, body: bytes) -> None:
    for path in ("/submissions", "/submissions/batch"):
        refused = scripted.client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert (refused.status_code, list(refused.json())) == (400, ["error"])


def test_forms_are_refused(scripted: Served) -> None:
    assert scripted.client.post("/submissions", data={"source_code": "x", "language_id": "71"}).status_code == 400


@pytest.mark.parametrize("path", ["/submissions/NOTHING", f"/submissions/{NOBODYS}", "/submissions/..%2f..%2fetc"])
def test_what_is_no_submission_is_404(scripted: Served, path: str) -> None:
    assert scripted.client.get(path).status_code == 404
    assert scripted.client.delete(path).status_code == 404


def test_unknown_fields_are_named(scripted: Served) -> None:
    refused = scripted.client.get(f"/submissions/{NOBODYS}?fields=stdout,owner,%00")
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid fields: [owner, \\x00]"})


def test_submissions_are_neither_listed_nor_deleted(scripted: Served) -> None:
    token = ended(scripted)["token"]
    assert scripted.client.get("/submissions").status_code == 403
    refused = scripted.client.delete(f"/submissions/{token}")
    assert (refused.status_code, refused.json()) == (400, {"error": "delete not allowed"})
    assert scripted.client.get(f"/submissions/{token}").status_code == 200


def test_the_submission_of_another_is_not_there(guarded: Served) -> None:
    ann, bob = ({"X-Auth-Token": text_of(number)} for number in (1, 2))
    token = guarded.client.post("/submissions?wait=true", json=SAY, headers=ann).json()["token"]
    assert guarded.client.get(f"/submissions/{token}", headers=ann).status_code == 200
    nobodys = guarded.client.get(f"/submissions/{NOBODYS}", headers=bob)
    foreign = guarded.client.get(f"/submissions/{token}", headers=bob)
    assert (foreign.status_code, foreign.content) == (404, nobodys.content)
    assert guarded.client.delete(f"/submissions/{token}", headers=bob).status_code == 404
    batch = guarded.client.get(f"/submissions/batch?tokens={token}", headers=bob)
    assert batch.json() == {"submissions": [None]}


@pytest.mark.parametrize("headers", [{}, {"X-Auth-Token": "wrong"}, {"X-Auth-Token": text_of(9)}])
def test_without_a_token_nothing_is_answered(guarded: Served, headers: dict[str, str]) -> None:
    paths = ("/languages", "/about", "/config_info", f"/submissions/{NOBODYS}")
    assert {guarded.client.get(path, headers=headers).status_code for path in paths} == {401}
    assert guarded.client.post("/authenticate", headers=headers).status_code == 401
    assert guarded.client.get(f"/languages?X-Auth-Token={text_of(1)}").status_code == 401


def test_a_token_is_checked_for_clients_that_ask(guarded: Served) -> None:
    headers = {"X-Auth-Token": text_of(1)}
    assert guarded.client.post("/authenticate", headers=headers).status_code == 200
    assert guarded.client.post("/authorize", headers=headers).status_code == 403


def test_tables_and_facts_of_the_server(scripted: Served) -> None:
    get = scripted.client.get
    listed = get("/languages").json()
    assert {"id": 71, "name": "Python (3.13)"} in listed
    assert [each["id"] for each in get("/languages/all").json()] == [each["id"] for each in listed]
    assert get("/languages/71").json()["name"] == "Python (3.13)"
    assert [get(f"/languages/{number}").status_code for number in ("0", "-1", "x", "9" * 5000)] == [404] * 4
    assert get("/statuses").json()[2] == {"id": 3, "description": "Accepted"}
    assert get("/about").json()["version"] == get("/version").text == "1.13.1"
    assert get("/config_info").json()["max_queue_size"] == scripted.service.caps.total_count
    assert set(get("/system_info").json()) == {"Architecture", "CPU(s)"}


def test_the_routes_are_off_unless_they_are_asked_for(api: Served) -> None:
    for path in ("/languages", "/submissions", "/api/v2/runtimes", "/jobe/index.php/restapi/languages"):
        assert api.client.get(path).status_code == 404
    assert "/submissions" not in api.client.get("/openapi.json").json()["paths"]


def test_the_routes_are_not_in_our_openapi_document(scripted: Served) -> None:
    paths = scripted.client.get("/openapi.json").json()["paths"]
    assert all(path.startswith(("/api/", "/healthz", "/readyz", "/metrics")) for path in paths)
    assert not any(path.startswith("/api/v2") for path in paths)
