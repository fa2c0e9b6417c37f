"""CPU that servers, workers, a broker and a database took, by the kernel's word. Source: proc_pid_stat(5)."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.chaos.machines import Command


@dataclass(frozen=True, slots=True)
class Roots:
    """Processes from which others come."""

    commands: Sequence[Command]
    """Of codementor: each itself, and the processes of a worker; not the lanes."""
    servers: Sequence[Callable[[], Sequence[int]]]
    """Return the first processes of servers, of which all count."""


def cpu_seconds(roots: Roots) -> float:
    """Return the CPU of all, user's and system's, since they started."""
    pids = [pid for each in roots.commands for pid in (each.pid, *_python_children(each.pid))]
    total = sum(_own(pid) for pid in pids)
    for server in roots.servers:
        for root in server():
            # Connections that were closed count in their parent.
            total += _own(root, with_ended=True) + sum(_own(pid) for pid in _below(root))
    return total


def _own(pid: int, *, with_ended: bool = False) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11 : 15 if with_ended else 13])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _children(pid: int) -> list[int]:
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(word) for word in (task / "children").read_text().split()]
    return found


def _python_children(pid: int) -> list[int]:
    """Return the processes of a worker, and no lane."""
    mine = _program(pid)
    return [child for child in _children(pid) if _program(child) == mine and _command(child) == _command(pid)]


def _program(pid: int) -> str:
    with suppress(OSError):
        return str(Path(f"/proc/{pid}/exe").readlink())
    return ""


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _below(pid: int) -> list[int]:
    return [each for child in _children(pid) for each in (child, *_below(child))]
