"""Jobs and their answers for a reader: hidden data is left out, unless the reader asked for it and may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from codementor_cli.api.problems import error_value, problem_value
from codementor_cli.domain.access.principal import Principal, Role
from codementor_cli.domain.access.rights import Action, may
from codementor_cli.domain.feedback.for_learner import case_for_learner, judgement_for_learner
from codementor_cli.domain.jobs.job import JUDGE_ERRORS, Job, JobState, JudgedAnswer, RunWork
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.schemas.public.base import text
from codementor_cli.schemas.public.judgement import case_report, suite_report, validate_report
from codementor_cli.schemas.public.run import CompileReport, run_report
from codementor_cli.schemas.public.serving.jobs import JobReport, job_report
from codementor_cli.services.jobs.events import JobEvent


@dataclass(frozen=True, slots=True)
class Reader:
    """A principal that reads, and what it asked to see."""

    principal: Principal
    asks_hidden: bool = False
    """Whether it asked for the data of hidden test cases."""

    def may_see_hidden(self, owner: LearnerId) -> bool:
        """Whether exact figures of hidden test cases, and words of checkers, are for this reader."""
        return may(self.principal, Action.SEE_HIDDEN, owner)

    def sees_hidden(self, owner: LearnerId) -> bool:
        """Whether the data of hidden test cases is shown."""
        return self.asks_hidden and self.may_see_hidden(owner)

    @property
    def operates(self) -> bool:
        """Whether messages about the machine are for this reader."""
        return self.principal.role is Role.OPERATOR


def answer_value(job: Job, reader: Reader) -> dict[str, Any]:
    """Return the answer of a job that is done, as plain data: what its request is answered with."""
    found = job.answer
    if found is None:
        raise AssertionError("a job that is done has an answer")
    if isinstance(found, JudgedAnswer):
        hidden, exact = reader.sees_hidden(job.owner), reader.may_see_hidden(job.owner)
        judgement = found.judgement if exact else judgement_for_learner(found.judgement)
        if found.challenge_id is None:
            return suite_report(judgement, shows_hidden=hidden).json_value()
        report = validate_report(judgement, found.challenge_id, found.submission_number, shows_hidden=hidden)
        return report.json_value()
    if not isinstance(job.work, RunWork):
        raise TypeError("a run answers work that runs")
    place = (found.language, found.sandbox)
    return run_report(found.compilation, found.execution, job.work.limits, place).json_value()


def problem_of(job: Job, reader: Reader) -> dict[str, Any] | None:
    """Return the problem document of a job that has no answer; None: it has one, or may get one."""
    if job.state is JobState.CANCELLED:
        return problem_value(
            409, "The job was cancelled", "It ended without an answer. Send the request again, under a new key."
        )
    if job.problem is None:
        return None
    found = job.problem
    shows_all = reader.operates or found in JUDGE_ERRORS
    return error_value(found.kind, found.message, found.next_step, shows_all=shows_all)


def report_of(job: Job, reader: Reader) -> JobReport:
    """Return a job with its answer, or its problem."""
    answer = answer_value(job, reader) if job.state is JobState.DONE else None
    return job_report(job, answer, problem_of(job, reader))


def event_value(event: JobEvent, owner: LearnerId, reader: Reader) -> dict[str, Any]:
    """Return the data of an event of a job."""
    data = event.data
    match data:
        case Job():
            if event.is_last:
                return report_of(data, reader).json_value()
            return {"id": data.uid}
        case Compilation():
            return CompileReport.of(data).json_value()
        case CaseResult():
            result = data if reader.may_see_hidden(owner) else case_for_learner(data)
            return case_report(result, shows_hidden=reader.sees_hidden(owner)).json_value()
        case bytes():
            return {"output": text(data)}
