"""The service on PostgreSQL: what it keeps is there, and while the database is down it says so and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.store.postgres import database
from tests.api.world import SUBMISSION
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.service import Served, served

_FEW = ServiceOptions(caps=QueueCaps(worker_count=1))


def _validate(running: Served, key: str) -> int:
    answer = running.client.post("/api/execution/validate", json=SUBMISSION, headers={"Idempotency-Key": key})
    return int(answer.json()["submissionId"]) if answer.status_code == 200 else answer.status_code


def test_two_services_share_submissions_and_answers(folder: Path, postgres_url: str) -> None:
    with (
        served(folder, _FEW, DATABASE_URL=postgres_url) as one,
        served(folder, _FEW, DATABASE_URL=postgres_url) as two,
    ):
        assert (_validate(one, "a"), _validate(two, "b")) == (1, 2)
        assert (_validate(two, "a"), _validate(one, "b")) == (1, 2)
        assert one.client.get("/api/submissions").json() == two.client.get("/api/submissions").json()
        assert [each["id"] for each in two.client.get("/api/submissions").json()["submissions"]] == [2, 1]
        assert one.service.store_name.startswith("postgresql://127.0.0.1:")
        assert "@" not in one.service.store_name


def test_service_says_that_the_database_is_down_and_goes_on_when_it_is_back(
    folder: Path, own_postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "REACH_SECONDS", 1)
    with served(folder, _FEW, DATABASE_URL=own_postgres.url()) as running:
        assert _validate(running, "before") == 1
        own_postgres.kill()
        down = running.client.get("/readyz")
        assert (down.status_code, down.json()["store"]) == (503, False)
        assert _validate(running, "meanwhile") == 503
        own_postgres.start()
        assert running.client.get("/readyz").status_code == 200
        assert _validate(running, "before") == 1
        assert _validate(running, "meanwhile") > 1
