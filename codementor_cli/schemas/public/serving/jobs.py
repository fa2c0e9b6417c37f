"""``/api/jobs``: the state of a job, and its answer or problem."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from codementor_cli.domain.jobs.job import Job, JobState
from codementor_cli.schemas.public.base import Schema


class JobLinks(Schema):
    """Where to go from a job."""

    self_: str
    events: str
    """Server-sent events of the job, from its first to its last."""


class JobReport(Schema):
    """A job."""

    id: str
    state: JobState
    created_at: datetime
    """UTC."""
    started_at: datetime | None
    finished_at: datetime | None
    answer: Any
    """What the request answers when it waits for the job; null where it is not done."""
    problem: Any
    """The problem document of a failed or cancelled job; null for others."""
    links: JobLinks


class BatchEntryReport(Schema):
    """What came of one submission of a batch: a job, or a problem."""

    job: JobReport | None
    problem: Any
    """Why it was not taken: the queue is full. Send it again later."""


class BatchReport(Schema):
    """What came of a batch."""

    jobs: list[BatchEntryReport]
    """In the order of the submissions."""


def job_report(job: Job, answer: dict[str, Any] | None = None, problem: dict[str, Any] | None = None) -> JobReport:
    """Return the JSON of a job.

    Args:
        job: In any state.
        answer: Its answer, rendered for its reader.
        problem: Its problem document.
    """
    path = job_path(job.uid)
    return JobReport(
        id=job.uid,
        state=job.state,
        created_at=job.created_at.astimezone(UTC),
        started_at=_utc(job.started_at),
        finished_at=_utc(job.finished_at),
        answer=answer,
        problem=problem,
        links=JobLinks(self_=path, events=f"{path}/events"),
    )


def job_path(uid: str) -> str:
    """Return where a job is."""
    return f"/api/jobs/{uid}"


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)
