"""Run, test and validate programs: the audit's endpoints, and batches."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from codementor_cli.api.answers import answer
from codementor_cli.api.bodies import Body, ReadBody, read_body
from codementor_cli.api.dependencies import Allowed, Hidden, ThePrincipal, TheService
from codementor_cli.api.openapi import takes, works
from codementor_cli.api.problems import ProblemError, queue_value, refused
from codementor_cli.api.rendering import Reader, report_of
from codementor_cli.api.waiting import Asked, answered, in_thread, wishes_of
from codementor_cli.api.work import run_work, submit_work, test_work
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.rights import Action
from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.jobs.job import Added, SubmitWork, Work
from codementor_cli.errors import CodementorError, QueueFullError
from codementor_cli.schemas.public.serving.jobs import BatchEntryReport, BatchReport
from codementor_cli.schemas.public.serving.requests import BatchRequest, ExecuteRequest, TestRequest, ValidateRequest

router = APIRouter(prefix="/api/execution", tags=["execution"])

MOST_SUBMISSIONS = 100


@router.post(
    "/execute",
    operation_id="execute",
    summary="Run a program once.",
    dependencies=[Depends(Allowed(Action.RUN))],
    **works("RunReport", ExecuteRequest),
)
async def execute(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Run a program in the sandbox with an input, and answer with its output and what it took."""
    body = await read_body(request, ExecuteRequest)
    return await _worked(request, service, Reader(principal), body, run_work)


@router.post(
    "/test",
    operation_id="test",
    summary="Judge a program by test cases of the request.",
    dependencies=[Depends(Allowed(Action.RUN))],
    **works("TestReport", TestRequest),
)
async def test(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Judge a program by test cases that come with it. Nothing is recorded."""
    body = await read_body(request, TestRequest)
    return await _worked(request, service, Reader(principal), body, test_work)


@router.post(
    "/validate",
    operation_id="validate",
    summary="Judge a program by a challenge, and record the submission.",
    dependencies=[Depends(Allowed(Action.SUBMIT))],
    **works("ValidateReport", ValidateRequest),
)
async def validate(
    request: Request, service: TheService, principal: ThePrincipal, *, hidden: Hidden = False
) -> Response:
    """Judge a program by all test cases of a challenge, and keep it in the history."""
    body = await read_body(request, ValidateRequest)
    return await _worked(request, service, Reader(principal, hidden), body, submit_work)


@router.post(
    "/batch",
    operation_id="validateBatch",
    summary="Judge many programs by challenges.",
    status_code=202,
    dependencies=[Depends(Allowed(Action.SUBMIT))],
    **takes(BatchRequest, 202, "BatchReport"),
)
async def batch(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Take up to 100 submissions, and answer with a job for each. Requests that somebody waits for go first."""
    body = await read_body(request, BatchRequest)
    if not 1 <= len(body.value.submissions) <= MOST_SUBMISSIONS:
        raise refused("A batch has 1 to 100 submissions.", [("/submissions", "expected 1 to 100 submissions")])
    key = wishes_of(request, service.options).key
    report = await in_thread(_batch, service, Reader(principal), body, key)
    return answer(report, 202)


async def _worked(
    request: Request,
    service: Service,
    reader: Reader,
    body: ReadBody[Body],
    make: Callable[[Service, Body], Work],
) -> Response:
    """Answer a request whose body asks for work."""
    work = await in_thread(make, service, body.value)
    return await answered(request, service, Asked(work, body.digest, reader))


def _batch(service: Service, reader: Reader, body: ReadBody[BatchRequest], key: str | None) -> BatchReport:
    known: dict[str, Challenge] = {}
    works = [_entry_work(service, index, each, known) for index, each in enumerate(body.value.submissions)]
    # Each job has a key of its own, so a batch that is sent again finds the jobs that it made.
    named = [(work, None if key is None else f"{key}/{index}") for index, work in enumerate(works)]
    found = service.desk.submit_all(reader.principal.learner, named, body.digest, bulk=True)
    if isinstance(found[0], QueueFullError):
        raise found[0]
    return BatchReport(jobs=[_entry_report(each, reader) for each in found])


def _entry_report(found: Added | QueueFullError, reader: Reader) -> BatchEntryReport:
    if isinstance(found, QueueFullError):
        return BatchEntryReport(job=None, problem=queue_value(found))
    return BatchEntryReport(job=report_of(found.job, reader), problem=None)


def _entry_work(service: Service, index: int, entry: ValidateRequest, known: dict[str, Challenge]) -> SubmitWork:
    """Return the work of one submission of a batch; what is wrong with it is wrong with the batch, which names it."""
    try:
        return submit_work(service, entry, known)
    except (ProblemError, CodementorError) as error:
        said = error.detail if isinstance(error, ProblemError) else error.message
        raise refused(f"Submission {index} cannot be accepted.", [(f"/submissions/{index}", said)]) from error
