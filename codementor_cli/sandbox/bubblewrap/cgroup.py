"""Control groups for lanes, where this process may make them: version 1 or 2 of the kernel's interface.

Source: Linux Documentation/admin-guide/cgroup-v1/{memory,pids,cpuacct}.rst and cgroup-v2.rst.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

from codementor_cli.sandbox.policy import LanePolicy

_MOUNT = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")
_V1 = ("memory", "pids", "cpuacct")
_PREFIX = "codementor-"
_MONITOR_COUNT = 1
"""bwrap's own process, which waits outside the lane's namespace but inside its group."""
_REMOVE_SECONDS = 2.0
NOT_ENTERED = 125
"""Exit code of a lane's command where its group could be made and not entered."""

_numbers = count()


class LaneGroup:
    """The control group of one lane: one folder, or one a controller."""

    def __init__(self, folders: dict[str, Path]) -> None:
        self._folders = folders

    @property
    def mounts(self) -> tuple[tuple[str, str], ...]:
        """Folders that the runner reads: host path, path in the lane."""
        if "" in self._folders:
            return ((str(self._folders[""]), "/sys/fs/cgroup"),)
        return tuple((str(self._folders[name]), f"/sys/fs/cgroup/{name}") for name in ("memory", "cpuacct"))

    def entering(self, command: list[str]) -> list[str]:
        """Return the command that enters the group and becomes ``command``."""
        files = [str(folder / "cgroup.procs") for folder in self._folders.values()]
        enter = f'echo $$ > "$1" || exit {NOT_ENTERED}; shift; n=$((n-1))'
        script = f'n=$1; shift; while [ "$n" -gt 0 ]; do {enter}; done; exec "$@"'
        return ["/bin/sh", "-c", script, "sh", str(len(files)), *files, *command]

    def oom_kill_count(self) -> int:
        """Return how many processes of the lane the kernel killed for memory."""
        folder = self._folders.get("") or self._folders["memory"]
        for name in ("memory.events", "memory.oom_control"):
            with suppress(OSError):
                for line in (folder / name).read_text(encoding="ascii").splitlines():
                    if line.startswith("oom_kill "):
                        return int(line.split()[1])
        return 0

    def remove(self, seconds: float = _REMOVE_SECONDS) -> bool:
        """Remove the group, once its last process is gone; return whether it is removed.

        Args:
            seconds: How long to try; 0: once.
        """
        until = time.monotonic() + seconds
        while not self._is_removed():
            if time.monotonic() >= until:
                return False
            time.sleep(0.01)
        return True

    def _is_removed(self) -> bool:
        for folder in self._folders.values():
            with suppress(OSError):
                folder.rmdir()
        return not any(folder.exists() for folder in self._folders.values())


def make(policy: LanePolicy) -> LaneGroup | None:
    """Return a new group with a lane's limits; None where this process may not make one."""
    name = f"{_PREFIX}{os.getpid()}-{next(_numbers)}"
    folders = _make_v2(name) or _make_v1(name)
    if folders is None:
        return None
    group = LaneGroup(folders)
    try:
        _limit(folders, policy)
    except OSError:
        group.remove()
        return None
    return group


def reap() -> tuple[str, ...]:
    """Remove groups of processes that are gone; return their names."""
    removed = []
    own = _own_groups()
    for parent in (*_v2_parents(), *(folder for name in _V1 for folder in _v1_parents(name, own))):
        for folder in parent.glob(f"{_PREFIX}*-*"):
            pid = folder.name.removeprefix(_PREFIX).split("-")[0]
            if pid.isdigit() and not Path(f"/proc/{pid}").exists():
                with suppress(OSError):
                    folder.rmdir()
                    removed.append(folder.name)
    return tuple(removed)


def _limit(folders: dict[str, Path], policy: LanePolicy) -> None:
    processes = str(policy.process_count + _MONITOR_COUNT)
    if "" in folders:
        _write(folders[""] / "memory.max", str(policy.memory_bytes))
        _write(folders[""] / "pids.max", processes)
        with suppress(OSError):  # no swap on this machine
            _write(folders[""] / "memory.swap.max", "0")
        return
    _write(folders["memory"] / "memory.limit_in_bytes", str(policy.memory_bytes))
    _write(folders["pids"] / "pids.max", processes)
    with suppress(OSError):  # no swap accounting in this kernel
        _write(folders["memory"] / "memory.memsw.limit_in_bytes", str(policy.memory_bytes))


def _make_v2(name: str) -> dict[str, Path] | None:
    for parent in _v2_parents():
        folder = parent / name
        try:
            folder.mkdir()
        except OSError:
            continue
        if (folder / "memory.max").exists() and (folder / "pids.max").exists():
            return {"": folder}
        with suppress(OSError):
            folder.rmdir()
    return None


def _make_v1(name: str) -> dict[str, Path] | None:
    folders: dict[str, Path] = {}
    own = _own_groups()
    for controller in _V1:
        for parent in _v1_parents(controller, own):
            with suppress(OSError):
                (parent / name).mkdir()
                folders[controller] = parent / name
                break
    if len(folders) == len(_V1):
        return folders
    for folder in folders.values():
        with suppress(OSError):
            folder.rmdir()
    return None


def _v2_parents() -> tuple[Path, ...]:
    """Return the folders for new groups: next to this process's own, for a group with processes has no inner ones."""
    if not (_MOUNT / "cgroup.controllers").exists():
        return ()
    own = _MOUNT / _own_groups().get("", "/").lstrip("/")
    return (own.parent, _MOUNT) if own != _MOUNT else (_MOUNT,)


def _v1_parents(controller: str, own: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where a group may go: inside this process's own, so that limits set from outside hold."""
    mount = _MOUNT / controller
    if not mount.is_dir():
        return ()
    return (mount / own.get(controller, "/").lstrip("/"), mount)


def _own_groups() -> dict[str, str]:
    """Return this process's group of each controller. Source: cgroups(7), "/proc/[pid]/cgroup"."""
    found: dict[str, str] = {}
    with suppress(OSError):
        for line in _OWN.read_text(encoding="utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            for controller in controllers.split(","):
                found.setdefault(controller, path)
    return found


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="ascii")
