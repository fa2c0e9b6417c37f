"""Jobe's routes, as CodeRunner sees them."""

from __future__ import annotations

import base64
from dataclasses import replace
from hashlib import md5
from pathlib import Path
from typing import Any

import httpx2
import pytest

from codementor_cli.domain.jobs.order import QueueCaps
from tests.api.compatible.conftest import OPTIONS
from tests.fakes.service import Served, served
from tests.fakes.tokens import text_of

BASE = "/jobe/index.php/restapi"
CONTENT = b"one\xff"
FILE_ID = md5(CONTENT, usedforsecurity=False).hexdigest()


def post(service: Served, headers: dict[str, str] | None = None, **spec: Any) -> httpx2.Response:
    body = {"run_spec": {"language_id": "python3", "sourcecode": "say hello", **spec}}
    return service.client.post(f"{BASE}/runs", json=body, headers=headers or {})


def put(service: Served, headers: dict[str, str] | None = None) -> int:
    body = {"file_contents": base64.b64encode(CONTENT).decode()}
    return service.client.put(f"{BASE}/files/{FILE_ID}", json=body, headers=headers or {}).status_code


def test_a_run_is_answered_with_a_result_object(scripted: Served) -> None:
    value = post(scripted).json()
    assert set(value) == {"run_id", "outcome", "cmpinfo", "stdout", "stderr"}
    assert (value["outcome"], value["stdout"]) == (15, "hello")
    assert (
        post(scripted, sourcecode="crash").json()["outcome"],
        post(scripted, sourcecode="broken").json()["outcome"],
    ) == (
        12,
        11,
    )
    assert post(scripted, sourcecode="fault").json()["outcome"] == 20


@pytest.mark.parametrize("slash", ["", "/"])
def test_languages_are_pairs(scripted: Served, slash: str) -> None:
    assert ["python3", "3.13"] in scripted.client.get(f"{BASE}/languages{slash}").json()


def test_a_run_asks_for_its_files_and_gets_them_once_they_are_sent(scripted: Served) -> None:
    files = [[FILE_ID, "data.bin"]]
    missing = post(scripted, file_list=files)
    assert missing.status_code == 404
    assert missing.json() == "One or more of the specified files is missing/unavailable"
    assert scripted.client.head(f"{BASE}/files/{FILE_ID}").status_code == 404
    assert put(scripted) == 204
    assert scripted.client.head(f"{BASE}/files/{FILE_ID}").status_code == 204
    assert post(scripted, file_list=files).json()["outcome"] == 15
    (session,) = scripted.sandbox.sessions
    assert {file.path: file.content for file in session.program.files[1:]} == {"data.bin": CONTENT}


def test_the_files_of_another_are_not_there(guarded: Served) -> None:
    ann, bob = ({"X-API-KEY": text_of(number)} for number in (1, 2))
    assert put(guarded, ann) == 204
    assert post(guarded, ann, file_list=[[FILE_ID, "a"]]).status_code == 200
    assert post(guarded, bob, file_list=[[FILE_ID, "a"]]).status_code == 404
    assert guarded.client.head(f"{BASE}/files/{FILE_ID}", headers=bob).status_code == 404


@pytest.mark.parametrize(
    ("file_id", "body"),
    [
        (FILE_ID, b"{}"),
        (FILE_ID, b"[]"),
        (FILE_ID, b"{"),
        (FILE_ID, b'{"file_contents": "%"}'),
        (FILE_ID, b'{"file_contents": 3}'),
        ("short", b'{"file_contents": ""}'),
        ("a" * 129, b'{"file_contents": ""}'),
        ("dots....dots", b'{"file_contents": ""}'),
    ],
)
def test_what_is_no_file_is_400(scripted: Served, file_id: str, body: bytes) -> None:
    answer = scripted.client.put(f"{BASE}/files/{file_id}", content=body)
    assert answer.status_code == 400
    assert isinstance(answer.json(), str)


@pytest.mark.parametrize("body", [b"", b"{", b"[NaN]", b'"\xff"', b"[" * 100_000, b"3", b"{}", b'{"run_spec":{}}'])
def test_what_is_no_specification_is_400_and_a_string(scripted: Served, body: bytes) -> None:
    answer = scripted.client.post(f"{BASE}/runs/", content=body)
    assert answer.status_code == 400
    assert isinstance(answer.json(), str)


def test_options_on_no_list_are_a_compilation_error_and_nothing_runs(scripted: Served) -> None:
    value = post(scripted, language_id="c", parameters={"compileargs": ["std=c89"]}).json()
    assert (value["outcome"], "'std=c89'" in value["cmpinfo"]) == (11, True)
    assert scripted.sandbox.sessions == []


def test_a_full_queue_is_an_overload_as_jobe_says_it(folder: Path) -> None:
    with served(folder, replace(OPTIONS, caps=QueueCaps(owner_count=0))) as running:
        answer = post(running)
    assert (answer.status_code, answer.json()["outcome"]) == (200, 21)
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["stdout"] == ""


def test_jobes_own_test_of_an_overload(scripted: Served) -> None:
    assert post(scripted, sourcecode="!** TESTING OVERLOAD EXCEPTION **!").json()["outcome"] == 21


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 403), ({"X-API-KEY": "wrong"}, 403), ({"X-API-KEY": text_of(9)}, 403), ({"X-API-KEY": text_of(1)}, 200)],
)
def test_a_key_is_a_token_of_ours_and_a_wrong_one_is_403(guarded: Served, headers: dict[str, str], status: int) -> None:
    assert post(guarded, headers).status_code == status
    assert guarded.client.get(f"{BASE}/languages", headers=headers).status_code == status


def test_a_key_of_another_server_does_not_matter_to_a_single_user(scripted: Served) -> None:
    assert post(scripted, {"X-API-KEY": "2AAA7A5415B4A9B394B54BF1D2E9D"}).status_code == 200
