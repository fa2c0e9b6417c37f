import io
import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.contextvars import bound_contextvars, clear_contextvars, get_contextvars

from codementor_cli.api.operations.job_observer import JobObserver
from codementor_cli.api.operations.logs import LogForm, logging_to
from codementor_cli.api.operations.metrics import Metrics
from codementor_cli.domain.jobs.job import Answer, Job, JobProblem, JobState, RanAnswer, Work
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import ErrorKind
from tests.contract.kept import MOMENT
from tests.fakes.jobs import judged, new_job, program, run_work

SECRET = b"print('the learner wrote this')"


@pytest.fixture(autouse=True)
def _no_context() -> None:
    clear_contextvars()


def job(state: JobState = JobState.DONE, work: Work | None = None, answer: Answer | None = None, **other: Any) -> Job:
    new = new_job(1, owner=LearnerId("ada-lovelace"))
    fields: dict[str, Any] = {
        "uid": new.uid,
        "owner": new.owner,
        "idempotency_key": "a-key",
        "request_digest": new.request_digest,
        "work": work or new.work,
        "bulk": False,
        "state": state,
        "attempt": 1,
        "fair_tag": 0.0,
        "created_at": MOMENT,
        "started_at": MOMENT + timedelta(seconds=2),
        "finished_at": MOMENT + timedelta(seconds=2.5),
        "answer": answer,
    }
    return Job(**{**fields, **other})


def observed(*jobs: Job) -> tuple[Metrics, list[dict[str, Any]]]:
    """Return the metrics, and what was logged of jobs from their arrival to their end."""
    metrics, stream = Metrics(), io.StringIO()
    observer = JobObserver(metrics, ["python"])
    with logging_to(stream, LogForm.JSON, "info"):
        for each in jobs:
            with bound_contextvars(request_id="r1"):
                observer.queued(each)
            observer.started(each)
            logging.getLogger("codementor.lanes").info("a lane")
            observer.ended(each)
            logging.getLogger("codementor.lanes").info("nothing runs")
    return metrics, [json.loads(line) for line in stream.getvalue().splitlines()]


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"codementor_{name}", labels)


def test_the_end_of_a_job_is_one_line_joined_to_its_request() -> None:
    done = job(answer=judged(1))
    _, (_, line, _) = observed(done)

    del line["time"]
    assert line == {
        "level": "info",
        "event": "job",
        "kind": "submit",
        "language": "python",
        "outcome": "done",
        "verdict": judged(1).judgement.verdict.value,
        "seconds": 0.5,
        "attempt": 1,
        "job": done.uid,
        "request_id": "r1",
    }


def test_lines_of_the_thread_name_job_and_request_until_its_end() -> None:
    done = job(answer=judged(1))
    _, (within, _, after) = observed(done)

    assert (within["job"], within["request_id"]) == (done.uid, "r1")
    assert "job" not in after
    assert "request_id" not in after


def test_neither_programs_nor_owners_nor_keys_are_logged_or_labels() -> None:
    work = replace(run_work(stdin=SECRET), program=program(SECRET), arguments=(SECRET.decode(),))
    answer = RanAnswer(
        compilation=None, execution=Execution(exit_code=0, stdout=SECRET), language="python", sandbox="x"
    )
    metrics, lines = observed(job(work=work, answer=answer))

    for text in (json.dumps(lines), metrics.exposition().decode()):
        assert "learner wrote" not in text
        assert "ada-lovelace" not in text
        assert "a-key" not in text


def test_jobs_are_counted_by_kind_language_and_outcome() -> None:
    metrics, _ = observed(job(answer=judged(1)), job(JobState.CANCELLED), job(JobState.CANCELLED, started_at=None))

    labels = {"kind": "submit", "language": "python"}
    assert value(metrics, "jobs_total", **labels, outcome="done") == 1
    assert value(metrics, "jobs_total", **labels, outcome="cancelled") == 2
    assert value(metrics, "job_seconds_sum", **labels) == 1.0
    assert value(metrics, "job_wait_seconds_sum", kind="submit") == 4.0
    assert value(metrics, "verdicts_total", **labels, verdict=judged(1).judgement.verdict.value) == 1


def test_a_run_has_its_verdict() -> None:
    crashed = RanAnswer(compilation=None, execution=Execution(exit_code=1), language="python", sandbox="x")
    broken = RanAnswer(compilation=None, execution=None, language="python", sandbox="x")
    metrics, _ = observed(job(work=run_work(), answer=crashed), job(work=run_work(), answer=broken))

    for verdict in ("RTE", "CE"):
        assert value(metrics, "verdicts_total", kind="run", language="python", verdict=verdict) == 1


def test_a_failure_is_a_warning_with_the_kind_of_its_cause_alone() -> None:
    problem = JobProblem(kind=ErrorKind.ENVIRONMENT, message="no bwrap in /secret/place")
    metrics, (_, line, _) = observed(job(JobState.FAILED, problem=problem))

    assert (line["level"], line["cause"], line["outcome"]) == ("warning", "environment", "failed")
    assert "secret" not in json.dumps(line)
    assert value(metrics, "judge_errors_total", cause="environment") == 1


def test_a_language_outside_the_table_is_other() -> None:
    metrics, _ = observed(job(work=replace(run_work(), program=replace(program(), language="brainfork"))))

    assert value(metrics, "jobs_total", kind="run", language="other", outcome="done") == 1


def test_a_request_that_cancels_a_job_keeps_its_own_id() -> None:
    observer = JobObserver(Metrics(), ["python"])
    with bound_contextvars(request_id="r2"):
        observer.ended(job(JobState.CANCELLED, started_at=None))

        assert get_contextvars()["request_id"] == "r2"


def test_a_bug_in_a_job_is_logged_without_its_text() -> None:
    stream = io.StringIO()
    with logging_to(stream, LogForm.JSON, "info"):
        JobObserver(Metrics(), ["python"]).fault(ValueError(SECRET.decode()))

    line = json.loads(stream.getvalue())
    assert (line["level"], line["exception"]) == ("error", [{"type": "ValueError", "frames": []}])


def test_a_job_of_another_server_has_no_request() -> None:
    observer, stream = JobObserver(Metrics(), ["python"]), io.StringIO()
    with logging_to(stream, LogForm.JSON, "info"):
        observer.ended(job(answer=judged(1)))

    assert "request_id" not in json.loads(stream.getvalue())
