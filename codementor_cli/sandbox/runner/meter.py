"""What the lane's control group counts: CPU time and out-of-memory kills, of all processes together."""

from __future__ import annotations

import os
import time

from codementor_cli.sandbox.runner.process_totals import ProcessTotals, names
from codementor_cli.sandbox.runner.zygote.zygote import Zygote

# Source: Linux Documentation/admin-guide/cgroup-v1/{cpuacct,memory}.rst and cgroup-v2.rst.
_CPU_FILES = (
    ("/sys/fs/cgroup/cpu.stat", b"usage_usec ", 1000),
    ("/sys/fs/cgroup/cpuacct/cpuacct.usage", b"", 1),
    ("/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage", b"", 1),
)
_OOM_FILES = (
    ("/sys/fs/cgroup/memory.events", b"oom_kill ", 1),
    ("/sys/fs/cgroup/memory/memory.oom_control", b"oom_kill ", 1),
)


class _Counter:
    """One number in one file of the control group, read without opening it again."""

    def __init__(self, candidates: tuple[tuple[str, bytes, int], ...]) -> None:
        self.path = ""
        for path, label, factor in candidates:
            try:
                self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            except OSError:
                continue
            self.path, self._label, self._factor = path, label, factor
            return

    def read(self) -> int:
        """Return the number, 0 where there is no such file."""
        if not self.path:
            return 0
        text = os.pread(self._descriptor, 4096, 0)
        for line in text.splitlines():
            if line.startswith(self._label):
                return int(line[len(self._label) :]) * self._factor
        return 0


def _open_or_none(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


class Meter:
    """CPU time and out-of-memory kills of everything in the lane but the runner."""

    def __init__(self, *, counts: bool, uncapped: bool = False) -> None:
        self._cpu = _Counter(_CPU_FILES)
        self._oom = _Counter(_OOM_FILES)
        self.totals = ProcessTotals() if counts else None
        """Set where there is no control group."""
        self.counts_files = uncapped
        """Whether the engine could not cap how many files there are."""
        self.cores = os.cpu_count() or 1
        """How many seconds of CPU time a second can have; asking takes long."""
        self._queue = _open_or_none("/proc/self/schedstat")
        self.nice = os.nice(0)
        self.policy = str(os.sched_getscheduler(0))
        """What the runner's own priority is, as proc_pid_stat(5) writes it."""
        self._zygote: Zygote | None = None

    @property
    def sources(self) -> dict[str, object]:
        """The files that are read; empty names where the lane has none."""
        return {"cpu": self._cpu.path, "oom": self._oom.path}

    def cpu_nanoseconds(self) -> int:
        """Return CPU time since the lane began, without the runner's and the zygote's; only differences have a meaning.

        Too little on kernels where the group's count lags, and where there is none: what was waited for is more then.
        """
        if self.totals is not None:
            return self.totals.cpu_nanoseconds()
        return self._cpu.read() - time.process_time_ns() - (self._zygote.cpu_nanoseconds() if self._zygote else 0)

    def own_queue_nanoseconds(self) -> int:
        """Return how long the runner has waited for a core; 0 where the kernel does not say.

        Source: Linux Documentation/scheduler/sched-stats.rst, /proc/PID/schedstat.
        """
        return 0 if self._queue is None else int(os.pread(self._queue, 256, 0).split()[1])

    def leave_out(self, zygote: Zygote) -> None:
        """Count nothing of the zygote's own."""
        self._zygote = zygote
        if self.totals is not None:
            self.totals.zygote = zygote

    def programs(self) -> list[str]:
        """Return the ids of all processes but the runner, the zygote's own and those forked for programs to come."""
        if self._zygote is None:
            return names()
        others = {*map(str, self._zygote.processes), *map(str, self._zygote.spares)}
        return [name for name in names() if name not in others]

    def oom_kill_count(self) -> int:
        """Return how many processes were killed for memory since the lane began."""
        return self._oom.read()
