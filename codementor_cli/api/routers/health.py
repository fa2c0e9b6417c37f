"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from codementor_cli.api.answers import answer

router = APIRouter(tags=["service"])


@router.get("/healthz", operation_id="healthz", summary="Say that the service lives.")
async def healthz() -> Response:
    """Answer at once, whatever is being judged: this asks neither the store nor the sandbox."""
    return answer({"status": "ok"})
