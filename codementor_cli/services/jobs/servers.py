"""Names of server processes, by which another one sees that a process has ended.

A name is known to be dead only where its process would be seen: on the same machine since its last start, in the same
namespace of processes. Of all others the lease tells.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

_PROCESSES = Path("/proc")


def server_name() -> str:
    """Return a new name for a server in this process."""
    return f"{_place()}/{os.getpid()}/{_started(os.getpid())}/{os.urandom(4).hex()}"


def is_dead(name: str) -> bool:
    """Whether the process of a name is known to have ended."""
    place, _, rest = name.partition("/")
    pid, _, rest = rest.partition("/")
    started = rest.partition("/")[0]
    return bool(started) and place == _place() and pid.isdecimal() and started != _started(int(pid))


def _place() -> str:
    """Return what says that two processes can see each other; ``?``: this system has no such thing."""
    try:
        boot = (_PROCESSES / "sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{socket.gethostname()} {boot} {(_PROCESSES / 'self/ns/pid').stat().st_ino}".replace("/", " ")
    except OSError:
        return "?"


def _started(pid: int) -> str:
    """Return when a process started, in ticks since the machine did; empty: there is none, or nothing tells.

    Source: proc(5), /proc/pid/stat, field 22; field 2, the name, may hold anything.
    """
    try:
        return (_PROCESSES / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
