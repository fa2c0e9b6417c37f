"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.responses import Response

from codementor_cli.api.answers import answer
from codementor_cli.api.dependencies import TheService
from codementor_cli.api.openapi import gives
from codementor_cli.errors import CodementorError
from codementor_cli.schemas.public.serving.health import HealthReport, ReadyReport

router = APIRouter(tags=["service"])

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every job."""


@router.get("/healthz", operation_id="healthz", summary="Say that the service lives.", **gives("HealthReport"))
async def healthz() -> Response:
    """Answer at once, whatever is being judged: this asks neither the store nor the sandbox."""
    return answer(HealthReport())


@router.get(
    "/readyz",
    operation_id="readyz",
    summary="Say whether the service can work.",
    responses={**gives("ReadyReport")["responses"], **gives("ReadyReport", 503, "It cannot.")["responses"]},
)
def readyz(service: TheService) -> Response:
    """Answer 200 where records can be written, programs can be run and the queue takes jobs; else 503."""
    # Forgets nothing, and needs the right to write as much as any record.
    store = _works(lambda: service.jobs.prune(_NEVER))
    sandbox = _works(service.check_sandbox)
    queue = store and service.jobs.depth().unfinished_count < service.caps.total_count
    ready = store and sandbox and queue
    return answer(ReadyReport(ready=ready, store=store, sandbox=sandbox, queue=queue), 200 if ready else 503)


def _works(action: Callable[[], object]) -> bool:
    try:
        action()
    except CodementorError:
        return False
    return True
