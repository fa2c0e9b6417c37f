"""Answers in JSON: what ``--json`` prints, on one line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from codementor_cli.schemas.public.base import Schema

MEDIA_TYPE = "application/json"


def answer(value: Schema | dict[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an object of the contract as a response."""
    plain = value.json_value() if isinstance(value, Schema) else value
    return Response(json_bytes(plain), status, dict(headers or {}), media_type=MEDIA_TYPE)


def json_bytes(plain: Any) -> bytes:
    """Return plain data as JSON on one line, in UTF-8."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
