"""One of a zygote's two processes, as the runner sees it, and the process that this one has forked ahead."""

from __future__ import annotations

import _socket
import marshal
import os
import time

from codementor_cli.sandbox.runner.ending import End

_ANSWER_BYTES = 64


class ZygoteError(Exception):
    """The zygote did not answer: the sandbox's fault."""


class Forker:
    """A process that forks the next program while a program of the other forker runs."""

    def __init__(self) -> None:
        """Make its two sockets; see ``server``."""
        self._orders, orders = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        self._requests, requests = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        self._theirs = (orders, requests)
        self.process = 0
        """Its process id, once it is up."""
        self.spare = 0
        """The process id of the one that it has forked ahead; 0: none that the runner knows of."""
        self._spare_ended = -1
        self._is_ordered = False
        """Whether it was asked for a spare, and has not answered yet."""

    @property
    def theirs(self) -> tuple[int, int]:
        """The descriptors that the process is to have."""
        return self._theirs[0].fileno(), self._theirs[1].fileno()

    def close_theirs(self) -> None:
        """Leave their ends of the sockets to the process, so that its end is noticed."""
        for end in self._theirs:
            end.close()

    def close(self) -> None:
        """Let go of it: its processes end, but for a program that runs."""
        self._orders.close()
        self._requests.close()
        if self._spare_ended >= 0:
            os.close(self._spare_ended)

    def handshake(self) -> bool:
        """Wait until it is up; return whether it is."""
        self.process = int(self._orders.recv(_ANSWER_BYTES) or b"0")
        return bool(self.process)

    def look(self) -> int:
        """Return the process id of the spare, 0 where there is none yet."""
        if self._is_ordered:
            try:
                self._take_spare(_socket.MSG_DONTWAIT)
            except BlockingIOError:
                return 0
        return self.spare

    def order(self) -> None:
        """Ask for a spare, unless there is one or will be.

        Raises:
            ZygoteError: The zygote is gone.
        """
        if self.spare or self._is_ordered:
            return
        try:
            self._orders.send(b"+")
        except OSError as error:
            raise ZygoteError("the zygote is gone") from error
        self._is_ordered = True

    def prepare(self) -> None:
        """Wait until there is a spare that waits for its request, while no program runs.

        Raises:
            ZygoteError: The zygote is gone.
        """
        while not self.spare:
            self.order()  # again where it failed to fork beside a program that is gone now
            self._take_spare(0)
        self._hear(0)

    def request(self, data: bytes, descriptors: bytes) -> tuple[int, int]:
        """Make the spare a program; return its descriptor, which is readable once it has ended, and its CPU time."""
        taken = cpu_nanoseconds(self.spare)
        self._requests.sendmsg([data], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, descriptors)])
        ended, self.spare, self._spare_ended = self._spare_ended, 0, -1
        return ended, taken

    def end(self) -> End:
        """Wait until all processes of the program are gone. The caller kills them.

        Raises:
            ZygoteError: The zygote is gone.
        """
        data = self._orders.recv(_ANSWER_BYTES)
        if not data:
            raise ZygoteError("the zygote is gone")
        status, largest_bytes, nanoseconds = marshal.loads(data)  # noqa: S302  # of our own zygote
        return End(status, largest_bytes, nanoseconds)

    def _take_spare(self, flags: int) -> None:
        """Take the spare's process id; it cannot vanish before its request."""
        self.spare = int(self._hear(flags))
        self._is_ordered = False
        if self.spare:
            self._spare_ended = os.pidfd_open(self.spare)

    def _hear(self, flags: int) -> bytes:
        data: bytes = self._requests.recv(_ANSWER_BYTES, flags)
        if not data:
            raise ZygoteError("the zygote is gone")
        return data


def cpu_nanoseconds(process: int) -> int:
    """Return the CPU time that a process has taken, without its children's.

    Source: clock_getcpuclockid(3); the kernel's include/linux/posix-timers.h, CPUCLOCK_SCHED.
    """
    return time.clock_gettime_ns(~process << 3 | 2)
