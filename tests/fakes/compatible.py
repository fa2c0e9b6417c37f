"""Jobs whose answers are read by clients of other judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.jobs.job import Job, JobState, RanAnswer, RunWork
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.practice.learner import LearnerId

LANGUAGES = YamlLanguages(data_folder("sandbox_images") / "languages.yaml")
CREATED_AT = datetime(2026, 11, 27, 9, 30, 15, 250_000, tzinfo=UTC)
UID = "0123456789abcdef0123456789abcdef"

COMPILED = Compilation(success=True, output="", wall_seconds=0.25)
NOT_COMPILED = Compilation(success=False, output="line 1: no\n", wall_seconds=0.25)


def job_of(language: str, work: RunWork | None = None) -> Job:
    """Return a job that waits for its turn."""
    name = LANGUAGES.get(language).main_name
    program = Program(language=language, files=(SourceFile(name, b"the source\n"),), main=name)
    return Job(
        uid=UID,
        owner=LearnerId("ada"),
        idempotency_key=None,
        request_digest="0" * 64,
        work=work or RunWork(program=program),
        bulk=False,
        state=JobState.QUEUED,
        attempt=0,
        fair_tag=0.0,
        created_at=CREATED_AT,
    )


def ran(
    language: str,
    execution: Execution | None,
    compilation: Compilation | None = None,
    expected_output: bytes | None = None,
) -> Job:
    """Return a job that is done."""
    answer = RanAnswer(compilation=compilation, execution=execution, language=language, sandbox="docker")
    waiting = job_of(language)
    if not isinstance(waiting.work, RunWork):
        raise TypeError(waiting.work)
    work = replace(waiting.work, expected_output=expected_output)
    return replace(waiting, work=work, state=JobState.DONE, attempt=1, finished_at=CREATED_AT, answer=answer)
