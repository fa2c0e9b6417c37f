"""Counting the lane's processes one by one, where no control group does it for all of them."""

from __future__ import annotations

import os
import resource
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from codementor_cli.sandbox.runner.zygote import Zygote

_PAGE_BYTES = resource.getpagesize()
_BLOCK_BYTES = 512
"""Source: stat(3type), st_blocks."""
_TICKS = os.sysconf("SC_CLK_TCK")
_OWN = str(os.getpid())
_FREE_UNMAPPED_BYTES = 32 << 20
"""The program's own input is such a file; a control group has room for it beyond the limit too."""


class suppress:  # noqa: N801  # it is contextlib.suppress, without what contextlib brings: 4 ms of each lane's start
    """Go on after the block where one of these errors ended it."""

    def __init__(self, *errors: type[OSError]) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """Swallow the error, if it is one of these."""
        return kind is not None and issubclass(kind, self._errors)


class Census:
    """CPU time and resident memory of every process in the lane but the runner and the zygote, from /proc."""

    def __init__(self) -> None:
        self.zygote: Zygote | None = None
        """Where there is one; of its processes only what they waited for is counted, of programs to come nothing."""
        self._seen = 0.0
        self._lost = 0.0
        self.largest_bytes = 0
        """Most memory that all processes had together since ``reset``."""

    def reset(self) -> None:
        """Begin a new step."""
        self.largest_bytes = 0

    def cpu_nanoseconds(self) -> int:
        """Return CPU time since the lane began; only differences have a meaning.

        The time of a process that nobody waits for is in no count once it is gone; what a later census misses of an
        earlier one is therefore added. Source: proc_pid_stat(5), wait(2) on SIGCHLD ignored.
        """
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        total = usage.ru_utime + usage.ru_stime
        ours, spares = self._left_out()
        for name in names():
            if name not in spares:
                total += sum(map(int, _fields(name)[13 if name in ours else 11 : 15])) / _TICKS
        self._lost += max(0.0, self._seen - total)
        self._seen = total
        return int((total + self._lost) * 1e9)

    def memory_bytes(self, limit: int) -> int:
        """Return the resident memory of all processes together.

        Where the quick count, which has shared pages once a process, is over the limit, each is asked for its share.
        """
        ours, spares = self._left_out()
        found = [name for name in names() if name not in ours and name not in spares]
        total = sum(sum(map(int, _fields(name)[21:22])) for name in found) * _PAGE_BYTES
        if total > limit:
            total = sum(_share_bytes(name) for name in found)
        total += max(0, _unmapped_bytes() - _FREE_UNMAPPED_BYTES)
        self.largest_bytes = max(self.largest_bytes, total)
        return total

    def _left_out(self) -> tuple[set[str], set[str]]:
        """Return the process ids of the zygote, and of the programs that it has forked ahead."""
        if self.zygote is None:
            return set(), set()
        return set(map(str, self.zygote.processes)), set(map(str, self.zygote.spares))


def _fields(name: str) -> list[str]:
    """Return the fields of /proc/PID/stat from the third on; none where the process is gone."""
    try:
        with open(f"/proc/{name}/stat", encoding="latin-1") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def names() -> list[str]:
    """Return the ids of all processes of the lane but the runner."""
    return [name for name in os.listdir("/proc") if name.isdigit() and name != _OWN]


def _unmapped_bytes() -> int:
    """Return the size of memory that no process need have mapped: files without a name, and System V shared memory.

    Source: memfd_create(2); proc_sysvipc(5), whose column 15 is the resident size in bytes.
    """
    files: dict[tuple[int, int], int] = {}
    for name in names():
        with suppress(OSError):
            for descriptor in os.listdir(f"/proc/{name}/fd"):
                with suppress(OSError):
                    status = os.stat(f"/proc/{name}/fd/{descriptor}")
                    if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                        files[status.st_dev, status.st_ino] = status.st_blocks * _BLOCK_BYTES
    total = sum(files.values())
    with suppress(OSError), open("/proc/sysvipc/shm", encoding="ascii") as table:
        total += sum(int(line.split()[14]) for line in table.readlines()[1:])
    return total


def _share_bytes(name: str) -> int:
    """Return a process's proportional share of resident memory; 0 where it is gone.

    Of a process of another user the share is secret: what is its alone must do. Source: proc_pid_smaps(5), ptrace(2).
    """
    try:
        with suppress(PermissionError), open(f"/proc/{name}/smaps_rollup", "rb") as file:
            for line in file:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
        with open(f"/proc/{name}/statm", encoding="ascii") as file:
            _, resident, shared, *_ = map(int, file.read().split())
        return (resident - shared) * _PAGE_BYTES
    except OSError:
        return 0
