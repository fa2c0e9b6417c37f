"""The OpenAPI document, and the service held against it by generated requests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from codementor_cli.domain.access.principal import Role
from codementor_cli.services.access.tokens import NewToken, new_token
from tests.fakes import claude as fakes
from tests.fakes.service import Served, served

SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))
MENTOR = "^/api/ai/"
"""Routes with a test of their own: each question is judged, and answered by a fake of Claude."""
CONFIG = """\
[checks.positive_data_acceptance]
# A body can fit the schema and name a language, a challenge or a key that does not fit: that is 422.
expected-statuses = ["2xx", "401", "403", "404", "409", "422", "429", "503"]
[checks.not_a_server_error]
# 503: there is no key for a model here, so the mentor has no answer to a review.
expected-statuses = ["2xx", "4xx", "503"]
"""


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    yield from fakes.serving()


@pytest.fixture
def running(folder: Path, server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    # Generated requests are many, and all of one address.
    rates = {f"CODEMENTOR_SERVE_{each}_PER_MINUTE": "1000000" for each in ("REFUSALS", "REQUESTS")}
    for claude in fakes.answering(server):
        with served(folder, None, **rates, **claude.environment) as api:
            yield api


def test_it_names_no_other_host_and_every_route(running: Served) -> None:
    answer = running.client.get("/openapi.json")
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    routes = {f"{method} {path}" for path, each in answer.json()["paths"].items() for method in each}
    assert {
        "post /api/execution/execute",
        "post /api/execution/test",
        "post /api/execution/validate",
        "post /api/execution/batch",
        "get /api/execution/history",
        "get /api/submissions",
        "get /api/submissions/{number}",
        "get /api/challenges",
        "get /api/challenges/{challenge_id}",
        "get /api/languages",
        "get /api/jobs/{job_id}",
        "delete /api/jobs/{job_id}",
        "get /api/jobs/{job_id}/events",
        "get /healthz",
        "get /readyz",
    } <= routes


def test_its_references_lead_somewhere(running: Served) -> None:
    document = running.client.get("/openapi.json").json()
    names = {each.split('"')[0] for each in json.dumps(document).split('"#/components/schemas/')[1:]}
    assert names <= set(document["components"]["schemas"])
    assert "$defs" not in json.dumps(document)


def test_each_body_has_an_example_that_is_taken(running: Served) -> None:
    document = running.client.get("/openapi.json").json()
    for path in ("execute", "test", "validate", "batch"):
        content = document["paths"][f"/api/execution/{path}"]["post"]["requestBody"]["content"]["application/json"]
        assert running.client.post(f"/api/execution/{path}", json=content["example"]).status_code in {200, 202}


def test_generated_requests_of_a_single_user_are_answered_as_the_document_says(running: Served, tmp_path: Path) -> None:
    generate(running, tmp_path, "--exclude-path-regex", MENTOR, "--max-examples", "5")


def test_generated_questions_are_answered_as_the_document_says(running: Served, tmp_path: Path) -> None:
    generate(running, tmp_path, "--include-path-regex", MENTOR, "--phases", "examples,fuzzing", "--max-examples", "5")


def test_generated_requests_with_a_token_and_without_one(running: Served, tmp_path: Path) -> None:
    wanted = NewToken(role=Role.LEARNER, learner="ada", scopes=(), name="", expires_at=None)
    made = new_token(running.service.tokens, wanted, datetime.now(tz=UTC))
    quick = ("--phases", "examples,fuzzing", "--max-examples", "3", "--exclude-path-regex", MENTOR)
    generate(running, tmp_path, "--header", f"Authorization: Bearer {made.text}", *quick)
    generate(running, tmp_path, *quick)


def generate(running: Served, folder: Path, *options: str) -> None:
    """Send generated requests, valid ones and others, and hold the answers against the document with all checks.

    Raises:
        AssertionError: A check fails, with the request that shows it.
    """
    (folder / "schemathesis.toml").write_text(CONFIG)
    # On a busy machine, the first question waits for Claude's SDK.
    shared = (
        "--request-timeout",
        "60",
        "--checks",
        "all",
        "--mode",
        "all",
        "--seed",
        "1",
        "--generation-database",
        "none",
        "--no-color",
    )
    done = subprocess.run(
        [SCHEMATHESIS, "run", f"{running.url}/openapi.json", *shared, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
