"""What happens to jobs, as metrics, lines in the log and spans."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from structlog.contextvars import bind_contextvars, get_contextvars, unbind_contextvars

from codementor_cli.api.operations.logs import LOGGER
from codementor_cli.api.operations.metrics import OTHER, Metrics
from codementor_cli.api.operations.traces import Traces
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.job import Job, JudgedAnswer, JudgeWork, RanAnswer, RunWork, SubmitWork
from codementor_cli.domain.judging.verdict import run_verdict

_LOG = logging.getLogger(f"{LOGGER}.job")
_MOST_KNOWN = 10_000
"""Requests that are remembered for their jobs; more than the queue's bound."""
_KINDS = {RunWork: "run", JudgeWork: "judge", SubmitWork: "submit"}


@dataclass(frozen=True, slots=True)
class _Origin:
    """The request that a job came with."""

    request_id: str
    traceparent: str


class JobObserver:
    """Tells metrics, log and traces of jobs. It meets ``ports.serving.DeskObserver``; threads share it."""

    def __init__(self, metrics: Metrics, languages: Collection[str], traces: Traces | None = None) -> None:
        """Take where to tell.

        Args:
            metrics: Counts.
            languages: Names of all languages: the closed set of that label.
            traces: None: there are none.
        """
        self._metrics = metrics
        self._languages = frozenset(languages)
        self._traces = traces
        self._origins: OrderedDict[str, _Origin] = OrderedDict()

    def queued(self, job: Job) -> None:
        """Note the request of a new job; called within that request."""
        traceparent = self._traces.current() if self._traces else ""
        self._origins[job.uid] = _Origin(get_contextvars().get("request_id", ""), traceparent)
        while len(self._origins) > _MOST_KNOWN:
            self._origins.popitem(last=False)

    def started(self, job: Job) -> None:
        """Bind the job, and the request that it came with, to all lines that this thread logs until its end."""
        origin = self._origins.get(job.uid)
        bind_contextvars(job=job.uid, request_id=origin.request_id if origin else "")
        if job.started_at is not None:
            waited = (job.started_at - job.created_at).total_seconds()
            self._metrics.job_wait_seconds.labels(_KINDS[type(job.work)]).observe(max(waited, 0))

    def ended(self, job: Job) -> None:
        """Count, log and trace a job that is done, failed or cancelled."""
        origin = self._origins.pop(job.uid, None)
        facts = self._facts(job)
        self._count(facts)
        level = logging.WARNING if facts["cause"] else logging.INFO
        fields = {key: value for key, value in facts.items() if value != ""}
        request_id = origin.request_id if origin else None
        _LOG.log(level, "job", extra={**fields, "job": job.uid, "request_id": request_id})
        if self._traces and job.started_at and job.finished_at:
            attributes = {f"codementor.{key}": value for key, value in fields.items()}
            traceparent = origin.traceparent if origin else ""
            self._traces.job(job.started_at, job.finished_at, attributes, traceparent)
        if get_contextvars().get("job") == job.uid:
            unbind_contextvars("job", "request_id")

    def fault(self, error: BaseException) -> None:
        """Log what went wrong beside a job, or in a way that its client is not told."""
        _LOG.error("jobs met a fault", exc_info=error)

    def _facts(self, job: Job) -> dict[str, Any]:
        language = _program(job).language
        verdict = _verdict(job)
        return {
            "kind": _KINDS[type(job.work)],
            "language": language if language in self._languages else OTHER,
            "outcome": job.state.value,
            "verdict": "" if verdict is None else verdict.value,
            "seconds": _seconds(job),
            "attempt": job.attempt,
            "cause": _cause(job, verdict),
        }

    def _count(self, facts: dict[str, Any]) -> None:
        kind, language = facts["kind"], facts["language"]
        self._metrics.jobs.labels(kind, language, facts["outcome"]).inc()
        if facts["seconds"] != "":
            self._metrics.job_seconds.labels(kind, language).observe(facts["seconds"])
        if facts["verdict"]:
            self._metrics.verdicts.labels(kind, language, facts["verdict"]).inc()
        if facts["cause"]:
            self._metrics.judge_errors.labels(facts["cause"]).inc()


def _program(job: Job) -> Program:
    return job.work.request.program if isinstance(job.work, JudgeWork) else job.work.program


def _seconds(job: Job) -> float | str:
    """Return how long the last attempt took; empty: none began, or none ended."""
    if job.started_at is None or job.finished_at is None:
        return ""
    return round(max((job.finished_at - job.started_at).total_seconds(), 0), 4)


def _verdict(job: Job) -> Verdict | None:
    match job.answer:
        case JudgedAnswer(judgement=judgement):
            return judgement.verdict
        case RanAnswer(execution=None):
            return Verdict.CE
        case RanAnswer(execution=execution) if execution is not None and isinstance(job.work, RunWork):
            return run_verdict(execution, job.work.limits)
    return None


def _cause(job: Job, verdict: Verdict | None) -> str:
    """Return why there is no true verdict, as a word of a closed set; empty: there is one, or nothing failed."""
    if job.problem is not None:
        return job.problem.kind.value
    return "verdict" if verdict is Verdict.JE else ""
