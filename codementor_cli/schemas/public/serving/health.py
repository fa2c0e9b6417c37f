"""``GET /healthz`` and ``GET /readyz``."""

from __future__ import annotations

from typing import Literal

from codementor_cli.schemas.public.base import Schema


class HealthReport(Schema):
    """The service lives."""

    status: Literal["ok"] = "ok"


class ReadyReport(Schema):
    """The service can work."""

    ready: bool
    store: bool
    """Whether records can be written."""
    sandbox: bool
    """Whether programs can be run."""
    queue: bool
    """Whether it takes further jobs."""
