"""Do the work of one job, by the use cases that the command line has."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.program import with_options
from codementor_cli.domain.jobs.job import Answer, Job, JudgedAnswer, JudgeWork, RanAnswer, RunWork, SubmitWork
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.domain.practice.submission import Source, Submission
from codementor_cli.ports import Cancel, Catalog, Judge, Progress, Sandbox
from codementor_cli.services.judging.run import run_once
from codementor_cli.services.judging.submit import Machine, judged_submission, prepare
from codementor_cli.services.practice.submissions import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class JobParts:
    """What the work of jobs needs; threads share it."""

    judge: Judge
    sandbox: Sandbox
    catalog: Catalog
    machine: Machine


@dataclass(frozen=True, slots=True)
class Performed:
    """What came of a job."""

    answer: Answer
    submission: Submission | None = None
    """To be recorded together with the answer."""


def perform(job: Job, parts: JobParts, progress: Progress, cancel: Cancel) -> Performed:
    """Do a job's work.

    Raises:
        UserFileError: It cannot be judged: no such challenge, or not in this language.
        EnvironmentFault: There is no sandbox to be had.
        CancelledError: It was cancelled.
    """
    match job.work:
        case RunWork():
            return Performed(_ran(job.work, parts.sandbox, cancel))
        case JudgeWork():
            return Performed(JudgedAnswer(judgement=parts.judge.judge(job.work.request, progress, cancel)))
        case SubmitWork():
            return _submitted(job, job.work, parts, progress, cancel)


def _ran(work: RunWork, sandbox: Sandbox, cancel: Cancel) -> RanAnswer:
    run = CaseRun(key=0, stdin=work.stdin, arguments=work.arguments)
    program = with_options(work.program, work.options)
    compilation, execution = run_once(sandbox, program, run, work.limits, cancel)
    return RanAnswer(compilation=compilation, execution=execution, language=work.program.language, sandbox=sandbox.name)


def _submitted(job: Job, work: SubmitWork, parts: JobParts, progress: Progress, cancel: Cancel) -> Performed:
    judging = prepare(work.program, parts.catalog.load(work.challenge_id), parts.machine)
    judgement = parts.judge.judge(judging.request, progress, cancel)
    origin = Origin(learner=job.owner, source=Source.API, uid=job.uid)
    answer = JudgedAnswer(judgement=judgement, challenge_id=work.challenge_id)
    return Performed(answer, judged_submission(judging, judgement, origin))
