"""A broker, a database, servers and workers, each a process: what is killed costs nobody a record or an answer."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx2
import psycopg
import pytest

from bench.chaos.__main__ import write_challenge
from bench.chaos.clients import submissions
from bench.chaos.machines import Kind, Plan, machines
from bench.chaos.run import Opened, each_kind_once, open_all, run
from codementor_cli.domain.jobs.job import GAVE_UP, MOST_ATTEMPTS
from tests.fakes.service import PATIENCE_SECONDS

_PLAN = Plan(serve_count=2, worker_count=2, lane_count=1)
_SUBMISSIONS = 56
_BETWEEN_KILLS = 7


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Return machines of this module's own, with bubblewrap and this machine's own Python."""
    folder = tmp_path_factory.mktemp("several")
    images = folder / "images"
    images.mkdir()
    with machines(folder, _PLAN, images, write_challenge) as made, open_all(made) as opened:
        yield opened


class Learner:
    """Sends programs to the first server."""

    def __init__(self, opened: Opened, name: str) -> None:
        headers = {"Authorization": f"Bearer {opened.token}", "X-Codementor-Learner": name}
        self._client = httpx2.Client(base_url=opened.machines.urls[0], headers=headers, timeout=2 * PATIENCE_SECONDS)
        self._database = opened.machines.environment["DATABASE_URL"]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(self, code: str, prefer: str) -> httpx2.Response:
        """Send a program for ``add-two``; the server may not listen yet."""
        body = {"code": code, "language": "python", "challengeId": "add-two"}
        while True:
            try:
                answer = self._client.post("/api/execution/validate", json=body, headers={"Prefer": prefer})
            except httpx2.ConnectError:
                continue
            return answer

    def begun(self, code: str) -> str:
        """Send a program, and return the id of its job."""
        answer = self.send(code, "respond-async")
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def job(self, uid: str) -> dict[str, Any]:
        """Return a job as it is told."""
        found: dict[str, Any] = self._client.get(f"/api/jobs/{uid}").json()
        return found

    def runs_in(self, uid: str, attempt: int) -> int | None:
        """Return the process that runs a job in an attempt, once one does; None: the job has ended."""
        with psycopg.connect(self._database, autocommit=True) as connection:
            while True:
                query = (
                    "SELECT state, attempt, server FROM jobs WHERE uid::text = %s OR replace(uid::text, '-', '') = %s"
                )
                row = connection.execute(query, (uid, uid)).fetchone()
                assert row is not None
                if row[0] not in {"queued", "running"}:
                    return None
                if row[0] == "running" and row[1] == attempt:
                    return int(row[2].split("/")[1])


@pytest.fixture
def learner(several: Opened, request: pytest.FixtureRequest) -> Iterator[Learner]:
    """Return a learner of this test's own."""
    with closing(Learner(several, request.node.name[:60])) as made:
        yield made


def test_each_submission_has_one_right_record_whatever_is_killed(several: Opened) -> None:
    outcome = run(several, submissions(_SUBMISSIONS, 5), each_kind_once(list(Kind), _BETWEEN_KILLS))
    assert outcome.wrong == ()
    assert outcome.record_count == _SUBMISSIONS
    assert set(outcome.kills) == set(Kind)


def test_a_program_that_ends_its_worker_each_time_is_a_judge_error_and_no_worker_is_lost(
    several: Opened, learner: Learner
) -> None:
    learner.send("print(1)", "wait=60")
    parents = [each.pid for each in several.machines.workers]
    uid = learner.begun("import time\ntime.sleep(60)")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        process = learner.runs_in(uid, attempt)
        assert process is not None
        os.kill(process, signal.SIGKILL)
    assert learner.runs_in(uid, MOST_ATTEMPTS + 1) is None
    job = learner.job(uid)
    assert job["state"] == "failed"
    assert job["problem"]["detail"] == f"{GAVE_UP.message} {GAVE_UP.next_step}"
    assert [each.pid for each in several.machines.workers] == parents
    assert all(each.process and each.process.poll() is None for each in several.machines.workers)
    answers = [learner.send(f"print(int(input()) + 1)  # {number}", "wait=60") for number in range(4)]
    assert [each.status_code for each in answers] == [200] * 4


def test_a_worker_whose_broker_is_gone_ends_its_job_and_goes_on_when_it_is_back(
    several: Opened, learner: Learner
) -> None:
    learner.send("print(1)", "wait=60")
    parents = [each.pid for each in several.machines.workers]
    uid = learner.begun("import time\ntime.sleep(0.7)\nprint(sum(map(int, input().split())))")
    assert learner.runs_in(uid, 1) is not None
    several.machines.broker.kill()
    waiting = learner.begun("print(sum(map(int, input().split())))  # while the broker is gone")
    assert learner.runs_in(uid, 2) is None
    assert learner.job(uid)["state"] == "done"
    assert learner.job(waiting)["state"] == "queued"
    several.machines.broker.start()
    assert learner.runs_in(waiting, 2) is None
    assert learner.job(waiting)["state"] == "done"
    assert [each.pid for each in several.machines.workers] == parents
    assert all(each.process and each.process.poll() is None for each in several.machines.workers)
