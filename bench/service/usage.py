"""What a server holds, and what two bare interpreters do in its place."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.measure import HOST_PYTHON
from bench.service.targets import SOURCE

_BARE_SECONDS = 4.0
_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a server holds at a moment."""

    resident_mib: float
    cpu_seconds: float
    """Of the server itself, not of its lanes, since it started."""
    thread_count: int
    descriptor_count: int
    lane_mib: tuple[float, ...]
    """Of each lane's control group; empty where there are none."""

    def __str__(self) -> str:
        lanes = f"{len(self.lane_mib)} lanes of {median(self.lane_mib):.1f} MiB" if self.lane_mib else "no lane"
        server = f"server {self.resident_mib:.0f} MiB, {self.thread_count} threads"
        return f"{server}, {self.descriptor_count} descriptors, {lanes}"


def usage(process: int) -> Usage:
    """Return what a process holds, by the kernel's word. Source: proc_pid_status(5), proc_pid_stat(5)."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    times = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    groups = [Path(top) for top, _, _ in os.walk("/sys/fs/cgroup") if f"/codementor-{process}-" in top]
    sizes = [
        int(file.read_text()) / _MIB
        for group in groups
        for file in (group / "memory.usage_in_bytes", group / "memory.current")
        if file.exists()
    ]
    return Usage(
        resident_mib=int(fields["VmRSS"].split()[0]) / 1024,
        cpu_seconds=sum(map(int, times[11:13])) / os.sysconf("SC_CLK_TCK"),
        thread_count=int(fields["Threads"]),
        descriptor_count=len(list(Path(f"/proc/{process}/fd").iterdir())),
        lane_mib=tuple(sizes),
    )


def bare_rate() -> float:
    """Return how many cases a second two bare interpreters run, each one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "main.py"
        file.write_text(SOURCE)
        until = time.monotonic() + _BARE_SECONDS

        def cases() -> int:
            count = 0
            while time.monotonic() < until:
                subprocess.run([HOST_PYTHON, str(file)], input=b"1 2\n", stdout=subprocess.DEVNULL, check=True)
                count += 1
            return count

        with ThreadPoolExecutor(2) as pool:
            began = time.monotonic()
            counts = [each.result() for each in [pool.submit(cases) for _ in range(2)]]
            return sum(counts) / (time.monotonic() - began)
