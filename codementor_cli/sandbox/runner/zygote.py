"""The runner's side of the zygote: an interpreter that is forked for each program instead of started for it.

It is executed before the runner has seen a byte of test data, as root, and reads none ever. Its programs have users of
their own, so they can neither signal nor trace it, nor look into it.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # see child
import _socket
import fcntl
import marshal
import os
import sys
import time

from codementor_cli.sandbox.runner import child, identity
from codementor_cli.sandbox.runner.ending import End

_FOLDER = "/box/zygote"
_HOOK = _FOLDER + "/usercustomize.py"
_ANSWER_BYTES = 64
_CODE_OPTIONS = ["-I", "-S", "-c"]
_HIGH = 10
"""Descriptors from here on are in nobody's way."""


class ZygoteError(Exception):
    """The zygote did not answer: the sandbox's fault."""


class Zygote:
    """An interpreter that waits for programs."""

    def __init__(self, request: dict[str, object], code: str, killer: int) -> None:
        """Start it; it comes up beside what the runner does next.

        Args:
            request: The host's: command, environment and stack of the programs to come.
            code: What it runs; see ``bundle``.
            killer: A user id that no program has.
        """
        self._argv = [str(word) for word in request["argv"]]  # type: ignore[attr-defined]  # the host's own list
        self._environment = dict(request["environment"])  # type: ignore[call-overload]  # the host's own object
        self._stack_bytes = int(request["stack_bytes"])  # type: ignore[call-overload]  # the host's own number
        self._killer = killer
        _place_hook(code)
        self._orders, orders = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        self._requests, requests = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        self.process = os.fork()
        if self.process == 0:
            self._become(orders.fileno(), requests.fileno())
        orders.close()
        requests.close()
        self.is_ready = False

    def wait(self) -> bool:
        """Wait until it is up; return whether it is, for an interpreter may be set up so that it never gets there."""
        self.is_ready = bool(self._orders.recv(1))
        _remove_hook()
        if not self.is_ready:
            os.kill(self.process, _signal.SIGKILL)
            os.waitpid(self.process, 0)
        return self.is_ready

    def bear(self, how: child.Start, streams: tuple[int, int, int]) -> Born:
        """Start a program; return once its first instruction is next.

        Raises:
            CannotStartError: It could not be started at all: the lane's fault, not the program's.
            ZygoteError: The zygote is gone.
        """
        read, write = os.pipe()
        packed = b"".join(number.to_bytes(4, sys.byteorder) for number in (*streams, write))
        data = marshal.dumps((how.identity.fields(), *self._way(how)))
        self._requests.sendmsg([data], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, packed)])
        os.close(write)
        self._orders.send(b"+")
        process, trouble = _answer(read)
        born = Born(self, process, how.identity.user or 0)
        self._orders.send(b".")
        if trouble:
            os.close(born.ended)
            self.end()
            raise child.CannotStartError(how.argv[0], os.strerror(trouble))
        return born

    def _way(self, how: child.Start) -> tuple[str, list[str], dict[str, str]]:
        """Return how a process becomes the program: as the file that the zygote was started for, or as other code."""
        count = len(self._argv)
        words = [os.fsdecode(os.fsencode(word)) for word in how.argv]
        if how.environment != self._environment:
            return "execute", words, how.environment
        if words[:count] == self._argv:
            return "file", words[count:], {}
        if words[: len(_CODE_OPTIONS) + 1] == [self._argv[0], *_CODE_OPTIONS]:
            return "code", words[len(_CODE_OPTIONS) + 1 :], {}
        return "execute", words, how.environment

    def cpu_nanoseconds(self) -> int:
        """Return the CPU time that it took itself.

        Source: clock_getcpuclockid(3); the kernel's include/linux/posix-timers.h, CPUCLOCK_SCHED.
        """
        return time.clock_gettime_ns(~self.process << 3 | 2)

    def kill_all_of(self, user: int) -> None:
        """Kill every process of a user, at once, so that none can fork its way out of it.

        For as long as that takes, the runner is that user where the kernel asks who kills, and a third one where it
        asks who may kill the runner. Source: kill(2), setresuid(2), capabilities(7).
        """
        os.setresuid(self._killer, user, 0)
        try:
            os.kill(-1, _signal.SIGKILL)
        except ProcessLookupError:  # nobody is left
            return
        finally:
            os.setresuid(0, 0, 0)

    def end(self) -> End:
        """Wait until all processes of the program are gone, which somebody must kill.

        Raises:
            ZygoteError: The zygote is gone.
        """
        data = self._orders.recv(_ANSWER_BYTES)
        if not data:
            raise ZygoteError("the zygote is gone")
        status, largest_bytes, cpu_nanoseconds = marshal.loads(data)  # noqa: S302  # of our own zygote
        return End(status, largest_bytes, cpu_nanoseconds)

    def _become(self, orders: int, requests: int) -> None:
        """Become the zygote: as the program would start, but for its streams, which are of the same kinds.

        The code that it runs knows its two sockets as 3 and 4.
        """
        try:
            os.setsid()
            stdin = os.open(f"/proc/self/fd/{os.memfd_create('stdin')}", os.O_RDONLY)
            _, stdout = os.pipe()
            kept = [
                fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, _HIGH)
                for number in (stdin, stdout, stdout, orders, requests)
            ]
            for target, source in enumerate(kept):
                os.dup2(source, target)
            child.reset_signals()
            identity.set_stack(self._stack_bytes)
            os.chdir("/")
            identity.execute(self._argv, {**self._environment, "PYTHONPATH": _FOLDER})
        finally:
            os._exit(1)


class Born:
    """A program that the zygote was forked for."""

    def __init__(self, zygote: Zygote, process: int, user: int) -> None:
        self.ended = os.pidfd_open(process)
        """Readable once the main process has ended."""
        self._zygote = zygote
        self._user = user

    def kill(self) -> None:
        """Kill every process of the program."""
        self._zygote.kill_all_of(self._user)

    def end(self) -> End:
        """Kill and wait for every process of the program."""
        self.kill()
        return self._zygote.end()


def _answer(read: int) -> tuple[int, int]:
    """Return a new program's process id, and the number of the error that it met."""
    pieces = []
    while piece := os.read(read, _ANSWER_BYTES):
        pieces.append(piece)
    os.close(read)
    words = b"".join(pieces).split()
    if not words:
        raise ZygoteError("the zygote forked no process")
    return int(words[0]), int(words[1]) if len(words) > 1 else 0


def _place_hook(code: str) -> None:
    os.mkdir(_FOLDER, 0o700)
    hook = os.open(_HOOK, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(hook, code.encode())
    os.close(hook)


def _remove_hook() -> None:
    os.unlink(_HOOK)
    os.rmdir(_FOLDER)
