"""Run delay: the time in which a program was ready to run and no core was given to it.

A limit on wall time is for programs that sleep or wait. On a busy machine a program that computes is passed by as well,
and that time is the machine's. The runner looks at the program now and then, at moments that no program can foresee:
where one of its tasks is ready to run, what the interval since the last look lacks in CPU time was not given.

A program cannot buy much time so. On an idle machine a task that is ready runs, and its interval lacks nothing. A
program that is ready for a part of the time is found ready at that part of the looks: it gains, on average, no more
wall time than it pays in CPU time, whatever the number of its tasks.
"""

from __future__ import annotations

import os

from codementor_cli.sandbox.runner.process_totals import stat_fields, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from codementor_cli.sandbox.runner.meter import Meter

SHORTEST_SECONDS = 0.02
"""Between two looks, at least; twice as much more is drawn by lot. A look takes some 0.2 ms."""
_BYTES_OF_LUCK = 2
# Source: proc_pid_stat(5); counted from the third field on, which is the first after the name.
_STATE, _NICE, _THREADS, _POLICY = 0, 16, 17, 38
_READY = "R"


class RunDelay:
    """The run delay of one program."""

    def __init__(self, meter: Meter, now: float, cpu_nanoseconds: int) -> None:
        """Begin.

        Args:
            meter: Knows the lane's processes.
            now: When the program starts, by ``time.monotonic``.
            cpu_nanoseconds: What the meter says then.
        """
        self.seconds = 0.0
        """The delay so far."""
        self._meter = meter
        self._seen_at = now
        self._seen_cpu = cpu_nanoseconds
        self._own_queue = meter.own_queue_nanoseconds()

    def look(self, now: float, cpu_nanoseconds: int, *, ended: bool = False) -> None:
        """Count what the time since the last look lacks.

        The runner itself is passed by too: what it looks at late is no more than it waited itself.

        Args:
            now: The moment.
            cpu_nanoseconds: What the meter says now.
            ended: Whether the program has ended: nothing of it is ready any more.
        """
        lacking = now - self._seen_at - (cpu_nanoseconds - self._seen_cpu) / 1e9
        own_queue = self._meter.own_queue_nanoseconds()
        if lacking > 0:
            is_ready = not ended and any(map(self._is_ready, self._meter.programs()))
            self.seconds += lacking if is_ready else min(lacking, (own_queue - self._own_queue) / 1e9)
        self._seen_at, self._seen_cpu, self._own_queue = now, cpu_nanoseconds, own_queue

    def _is_ready(self, process: str) -> bool:
        """Whether a task of a process runs or could run."""
        fields = stat_fields(f"/proc/{process}/stat")
        if self._could_run(fields):
            return True
        if len(fields) <= _POLICY or fields[_THREADS] == "1":
            return False
        with suppress(OSError):
            tasks = os.listdir(f"/proc/{process}/task")
            return any(self._could_run(stat_fields(f"/proc/{process}/task/{task}/stat")) for task in tasks)
        return False

    def _could_run(self, fields: list[str]) -> bool:
        """Whether a task runs or waits for a core; one that put itself behind others does not count."""
        return (
            len(fields) > _POLICY
            and fields[_STATE] == _READY
            and fields[_POLICY] == self._meter.policy
            and int(fields[_NICE]) <= self._meter.nice
        )


def draw_seconds(longest: float) -> float:
    """Return a time below ``longest`` that no program can foresee."""
    return longest * int.from_bytes(os.urandom(_BYTES_OF_LUCK), "big") / (1 << 8 * _BYTES_OF_LUCK)
