"""Piston's routes, as its clients see them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.domain.jobs.order import QueueCaps
from tests.api.compatible.conftest import OPTIONS
from tests.fakes.service import Served, served
from tests.fakes.tokens import text_of

EXECUTE = "/api/v2/execute"
SAY = {"language": "python", "version": "3.x", "files": [{"content": "say hello"}]}


@pytest.mark.parametrize("path", [EXECUTE, f"{EXECUTE}/", "/api/v2/piston/execute"])
def test_a_program_runs(scripted: Served, path: str) -> None:
    value = scripted.client.post(path, json=SAY).json()
    assert (value["language"], value["version"]) == ("python", "3.13.0")
    assert (value["run"]["stdout"], value["run"]["output"], value["run"]["code"]) == ("hello", "hello", 0)


def test_a_compiler_that_fails_is_told_twice(scripted: Served) -> None:
    value = scripted.client.post(
        EXECUTE, json={**SAY, "language": "c", "version": "*", "files": [{"content": "broken"}]}
    )
    assert value.json()["compile"] == value.json()["run"]


def test_a_fault_of_the_server_is_500_without_its_words(scripted: Served) -> None:
    answer = scripted.client.post(EXECUTE, json={**SAY, "files": [{"content": "fault"}]})
    assert answer.status_code == 500
    assert "lane" not in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_what_does_not_say_that_it_is_json_is_415(scripted: Served, kind: str | None) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    answer = scripted.client.post(EXECUTE, content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()) == (415, {"message": "requests must be of type application/json"})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[NaN]", b'"\xff"', b"[" * 100_000, b'{"run_timeout":1e999}', b"3", b"{}"]
)
def test_what_cannot_be_read_is_400_with_a_message(scripted: Served, body: bytes) -> None:
    answer = scripted.client.post(EXECUTE, content=body, headers={"Content-Type": "application/json; charset=utf-8"})
    assert (answer.status_code, list(answer.json())) == (400, ["message"])


def test_runtimes_are_listed(scripted: Served) -> None:
    assert {"language": "go", "version": "1.24.0", "aliases": ["golang"]} in scripted.client.get(
        "/api/v2/runtimes"
    ).json()


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_packages_are_refused(scripted: Served, method: str) -> None:
    answer = scripted.client.request(method, "/api/v2/packages", json={"language": "python", "version": "3.9.4"})
    assert (answer.status_code, list(answer.json())) == (403, ["message"])


def test_a_full_queue_is_said_with_a_time(folder: Path) -> None:
    with served(folder, replace(OPTIONS, caps=QueueCaps(owner_count=0))) as running:
        answer = running.client.post(EXECUTE, json=SAY)
    assert (answer.status_code, list(answer.json())) == (429, ["message"])
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": text_of(1)}, 200),
        ({"Authorization": f"Bearer {text_of(1)}"}, 200),
        ({"Authorization": text_of(9)}, 401),
        ({"Authorization": "Basic YTpi"}, 401),
        ({"X-API-KEY": text_of(1)}, 401),
    ],
)
def test_a_key_is_a_token_of_ours(guarded: Served, headers: dict[str, Any], status: int) -> None:
    assert guarded.client.post(EXECUTE, json=SAY, headers=headers).status_code == status
