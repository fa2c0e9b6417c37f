"""Whose a container is, so that what a dead command left is found and a living one's is left alone."""

from __future__ import annotations

import os
from pathlib import Path

LANE = "codementor.lane"
OWNER = "codementor.owner"
_MACHINE = "codementor.machine"


def labels() -> dict[str, str]:
    """Return the labels of a lane of this process's."""
    return {LANE: "1", OWNER: f"{os.getpid()}:{_started(os.getpid())}", _MACHINE: machine()}


def is_orphan(found: dict[str, str]) -> bool:
    """Whether the process that the labels name is gone; a process on another machine is taken to be alive."""
    if found.get(_MACHINE) != machine():
        return False
    pid, _, started = found.get(OWNER, "").partition(":")
    return not pid.isdigit() or _started(int(pid)) != started


def machine() -> str:
    """Return a name for this boot of this machine and this process namespace: pids mean something within it alone."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}:{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return "unknown"


def _started(pid: int) -> str:
    """Return when a process began, in clock ticks since boot; empty where there is none. Source: proc_pid_stat(5)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[19]
