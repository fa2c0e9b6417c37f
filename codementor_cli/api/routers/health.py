"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from codementor_cli.api.answers import answer
from codementor_cli.api.openapi import gives
from codementor_cli.api.readiness import Readiness
from codementor_cli.schemas.public.serving.health import HealthReport

router = APIRouter(tags=["service"])


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
async def readyz(request: Request) -> Response:
    """Answer 200 where records can be written, programs can be run and the queue takes jobs; else 503."""
    readiness: Readiness = request.app.state.readiness
    report = await readiness.report()
    return answer(report, 200 if report.ready else 503)
