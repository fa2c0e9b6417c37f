"""What holds for every route holds for those of other judges: scopes, rates, bodies, clients that leave."""

from __future__ import annotations

import json
import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.domain.access.principal import Scope
from codementor_cli.domain.jobs.job import JobState
from codementor_cli.text.units import MIB
from tests.api.compatible.conftest import OPTIONS
from tests.fakes.service import Served, served
from tests.fakes.tokens import kept_token, text_of

PROGRAM = {"source_code": "hang", "language_id": 71}
RUNS = {
    "/submissions?wait=true": PROGRAM,
    "/api/v2/execute": {"language": "python", "version": "*", "files": [{"content": "hang"}]},
    "/jobe/index.php/restapi/runs": {"run_spec": {"language_id": "python3", "sourcecode": "hang"}},
}
READS = ("/languages", "/api/v2/runtimes", "/jobe/index.php/restapi/languages")
HEADERS = ("X-Auth-Token", "Authorization", "X-API-KEY")


@pytest.mark.parametrize("path", RUNS)
def test_a_run_ends_where_its_client_leaves(scripted: Served, path: str) -> None:
    content = json.dumps(RUNS[path]).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with socket.create_connection(scripted.address) as connection:
        connection.sendall(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
        scripted.sandbox.wait_for_start()
    (uid,) = jobs_of(scripted)
    assert scripted.service.desk.wait(uid, 60).state is JobState.CANCELLED


def jobs_of(service: Served) -> list[str]:
    with closing(sqlite3.connect(service.service.store_name)) as connection:
        return [uid for (uid,) in connection.execute("SELECT uid FROM jobs")]


@pytest.mark.parametrize(("path", "header"), [*zip(RUNS, HEADERS, strict=True)])
def test_a_token_that_may_only_read_runs_nothing(folder: Path, path: str, header: str) -> None:
    with served(folder, OPTIONS) as running:
        running.service.tokens.add(kept_token(1, scopes=(Scope.READ,), expires_at=None))
        assert running.client.post(path, json=RUNS[path], headers={header: text_of(1)}).status_code == 403
        assert running.sandbox.sessions == []


@pytest.mark.parametrize(("path", "header"), [*zip(READS, HEADERS, strict=True)])
def test_a_token_that_may_only_run_reads_nothing(folder: Path, path: str, header: str) -> None:
    with served(folder, OPTIONS) as running:
        running.service.tokens.add(kept_token(1, scopes=(Scope.RUN,), expires_at=None))
        assert running.client.get(path, headers={header: text_of(1)}).status_code == 403


@pytest.mark.parametrize("path", [*RUNS, "/submissions/batch"])
def test_a_body_beyond_the_cap_is_413(folder: Path, path: str) -> None:
    with served(folder, replace(OPTIONS, body_bytes=1000)) as running:
        refused = running.client.post(path, content=b"[" + b" " * 1000, headers={"Content-Type": "application/json"})
    assert refused.status_code == 413


@pytest.mark.parametrize(("path", "header"), [*zip(READS, HEADERS, strict=True)])
def test_a_token_has_its_rate(folder: Path, path: str, header: str) -> None:
    with served(folder, OPTIONS, CODEMENTOR_SERVE_REQUESTS_PER_MINUTE="2") as running:
        running.service.tokens.add(kept_token(1, expires_at=None))
        answers = [running.client.get(path, headers={header: text_of(1)}) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0


def test_what_was_judged_by_test_cases_is_no_submission_of_judge0s(scripted: Served) -> None:
    body = {"code": "echo", "language": "python", "testCases": [{"input": "secret", "expected": "secret"}]}
    made: Any = scripted.client.post("/api/execution/test", json=body)
    assert made.status_code == 200
    (uid,) = jobs_of(scripted)
    assert scripted.client.get(f"/submissions/{uid}?fields=*").status_code == 404


def test_a_page_of_another_origin_runs_nothing(scripted: Served) -> None:
    for path, body in RUNS.items():
        content, headers = json.dumps(body), {"Origin": "https://evil.example", "Content-Type": "text/plain"}
        assert scripted.client.post(path, content=content, headers=headers).status_code == 403


def test_files_are_bounded_by_the_cap_of_bodies(folder: Path) -> None:
    with served(folder, replace(OPTIONS, body_bytes=MIB)) as running:
        body = {"file_contents": "A" * MIB}
        assert running.client.put("/jobe/index.php/restapi/files/fileid01", json=body).status_code == 413
