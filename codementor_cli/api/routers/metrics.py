"""Metrics of the service."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from codementor_cli.api.dependencies import Allowed
from codementor_cli.api.operations.operations import Operations
from codementor_cli.domain.access.rights import Action

router = APIRouter(tags=["service"])


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Read the metrics, in Prometheus' text format.",
    response_class=Response,
    dependencies=[Depends(Allowed(Action.SEE_METRICS))],
    responses={200: {"content": {"text/plain": {}}}},
)
def metrics(request: Request) -> Response:
    """Answer with what is counted, and with what the queue and the lanes hold now."""
    operations: Operations = request.app.state.operations
    return Response(operations.metrics.exposition(), media_type=CONTENT_TYPE_LATEST)
