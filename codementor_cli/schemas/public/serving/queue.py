"""The queue of several machines as ``--json`` prints it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from codementor_cli.domain.jobs.machines import LiveWorker
from codementor_cli.schemas.public.base import clean


def worker_value(worker: LiveWorker) -> dict[str, Any]:
    """Return what is known of a live worker."""
    return {
        "name": clean(worker.name),
        "version": clean(worker.version),
        "sandbox": clean(worker.engine),
        "laneCount": worker.lane_count,
        "isDraining": worker.is_draining,
        "startedAt": moment_value(worker.started_at),
        "seenUntil": moment_value(worker.seen_until),
    }


def moment_value(at: datetime | None) -> str | None:
    """Return a moment in UTC as ISO 8601 writes it."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")
