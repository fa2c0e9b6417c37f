"""From the runner's fork to the program's first instruction: identity, limits, descriptors.

Python opens every descriptor close-on-exec, so the program inherits 0, 1 and 2 alone.
"""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import termios
import warnings  # noqa: F401  # execvpe imports it: here once, there anew in every child, 1 ms each

_EXEC_FAILED = 127
_NOT_EXECUTABLE = 126
"""As shells say it. Source: POSIX.1-2024, Shell Command Language, 2.8.2."""
_BUILD = "/box/build/"


class CannotStartError(Exception):
    """The lane has no such program, or it cannot be executed."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(f"{program}: {reason}")
        self.program = program


class Start:
    """How a program is started."""

    __slots__ = (
        "argv",
        "caps_processes",
        "cpu_seconds",
        "environment",
        "file_bytes",
        "folder",
        "process_count",
        "stack_bytes",
        "terminal",
        "user",
    )

    def __init__(self, step: dict[str, object], user: int | None, *, caps_processes: bool) -> None:
        self.argv = [str(word) for word in step["argv"]]  # type: ignore[attr-defined]  # the host's own list
        self.environment = dict(step["environment"])  # type: ignore[call-overload]  # the host's own object
        self.folder = str(step["folder"])
        self.terminal = bool(step.get("terminal"))
        self.cpu_seconds = float(step["cpu_seconds"])  # type: ignore[arg-type]  # the host's own number
        self.file_bytes = int(step["file_bytes"])  # type: ignore[call-overload]  # the host's own number
        self.stack_bytes = int(step["stack_bytes"])  # type: ignore[call-overload]  # the host's own number
        self.process_count = int(step["process_count"]) + (user is None)  # type: ignore[call-overload]  # the host's own number
        self.caps_processes = caps_processes
        """Whether the limit on processes is by user, for no control group has it."""
        self.user = user
        """None: the runner's own; the lane has no other."""


def start(how: Start, stdin: int, stdout: int, stderr: int) -> int:
    """Fork, and execute the program in the child.

    Returns:
        The child's process id, once the program runs.

    Raises:
        CannotStartError: The program could not be started at all: the lane's fault, not the program's.
    """
    trouble_read, trouble_write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _become(how, (stdin, stdout, stderr))
            _execute(how)
        except OSError as error:
            os.write(trouble_write, str(error.errno).encode())
        finally:
            os._exit(_EXEC_FAILED)
    os.close(trouble_write)
    trouble = os.read(trouble_read, 16)
    os.close(trouble_read)
    if trouble:
        os.waitpid(child, 0)
        raise CannotStartError(how.argv[0], os.strerror(int(trouble)))
    return child


def _execute(how: Start) -> None:
    """Become the program; one that its own compiler made so that it cannot start has failed by itself.

    A section named ``.interp`` and Rust's ``crate_type`` make such files.
    """
    try:
        os.execvpe(how.argv[0], how.argv, how.environment)  # noqa: S606  # no shell is wanted
    except OSError as error:
        if not how.argv[0].startswith(_BUILD):
            raise
        os.write(2, f"The compiled program cannot be executed: {error.strerror}\n".encode())
        os._exit(_NOT_EXECUTABLE)


def _become(how: Start, descriptors: tuple[int, int, int]) -> None:
    """Give up all that the runner has, step by step, before a line of the program runs."""
    os.setsid()
    for target, source in enumerate(descriptors):
        os.dup2(source, target)
    if how.terminal:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    _limit(how)
    for number in signal.valid_signals():  # ignored by Python, by the runner, or by whoever typed the command
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.umask(0o022)
    os.chdir(how.folder)
    if how.caps_processes:
        resource.setrlimit(resource.RLIMIT_NPROC, (how.process_count, how.process_count))
    user = how.user
    if user is None:
        return
    score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)  # open() would import a codec, anew in every child
    os.write(score, b"1000")
    os.close(score)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _limit(how: Start) -> None:
    """Set the backstops; the runner's clock and the control group come first."""
    seconds = int(how.cpu_seconds) + 2
    limits = (
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, how.file_bytes, how.file_bytes),
        (resource.RLIMIT_NOFILE, 1024, 1024),
        (resource.RLIMIT_CORE, 1, 1),  # 0 would still start a crash handler of the host's. Source: kernel, coredump.c
        (resource.RLIMIT_MSGQUEUE, 0, 0),
        (resource.RLIMIT_MEMLOCK, 65536, 65536),
    )
    for which, soft, hard in limits:
        _, ceiling = resource.getrlimit(which)
        top = hard if ceiling == resource.RLIM_INFINITY else min(hard, ceiling)
        resource.setrlimit(which, (min(soft, top), top))
    _, ceiling = resource.getrlimit(resource.RLIMIT_STACK)
    stack = how.stack_bytes if ceiling == resource.RLIM_INFINITY else min(how.stack_bytes, ceiling)
    resource.setrlimit(resource.RLIMIT_STACK, (stack, ceiling))
