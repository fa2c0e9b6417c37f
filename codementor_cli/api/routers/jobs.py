"""Jobs: their state, their events, and their end."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from codementor_cli.api.answers import answer
from codementor_cli.api.dependencies import Accepts, Allowed, Hidden, ThePrincipal, TheService
from codementor_cli.api.openapi import gives
from codementor_cli.api.problems import MEDIA_TYPE, ProblemError, not_found, refused
from codementor_cli.api.rendering import Reader, report_of
from codementor_cli.api.streams import MEDIA_TYPE as EVENT_STREAM
from codementor_cli.api.streams import event_response
from codementor_cli.api.waiting import in_thread
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.principal import Principal
from codementor_cli.domain.access.rights import Action, may
from codementor_cli.domain.jobs.job import Job
from codementor_cli.errors import UserFileError
from codementor_cli.services.jobs.desk import FORGOTTEN
from codementor_cli.services.jobs.events import LAST_EVENT

router = APIRouter(prefix="/api/jobs", tags=["jobs"])
events_router = APIRouter(prefix="/api/jobs", tags=["jobs"])

_UID = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"\d{1,10}")

JobId = Annotated[str, Path(description="32 hexadecimal digits.")]


@router.get(
    "/{job_id}",
    operation_id="showJob",
    summary="Show a job, with its answer once it has one.",
    dependencies=[Depends(Allowed(Action.READ))],
    **gives("JobReport"),
)
def show_job(service: TheService, principal: ThePrincipal, job_id: JobId, *, hidden: Hidden = False) -> Response:
    """Answer with the state of a job of one's own."""
    job = job_of(service, principal, job_id, Action.READ)
    return answer(report_of(job, Reader(principal, hidden)))


@router.delete(
    "/{job_id}",
    operation_id="cancelJob",
    summary="Cancel a job.",
    dependencies=[Depends(Allowed(Action.CANCEL))],
    **gives("JobReport"),
)
def cancel_job(service: TheService, principal: ThePrincipal, job_id: JobId) -> Response:
    """End a job and what it runs, and answer with it; one that has ended stays as it is."""
    job = job_of(service, principal, job_id, Action.CANCEL)
    return answer(report_of(service.desk.cancel(job.uid), Reader(principal)))


@events_router.get(
    "/{job_id}/events",
    operation_id="watchJob",
    summary="Watch a job by server-sent events.",
    dependencies=[Depends(Allowed(Action.READ)), Depends(Accepts(EVENT_STREAM, MEDIA_TYPE))],
    responses={
        200: {
            "description": "Events until the job has ended.",
            "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
        },
        204: {"description": "Nothing follows the event that Last-Event-ID names."},
    },
    openapi_extra={
        "parameters": [
            {
                "name": "Last-Event-ID",
                "in": "header",
                "required": False,
                "description": "Number of the last event that the client has; it gets those after it.",
                "schema": {"type": "string", "pattern": "^[0-9]{1,10}$"},
            }
        ]
    },
)
async def watch_job(
    request: Request, service: TheService, principal: ThePrincipal, job_id: JobId, *, hidden: Hidden = False
) -> Response:
    """Answer with the events of a job, from its first one or from the one after ``Last-Event-ID``, to its end."""
    job = await in_thread(job_of, service, principal, job_id, Action.READ)
    typed = request.headers.get("last-event-id", "0")
    if not _NUMBER.fullmatch(typed):
        raise refused("The header Last-Event-ID takes the number of an event.")
    after = int(typed)
    if after >= LAST_EVENT:
        return Response(status_code=204)
    return event_response(request, service, job, Reader(principal, hidden), after)


def job_of(service: Service, principal: Principal, uid: str, action: Action) -> Job:
    """Return a job that a principal may do something to; those of others are not there.

    Raises:
        ProblemError: There is none.
    """
    if not _UID.fullmatch(uid):
        raise no_job()
    try:
        job = service.desk.job(uid)
    except UserFileError:
        raise no_job() from None
    if not may(principal, action, job.owner):
        raise no_job()
    return job


def no_job() -> ProblemError:
    """Return the one answer for ids that are none, that are forgotten, and that are another's."""
    return not_found("such job", FORGOTTEN)
