"""Results of a grading as files: what of them is the same in every run, and how far a running one is."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from tests.fakes.engines import DEADLINE_SECONDS

_VOLATILE = {
    "startedAt", "gradedAt", "wallSeconds", "cpuSeconds", "peakMemoryBytes", "judgedSeconds",
    "stderr", "reason", "message",
}  # fmt: skip
"""What differs from run to run: times, and the figures in the sentences on them."""


def result_of(output: Path) -> dict[str, Any]:
    """Return the class's result of a folder of results."""
    value: dict[str, Any] = json.loads((output / "result.json").read_text("utf-8"))
    return value


def lasting(value: Any) -> Any:
    """Return a result without what differs from run to run."""
    if isinstance(value, dict):
        return {key: lasting(each) for key, each in value.items() if key not in _VOLATILE}
    return [lasting(each) for each in value] if isinstance(value, list) else value


def wait_for_files(folder: Path, count: int) -> None:
    """Return when a folder holds so many results."""
    until = time.monotonic() + DEADLINE_SECONDS
    while len(list(folder.glob("[!.]*.json"))) < count:
        assert time.monotonic() < until
        time.sleep(0.01)
