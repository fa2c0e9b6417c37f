"""``codementor worker`` judges what a broker names, once, whatever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kombu import Connection

from codementor_cli.domain.jobs.job import GAVE_UP, JobState, JudgedAnswer, RanAnswer
from codementor_cli.queue.celery_app import DEAD, QUEUE, PinnedCelery
from tests.cli.command import COMMAND
from tests.fakes.desk import until
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.rabbit import RabbitServer
from tests.fakes.worker_process import (
    WORKING,
    Machines,
    WorkerProcess,
    is_alive,
    machines,
    new_machines,
    submission_of,
)

ENDLESS = "while True: pass"
SHORT = "import time\ntime.sleep(1)\nprint('done')"
"""Long enough to be caught running, where it is not killed."""


@pytest.fixture(scope="module")
def shared(
    postgres: PostgresServer, rabbit: RabbitServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Machines]:
    """Return a database and a broker of this module's own."""
    with new_machines(postgres, rabbit, tmp_path_factory.mktemp("worker")) as opened:
        yield opened


@pytest.fixture(scope="module")
def worker(shared: Machines) -> Iterator[WorkerProcess]:
    """Return a worker of two lanes, which the tests do not end; all that it says is one line of JSON an event."""
    with shared.worker("--lanes", "2") as running:
        yield running
        running.send(signal.SIGTERM)
        assert running.end() == 0
        assert {each["level"] for each in running.events} <= {"info", "warning", "error", "critical"}
        assert all("time" in each for each in running.events)


def test_a_job_that_a_broker_names_is_judged_recorded_and_logged(shared: Machines, worker: WorkerProcess) -> None:
    uid = shared.add(submission_of("print(sum(map(int, input().split())))", "add-two"))
    shared.release(uid)
    job = shared.ended(uid)
    assert isinstance(job.answer, JudgedAnswer)
    assert (job.answer.judgement.verdict.value, job.answer.submission_number, job.attempt) == ("AC", 1, 1)
    until(lambda: any(each.get("job") == uid for each in worker.events))
    (line,) = [each for each in worker.events if each.get("job") == uid]
    assert {key: line[key] for key in ("event", "kind", "outcome", "verdict")} == {
        "event": "job",
        "kind": "submit",
        "outcome": "done",
        "verdict": "AC",
    }


def test_a_worker_is_seen_with_its_lanes_and_its_engine(shared: Machines, worker: WorkerProcess) -> None:
    said = worker.wait_for(WORKING)
    until(lambda: len(shared.live()) == 1)
    (seen,) = shared.live()
    assert seen.name == said["worker"]
    assert (seen.lane_count, seen.engine, seen.is_draining) == (2, "bubblewrap", False)
    shown = _queue(shared, "status", "--database", shared.environment["DATABASE_URL"], "--quiet").stdout
    assert str(said["worker"]) in shown
    assert "live" in shown
    (told,) = json.loads(_queue(shared, "status", "--json").stdout)["workers"]
    assert told["name"] == said["worker"]


def test_its_options_say_how_many_jobs_run_where_and_what_is_logged(
    tmp_path: Path, postgres_url: str, broker_url: str
) -> None:
    with machines(postgres_url, broker_url, tmp_path) as own:
        environment = {**own.environment, "CODEMENTOR_SANDBOX": "docker"}
        del environment["DATABASE_URL"]
        options = ["--lanes", "1", "--sandbox", "bubblewrap", "--database", postgres_url]
        words = [*options, "--quiet", "--log-format", "json"]
        with replace(own, environment=environment).worker(*words, is_silent=True) as worker:
            until(lambda: len(own.live()) == 1)
            (seen,) = own.live()
            assert (seen.lane_count, seen.engine) == (1, "bubblewrap")
            assert own.ended(own.put("print(1)")).state is JobState.DONE
            worker.send(signal.SIGTERM)
            assert worker.end() == 0
            assert worker.lines == []
        words = [*options, "--log-level", "warning", "--log-format", "text"]
        with replace(own, environment=environment).worker(*words, is_silent=True) as worker:
            until(lambda: any("takes jobs (Ctrl-C ends it)" in each for each in worker.lines))
            until(lambda: any("lanes: 1" in each for each in worker.lines))
            assert own.ended(own.put("print(1)")).state is JobState.DONE
            worker.send(signal.SIGTERM)
            assert worker.end() == 0
            # Neither that the broker answers, nor the job.
            assert len(worker.lines) == 5


def test_a_job_whose_process_is_killed_runs_again_and_the_other_process_lives_on(
    shared: Machines, worker: WorkerProcess
) -> None:
    uid = shared.put(SHORT)
    killed = shared.runner_of(uid)
    others = worker.children() - {killed}
    os.kill(killed, signal.SIGKILL)
    job = shared.ended(uid)
    assert isinstance(job.answer, RanAnswer)
    assert job.answer.execution is not None
    assert job.answer.execution.stdout == b"done\n"
    assert job.attempt == 2
    assert others <= worker.children()


def test_a_program_that_ends_its_process_each_time_is_given_up_visibly_and_no_worker_is_lost(
    shared: Machines, worker: WorkerProcess
) -> None:
    poison, killed = shared.put(ENDLESS), 0
    for _ in range(3):
        killed = shared.runner_of(poison, but=killed)
        os.kill(killed, signal.SIGKILL)
    job = shared.ended(poison)
    assert (job.state, job.attempt, job.problem) == (JobState.FAILED, 3, GAVE_UP)
    assert shared.ended(shared.put("print(1)")).state is JobState.DONE
    until(lambda: len(worker.children()) == 2)
    assert worker.process.poll() is None


def test_a_cancelled_job_ends_and_its_process_runs_the_next_one(shared: Machines, worker: WorkerProcess) -> None:
    uid = shared.put(ENDLESS)
    process = shared.runner_of(uid)
    assert shared.jobs.cancel(uid, shared.job(uid).created_at)
    assert shared.ended(shared.put("print(1)")).state is JobState.DONE
    until(lambda: shared.jobs.server_of(uid) is None)
    assert process in worker.children()


def test_messages_that_name_no_job_or_no_task_of_ours_change_nothing(shared: Machines, worker: WorkerProcess) -> None:
    url = shared.environment["CODEMENTOR_BROKER_URL"]
    app = PinnedCelery(url)
    dead = shared.broker.depth().dead_count
    with Connection(url) as connection:
        producer = connection.Producer()
        for name, sent in (("codementor.judge", ["../etc/passwd"]), ("celery.chain", []), ("os.system", ["true"])):
            app.send_task(name, args=sent, producer=producer, declare=[])
        producer.publish(b"\x80\x04N.", routing_key=QUEUE, content_type="application/x-python-serialize")
    shared.broker.publish(["f" * 32])
    assert shared.ended(shared.put("print(1)")).state is JobState.DONE
    until(lambda: shared.broker.depth().waiting_count == 0)
    until(lambda: shared.broker.depth().dead_count == dead + 2)
    assert worker.wait_for("a message that names no job was dropped")


def test_what_the_broker_gave_up_is_listed_until_it_is_dropped(shared: Machines, worker: WorkerProcess) -> None:
    assert worker.process.poll() is None
    uid = shared.add(submission_of("print()", "add-two"))
    with Connection(shared.environment["CODEMENTOR_BROKER_URL"]) as connection:
        body = json.dumps([[uid], {}, {}]).encode()
        connection.Producer().publish(body, exchange=DEAD, routing_key="", content_type="application/json")
    until(lambda: uid in [each.uid for each in shared.broker.dead_letters(100)])
    (found,) = [each for each in _status(shared)["deadLetters"] if each["uid"] == uid]
    assert found["state"] == "queued"
    assert "Dropped " in _queue(shared, "forget").stderr
    assert _queue(shared, "forget", "--quiet").stderr == ""
    assert _status(shared)["deadLetters"] == []
    assert shared.jobs.states((uid,)) == {uid: JobState.QUEUED}


def test_jobs_of_a_killed_worker_are_handed_back_at_once_and_none_of_its_processes_is_left(
    tmp_path: Path, postgres_url: str, broker_url: str
) -> None:
    with machines(postgres_url, broker_url, tmp_path) as own, own.worker("--lanes", "1") as worker:
        uid = own.put(ENDLESS)
        own.runner_of(uid)
        processes = worker.children()
        worker.process.kill()
        until(lambda: own.job(uid).state is JobState.QUEUED)
        assert own.job(uid).attempt == 0
        until(lambda: not any(map(is_alive, processes)))
        until(lambda: own.broker.depth().waiting_count == 1)


def test_a_worker_that_is_told_to_stop_ends_its_job_first_and_takes_no_other(
    tmp_path: Path, postgres_url: str, broker_url: str
) -> None:
    with machines(postgres_url, broker_url, tmp_path) as own, own.worker("--lanes", "1") as worker:
        uid = own.put(SHORT)
        own.runner_of(uid)
        worker.send(signal.SIGTERM)
        later = own.put("print(1)")
        assert worker.end() == 0
        assert own.job(uid).state is JobState.DONE
        assert own.job(later).state is JobState.QUEUED
        assert own.broker.depth().waiting_count == 1
        assert own.live() == ()


def test_a_worker_that_is_interrupted_twice_hands_its_job_back(
    tmp_path: Path, postgres_url: str, broker_url: str
) -> None:
    with machines(postgres_url, broker_url, tmp_path) as own, own.worker("--lanes", "1") as worker:
        uid = own.put(ENDLESS)
        own.runner_of(uid)
        worker.send(signal.SIGINT)
        until(lambda: [each.is_draining for each in own.live()] == [True])
        worker.send(signal.SIGINT)
        assert worker.end() == 0
        assert own.job(uid).state is JobState.QUEUED
        assert own.job(uid).attempt == 0
        assert [each["level"] for each in worker.events if each["level"] == "error"] == []


def _status(own: Machines) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(_queue(own, "status", "--json").stdout)
    return found


def _queue(own: Machines, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "queue", *arguments],
        env=own.environment,
        cwd=own.folder,
        capture_output=True,
        text=True,
        check=True,
    )
