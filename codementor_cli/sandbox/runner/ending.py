"""The end of a program and of all that it started; the zygote runs this too."""

from __future__ import annotations

import os


class End:
    """How a program ended."""

    __slots__ = ("cpu_nanoseconds", "largest_bytes", "status")

    def __init__(self, status: int, largest_bytes: int, cpu_nanoseconds: int) -> None:
        self.status = status
        """Of the main process, as wait(2) gives it."""
        self.largest_bytes = largest_bytes
        """Most resident memory of any process."""
        self.cpu_nanoseconds = cpu_nanoseconds
        """Of all processes that were waited for."""


def wait_for_all(process: int) -> End:
    """Wait for a process, then for all others that are this one's children by then."""
    _, status, usage = os.wait4(process, 0)
    while os.WIFSTOPPED(status):  # it asked to be traced; what kills it ends the stop too. Source: ptrace(2)
        _, status, usage = os.wait4(process, 0)
    largest, cpu_seconds = usage.ru_maxrss, usage.ru_utime + usage.ru_stime
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return End(status, largest * 1024, int(cpu_seconds * 1e9))
        largest = max(largest, usage.ru_maxrss)
        cpu_seconds += usage.ru_utime + usage.ru_stime
