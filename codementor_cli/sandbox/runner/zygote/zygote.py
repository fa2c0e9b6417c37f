"""The runner's side of the zygote: an interpreter that is forked for each program instead of started for it.

It starts as root, before the runner has seen a byte of test data, and never reads any. Its programs have users of
their own, so they can neither signal nor trace it, nor look into it.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # see child
import fcntl
import marshal
import os
import sys

from codementor_cli.sandbox.runner import child, identity, wire
from codementor_cli.sandbox.runner.ending import End
from codementor_cli.sandbox.runner.zygote.forker import Forker, ZygoteError, cpu_nanoseconds

_FOLDER = "/box/zygote"
_HOOK = _FOLDER + "/usercustomize.py"
_ANSWER_BYTES = 64
_CODE_OPTIONS = ["-I", "-S", "-c"]
_HIGH = 10
"""The first descriptor number that no stream or socket of a program needs."""


class Zygote:
    """An interpreter that waits for programs."""

    def __init__(self, request: dict[str, object], code: str, killer: int) -> None:
        """Start it; it comes up while the runner goes on.

        Args:
            request: The host's: command, environment and stack of the programs to come, and what they import.
            code: What it runs; see ``bundle``.
            killer: A user id that no program has.
        """
        self._argv = wire.typed(request, "argv", list)
        self._environment = wire.typed(request, "environment", dict)
        self._stack_bytes = wire.typed(request, "stack_bytes", int)
        self._killer = killer
        imports = wire.typed(request, "imports", list)
        _place_hook(f"IMPORTS = {imports!r}\n{code}")
        self._forkers = (Forker(), Forker())
        self._turn = 0
        self._current: Forker | None = None
        self._process = os.fork()
        if self._process == 0:
            self._become()
        for forker in self._forkers:
            forker.close_theirs()
        self.is_ready = False

    def wait(self) -> bool:
        """Wait until it is up; return whether it is, for an interpreter may be set up so that it never gets there."""
        ups = [forker.handshake() for forker in self._forkers]
        self.is_ready = all(ups)
        _remove_hook()
        if not self.is_ready:
            for forker in self._forkers:
                forker.close()
            for process in (self._process, *(forker.process for forker in self._forkers if forker.process)):
                os.kill(process, _signal.SIGKILL)
        os.waitpid(self._process, 0)
        return self.is_ready

    def expect(self, count: int) -> None:
        """Let processes be forked for so many programs to come, at most two: each as soon as its forker has time.

        Raises:
            ZygoteError: The zygote is gone.
        """
        for turn in (self._turn, 1 - self._turn)[:count]:
            self._forkers[turn].order()

    def prepare(self) -> None:
        """Wait until the next program's process is there, which it is where it was expected.

        Raises:
            ZygoteError: The zygote is gone.
        """
        self._current = self._forkers[self._turn]
        self._turn = 1 - self._turn
        self._current.prepare()

    def fork_for(self, how: child.Start, streams: tuple[int, int, int]) -> Forked:
        """Start a program, after ``prepare``; return once its first instruction is next.

        Raises:
            CannotStartError: It could not be started at all: the lane's fault, not the program's.
            ZygoteError: The zygote is gone.
        """
        read, write = os.pipe()
        packed = b"".join(number.to_bytes(4, sys.byteorder) for number in (*streams, write))
        data = marshal.dumps((how.identity.fields(), *self._way(how)))
        forked = Forked(self, *self._expected.request(data, packed), how.identity.user or 0)
        os.close(write)
        trouble = os.read(read, _ANSWER_BYTES)
        os.close(read)
        if trouble:
            os.close(forked.ended)
            self.end()
            raise child.CannotStartError(how.argv[0], os.strerror(int(trouble)))
        return forked

    @property
    def _expected(self) -> Forker:
        if self._current is None:
            raise ZygoteError("no program was expected")
        return self._current

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
        """Return the CPU time that it took itself, and for programs to come but the one that is expected."""
        return sum(map(cpu_nanoseconds, [*self.processes, *self.spares]))

    @property
    def processes(self) -> list[int]:
        """The process ids of its own."""
        return [forker.process for forker in self._forkers]

    @property
    def spares(self) -> list[int]:
        """The process ids of programs to come, but of the one that is expected."""
        return [spare for forker in self._forkers if forker is not self._current and (spare := forker.look())]

    def kill_all_of(self, user: int) -> None:
        """Kill every process of a user, at once, so that none can fork its way out of it.

        For as long as that takes, the runner is that user where the kernel asks who kills, and a third one where it
        asks who may kill the runner. Source: kill(2), setresuid(2), capabilities(7).
        """
        os.setresuid(self._killer, user, 0)
        try:
            os.kill(-1, _signal.SIGKILL)
        except ProcessLookupError:  # no process is left
            return
        finally:
            os.setresuid(0, 0, 0)

    def end(self) -> End:
        """Wait until all processes of the program are gone. The caller kills them.

        Raises:
            ZygoteError: The zygote is gone.
        """
        end = self._expected.end()
        self._current = None
        return end

    def _become(self) -> None:
        """Become the zygote: as the program would start, but for its streams, which are of the same kinds.

        The code that it runs knows its sockets as 3 to 6.
        """
        try:
            os.setsid()
            stdin = os.open(f"/proc/self/fd/{child.nameless_file()}", os.O_RDONLY)
            _, stdout = os.pipe()
            kept = [
                fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, _HIGH)
                for number in (stdin, stdout, stdout, *self._forkers[0].theirs, *self._forkers[1].theirs)
            ]
            for target, source in enumerate(kept):
                os.dup2(source, target)
            child.reset_signals()
            identity.set_stack(self._stack_bytes)
            os.chdir("/")
            identity.execute(self._argv, {**self._environment, "PYTHONPATH": _FOLDER})
        finally:
            os._exit(1)


class Forked:
    """A program that the zygote was forked for."""

    def __init__(self, zygote: Zygote, ended: int, cpu_before: int, user: int) -> None:
        self.ended = ended
        """Readable once the main process has ended."""
        self._zygote = zygote
        self._cpu_before = cpu_before
        self._user = user

    def kill(self) -> None:
        """Kill every process of the program."""
        self._zygote.kill_all_of(self._user)

    def end(self) -> End:
        """Kill and wait for every process of the program."""
        self.kill()
        end = self._zygote.end()
        end.cpu_nanoseconds -= self._cpu_before
        return end


def _place_hook(code: str) -> None:
    os.mkdir(_FOLDER, 0o700)
    hook = os.open(_HOOK, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(hook, code.encode())
    os.close(hook)


def _remove_hook() -> None:
    os.unlink(_HOOK)
    os.rmdir(_FOLDER)
