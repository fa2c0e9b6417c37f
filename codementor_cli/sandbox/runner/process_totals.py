"""Counting the lane's processes one by one, where no control group does it for all of them."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # see child
import os
import resource
import stat
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    _Answer = TypeVar("_Answer")

    from codementor_cli.sandbox.runner.zygote.zygote import Zygote

_BLOCK_BYTES = 512
"""Source: stat(3type), st_blocks."""
_TICKS = os.sysconf("SC_CLK_TCK")
_OWN = str(os.getpid())
_FILE_SYSTEMS = ("/box", "/dev/shm")  # noqa: S108  # these are what is counted
_QUICK_SECONDS = 0.005
"""Of work; a count that takes more is slow, and what a program takes meanwhile is worth stopping it for."""
_LONG_SECONDS = 0.05
"""The same, on a clock that goes on while the machine has no core for the runner."""


class suppress:  # noqa: N801  # it is contextlib.suppress, without what contextlib brings: 4 ms of each lane's start
    """Go on after the block where one of these errors ended it."""

    def __init__(self, *errors: type[OSError]) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """Swallow the error, if it is one of these."""
        return kind is not None and issubclass(kind, self._errors)


class ProcessTotals:
    """CPU time and resident memory of every process in the lane but the runner and the zygote, from /proc."""

    def __init__(self) -> None:
        self.zygote: Zygote | None = None
        """Where there is one; of its processes only what they waited for is counted, of programs to come nothing."""
        self._seen = 0.0
        self._lost = 0.0
        self._free_bytes = 0
        self._before = 0
        self._devices = {os.stat(folder).st_dev for folder in _FILE_SYSTEMS if os.path.isdir(folder)}
        self.largest_bytes = 0
        """Most memory that all processes had together since ``reset``."""

    def reset(self, input_bytes: int) -> None:
        """Begin a new step.

        Args:
            input_bytes: Of the file in memory that is the program's input.
        """
        self.largest_bytes = 0
        self._free_bytes = input_bytes
        self._before = _file_system_bytes()

    def cpu_nanoseconds(self) -> int:
        """Return CPU time since the lane began; only differences have a meaning.

        The time of a process without a waiting parent is in no count once it is gone; what a later count misses of an
        earlier one is therefore added. Source: proc_pid_stat(5), wait(2) on SIGCHLD ignored.
        """
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        total = usage.ru_utime + usage.ru_stime
        ours, spares = self._left_out()
        for name in names():
            if name not in spares:
                total += sum(map(int, stat_fields(f"/proc/{name}/stat")[13 if name in ours else 11 : 15])) / _TICKS
        self._lost += max(0.0, self._seen - total)
        self._seen = total
        return int((total + self._lost) * 1e9)

    def memory_bytes(self, limit: int) -> int:
        """Return what all processes and files use together.

        Where the quick count, which has shared pages once a process, is over the limit, each is asked for its share.
        Programs that make a count slow, to use more meanwhile, are stopped for as long as it takes.
        """
        count = _Count()
        total = sum(map(sum, count.of_all(self._names(), _quick_bytes)))
        total += self._file_bytes(count)
        if total > limit:
            own, shared = map(sum, zip(*count.of_all(self._names(), _share_bytes), strict=True))
            total = own + max(shared, self._file_bytes(count))
        if count.is_slow and total <= limit:
            _signal_all(_signal.SIGCONT)
        self.largest_bytes = max(self.largest_bytes, total)
        return total

    def _names(self) -> list[str]:
        """Return the programs' processes."""
        ours, spares = self._left_out()
        return [name for name in names() if name not in ours and name not in spares]

    def _file_bytes(self, count: _Count) -> int:
        """Return the size of files in memory, and of System V shared memory, that no process need have mapped."""
        unmapped = sum(dict(pair for found in count.of_all(self._names(), self._open_files) for pair in found).values())
        total = max(0, unmapped - self._free_bytes) + max(0, _file_system_bytes() - self._before)
        with suppress(OSError), open("/proc/sysvipc/shm", encoding="ascii") as table:
            total += sum(int(line.split()[14]) for line in table.readlines()[1:])  # resident. Source: proc_sysvipc(5)
        return total

    def _open_files(self, name: str) -> list[tuple[tuple[int, int], int]]:
        """Return (device, number) and size of open files without a name, but of those on the lane's file systems."""
        files: list[tuple[tuple[int, int], int]] = []
        with suppress(OSError):
            for descriptor in os.listdir(f"/proc/{name}/fd"):
                with suppress(OSError):
                    status = os.stat(f"/proc/{name}/fd/{descriptor}")
                    if stat.S_ISREG(status.st_mode) and status.st_nlink == 0 and status.st_dev not in self._devices:
                        files.append(((status.st_dev, status.st_ino), status.st_blocks * _BLOCK_BYTES))
        return files

    def _left_out(self) -> tuple[set[str], set[str]]:
        """Return the process ids of the zygote, and of the programs that it has forked ahead."""
        if self.zygote is None:
            return set(), set()
        return set(map(str, self.zygote.processes)), set(map(str, self.zygote.spares))


def stat_fields(path: str) -> list[str]:
    """Return the fields of a process's or task's ``stat`` from the third on; none where it is gone."""
    try:
        with open(path, encoding="latin-1") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def names() -> list[str]:
    """Return the ids of all processes of the lane but the runner."""
    return [name for name in os.listdir("/proc") if name.isdigit() and name != _OWN]


class _Count:
    """A count, process by process, within a time; after it the processes are stopped and counted again."""

    def __init__(self) -> None:
        self._begin()
        self.is_slow = False

    def of_all(self, names: list[str], ask: Callable[[str], _Answer]) -> list[_Answer]:
        """Return each process's answer."""
        while True:
            answers = []
            for name in names:
                answers.append(ask(name))
                if time.process_time() > self._work_until or time.monotonic() > self._until:
                    _signal_all(_signal.SIGSTOP)  # again and again, for one may wake another before it stops itself
                    self._begin()
                    if not self.is_slow:
                        break
            else:
                return answers
            self.is_slow = True

    def _begin(self) -> None:
        self._work_until = time.process_time() + _QUICK_SECONDS
        self._until = time.monotonic() + _LONG_SECONDS


def _signal_all(number: int) -> None:
    """Send a signal to every process but this one."""
    with suppress(OSError):
        os.kill(-1, number)


def _file_system_bytes() -> int:
    """Return what the lane's own file systems hold."""
    return sum((status.f_blocks - status.f_bfree) * status.f_frsize for status in map(os.statvfs, _FILE_SYSTEMS))


def _quick_bytes(name: str) -> tuple[int, ...]:
    """Return resident memory, swapped memory and page tables; nothing where the process is gone."""
    return tuple(_kibibytes(f"/proc/{name}/status", (b"VmRSS:", b"VmSwap:", b"VmPTE:")).values())


def _kibibytes(path: str, labels: tuple[bytes, ...]) -> dict[bytes, int]:
    """Return bytes by label, from lines in KiB."""
    found: dict[bytes, int] = {}
    with suppress(OSError), open(path, "rb") as file:
        for line in file:
            label, _, rest = line.partition(b"\t") if b"\t" in line else line.partition(b" ")
            if label in labels:
                found[label] = int(rest.split()[0]) * 1024
    return found


def _share_bytes(name: str) -> tuple[int, int]:
    """Return a process's proportional share of memory: its own and of files on disk, and of files in memory.

    Where the shares are secret, as of a process of another user or one that cannot be dumped, it counts whole.
    Source: proc_pid_smaps(5), ptrace(2).
    """
    shares = _kibibytes(f"/proc/{name}/smaps_rollup", (b"Pss:", b"Pss_Shmem:", b"SwapPss:"))
    if b"Pss:" in shares:
        shared = shares.get(b"Pss_Shmem:", 0)
        tables = _kibibytes(f"/proc/{name}/status", (b"VmPTE:",)).get(b"VmPTE:", 0)
        return shares[b"Pss:"] - shared + shares.get(b"SwapPss:", 0) + tables, shared
    whole = _kibibytes(f"/proc/{name}/status", (b"RssAnon:", b"RssShmem:", b"VmSwap:", b"VmPTE:"))
    shared = whole.pop(b"RssShmem:", 0)
    return sum(whole.values()), shared
