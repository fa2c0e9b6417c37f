"""A server whose jobs run on workers: what it takes is kept, released, judged elsewhere and told here."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from codementor_cli.bootstrap.serving import ServiceOptions, open_service
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.errors import EnvironmentFault, SandboxFault
from codementor_cli.schemas.kept.judging import RunRequest, request_body
from codementor_cli.services.jobs.machines.queued_judge import QueuedJudge
from tests.contract.test_judge import ECHO, request
from tests.fakes.desk import until
from tests.fakes.jobs import ADA
from tests.fakes.progress import RecordingProgress
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.rabbit import RabbitServer
from tests.fakes.service import ScriptedSandbox, Served, ServedApplication, served
from tests.fakes.worker_process import Machines, new_machines, python

SUM = {"code": "print(sum(map(int, input().split())))", "language": "python", "challengeId": "add-two"}
ENDLESS = {"code": "while True: pass", "language": "python"}
LIVE = "/api/execution/live"


@pytest.fixture(scope="module")
def shared(
    postgres: PostgresServer, rabbit: RabbitServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machines]:
    """Return a database and a broker of this module's own."""
    with new_machines(postgres, rabbit, tmp_path_factory.mktemp("workers")) as opened:
        yield opened


@pytest.fixture(scope="module")
def server(shared: Machines) -> Iterator[Served]:
    """Return a server without lanes for jobs, and a worker of two lanes."""
    with shared.worker("--lanes", "2"), served(shared.folder, None, None, **_named(shared.environment)) as running:
        yield running


def _named(environment: object) -> dict[str, str]:
    assert isinstance(environment, dict)
    return {name: environment[name] for name in ("DATABASE_URL", "CODEMENTOR_BROKER_URL")}


def test_submission_is_judged_by_a_worker_and_recorded_once(server: Served) -> None:
    answer = server.client.post("/api/execution/validate", json=SUM, headers={"Prefer": "wait=60"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["verdict"] == "AC"
    assert [each["verdict"] for each in server.client.get("/api/submissions").json()["submissions"]] == ["AC"]
    assert server.sandbox.sessions == []


def test_job_is_counted_once_and_by_the_server_that_took_it(server: Served) -> None:
    server.client.post("/api/execution/execute", json={**ENDLESS, "code": "print(1)"}, headers={"Prefer": "wait=60"})
    until(lambda: 'codementor_jobs_total{kind="run",language="python",outcome="done"} 1.0' in _metrics(server))
    assert 'codementor_job_wait_seconds_count{kind="run"} 1.0' in _metrics(server)


def test_workers_and_broker_are_in_the_metrics(server: Served) -> None:
    until(lambda: "codementor_broker_up 1.0" in _metrics(server))
    told = _metrics(server)
    for line in (
        "codementor_workers_live 1.0",
        "codementor_workers_draining 0.0",
        "codementor_worker_lanes 2.0",
        "codementor_dispatcher_active 1.0",
        "codementor_broker_dead_letters 0.0",
    ):
        assert line in told
    assert "codementor_broker_waiting " in told


def _metrics(server: Served) -> str:
    return server.client.get("/metrics").text


def test_readiness_names_the_broker_and_the_workers(server: Served) -> None:
    until(lambda: server.client.get("/readyz").json()["broker"])
    answer = server.client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "store": True, "sandbox": True, "queue": True, "broker": True},
    )
    assert server.service.engine == "bubblewrap"


def test_running_job_is_cancelled_on_its_worker(server: Served, shared: Machines) -> None:
    headers = {"Prefer": "respond-async"}
    uid = server.client.post("/api/execution/execute", json=ENDLESS, headers=headers).json()["id"].replace("-", "")
    child = shared.runner_of(uid)
    assert server.client.delete(f"/api/jobs/{uid}").status_code in {200, 204}
    assert shared.ended(uid).state.value == "cancelled"
    answer = server.client.post("/api/execution/validate", json=SUM, headers={"Prefer": "wait=60"})
    assert answer.json()["verdict"] == "AC"
    assert child


def test_events_of_a_job_that_ran_elsewhere_are_told(server: Served) -> None:
    headers = {"Prefer": "respond-async"}
    job = server.client.post("/api/execution/validate", json=SUM, headers=headers).json()
    with server.client.stream("GET", f"/api/jobs/{job['id']}/events") as stream:
        kinds = [line.removeprefix("event: ") for line in stream.iter_lines() if line.startswith("event: ")]
    assert kinds[0] == "queued"
    assert kinds[-1] == "done"
    assert "case" in kinds


def test_judging_of_the_mentor_runs_on_a_worker(server: Served) -> None:
    judge = server.service.mentor.judge_for(ADA)
    assert isinstance(judge, QueuedJudge)
    assert judge.judge(request(ECHO), RecordingProgress()).verdict.value == "AC"
    assert server.sandbox.sessions == []


def test_jobs_are_kept_while_the_broker_and_the_workers_are_away(postgres_url: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    broker = f"amqp://127.0.0.1:{port}/"
    with served(tmp_path, DATABASE_URL=postgres_url, CODEMENTOR_BROKER_URL=broker) as running:
        job = running.client.post("/api/execution/execute", json=ENDLESS, headers={"Prefer": "wait=0"})
        assert job.status_code == 202
        assert running.client.get(f"/api/jobs/{job.json()['id']}").json()["state"] == "queued"
        ready = running.client.get("/readyz")
        assert (ready.status_code, ready.json()["broker"], ready.json()["sandbox"]) == (200, False, False)
        assert "codementor_broker_up 0.0" in _metrics(running)
        assert "codementor_broker_waiting" not in _metrics(running)


def test_time_to_try_again_is_said_while_no_worker_lives(postgres_url: str, broker_url: str, tmp_path: Path) -> None:
    options = ServiceOptions(caps=QueueCaps(owner_count=1, worker_count=0))
    with served(tmp_path, options, DATABASE_URL=postgres_url, CODEMENTOR_BROKER_URL=broker_url) as running:
        sent = [
            running.client.post("/api/execution/execute", json=ENDLESS, headers={"Prefer": "wait=0"}) for _ in range(2)
        ]
    assert [each.status_code for each in sent] == [202, 429]
    assert int(sent[1].headers["Retry-After"]) >= 1


def test_broker_needs_a_database_that_machines_share(broker_url: str, tmp_path: Path) -> None:
    app = ServedApplication(tmp_path, {"CODEMENTOR_BROKER_URL": broker_url})
    with (
        app,
        pytest.raises(EnvironmentFault, match="Workers take their jobs from PostgreSQL") as caught,
        open_service(app),
    ):
        pass
    assert "DATABASE_URL=postgresql://" in caught.value.next_step


def test_live_run_has_lanes_that_are_opened_with_it(postgres_url: str, broker_url: str, tmp_path: Path) -> None:
    opened: list[ScriptedSandbox] = []

    def open_sandbox(app: ServedApplication, _report: object) -> ScriptedSandbox:
        if not opened:
            opened.append(app.scripted)
            raise SandboxFault("bubblewrap is not installed.", "sudo apt-get install bubblewrap")
        return app.scripted

    options = ServiceOptions(open_sandbox=open_sandbox)  # type: ignore[arg-type]  # a sandbox that runs nothing
    with served(tmp_path, options, DATABASE_URL=postgres_url, CODEMENTOR_BROKER_URL=broker_url) as running:
        assert opened == []
        body = request_body(RunRequest(program=python("say hello"), limits=Limits(), input_ended=True))
        refused = running.client.post(LIVE, content=body)
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert "Bubblewrap is not installed" in refused.json()["detail"]
        answer = running.client.post(LIVE, content=body)
        assert answer.status_code == 200
        assert "event: done" in answer.text
