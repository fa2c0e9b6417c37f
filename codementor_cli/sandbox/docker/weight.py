"""The share of the processors that Docker lanes get among all that runs."""

from __future__ import annotations

import os
from contextlib import suppress

from codementor_cli.sandbox.docker.container import PARENT_GROUP

_FILES = (
    (f"/sys/fs/cgroup/{PARENT_GROUP}/cpu.weight", 100),
    (f"/sys/fs/cgroup/cpu/{PARENT_GROUP}/cpu.shares", 1024),
    (f"/sys/fs/cgroup/cpu,cpuacct/{PARENT_GROUP}/cpu.shares", 1024),
)
"""Of control groups 2 and 1, and what one process weighs there.

Source: Linux Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/cpuacct.rst and scheduler/sched-design-CFS.rst.
"""


def weigh_as_processes(lane_count: int) -> None:
    """Let the lanes together weigh as much as that many processes, where this process may say so.

    Elsewhere (a remote daemon, an ordinary user) all lanes together weigh as one process.
    """
    for path, weight in _FILES:
        with suppress(OSError):
            descriptor = os.open(path, os.O_WRONLY)
            try:
                os.write(descriptor, b"%d" % (lane_count * weight))
            finally:
                os.close(descriptor)
