"""``GET /healthz`` and ``GET /readyz``."""

from __future__ import annotations

from typing import Literal

from codementor_cli.schemas.public.base import Schema
from codementor_cli.schemas.writing import ABSENT


class HealthReport(Schema):
    """The service lives."""

    status: Literal["ok"] = "ok"


class ReadyReport(Schema):
    """The service can work."""

    ready: bool
    store: bool
    """Whether records can be written."""
    sandbox: bool
    """Whether programs can be run: here, or where there is a broker, by a worker that lives."""
    queue: bool
    """Whether it takes further jobs."""
    broker: bool = ABSENT
    """Whether the broker answers; left out where jobs run here. Without it, as without a worker, jobs are kept."""
