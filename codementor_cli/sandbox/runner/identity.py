"""What a process gives up before it becomes a program: identity, limits, descriptors.

The zygote runs this too, in an interpreter that a program will then find itself in: it imports only what leaves no
trace there, so not ``signal`` (which brings eight more modules) and not ``os.execvpe`` (which brings ``warnings``).
"""

from __future__ import annotations

import os
import resource


class Identity:
    """What a program is given of the lane."""

    __slots__ = ("cpu_seconds", "descriptor_count", "file_bytes", "folder", "process_count", "stack_bytes", "user")

    def __init__(  # noqa: PLR0913  # seven things make it up
        self,
        *,
        user: int | None,
        folder: str,
        cpu_seconds: int,
        file_bytes: int,
        stack_bytes: int,
        process_count: int | None,
        descriptor_count: int,
    ) -> None:
        self.user = user
        """None: the runner's own; the lane has no other."""
        self.folder = folder
        self.cpu_seconds = cpu_seconds
        self.file_bytes = file_bytes
        self.stack_bytes = stack_bytes
        self.process_count = process_count
        """The limit by user; None: a control group has it."""
        self.descriptor_count = descriptor_count

    def fields(self) -> dict[str, int | str | None]:
        """Return what ``Identity`` is made from again, at the other end of a socket."""
        return {name: getattr(self, name) for name in self.__slots__}


def become(identity: Identity, descriptors: tuple[int, int, int]) -> None:
    """Give up all that the runner has, step by step, before a line of the program runs."""
    os.setsid()
    for target, source in enumerate(descriptors):
        os.dup2(source, target)
    _limit(identity)
    os.umask(0o022)
    os.chdir(identity.folder)
    user = identity.user
    if user is None:
        return
    score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)  # open() would import a codec in every child
    os.write(score, b"1000")
    os.close(score)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def execute(argv: list[str], environment: dict[str, str]) -> None:
    """Execute a program, found as a shell would find it.

    Raises:
        OSError: It cannot be executed; of several reasons the one that is not that there is no such file.
    """
    name = argv[0]
    folders = [""] if "/" in name else [folder + "/" for folder in environment.get("PATH", "").split(":")]
    reason = OSError(2, "No such file or directory")
    for folder in folders:
        try:
            os.execve(folder + name, argv, environment)  # noqa: S606  # no shell is wanted
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            reason = error
    raise reason


def set_stack(size_bytes: int) -> None:
    """Set how far the stack may grow; where the threads' stacks end is settled when the program is executed."""
    _, ceiling = resource.getrlimit(resource.RLIMIT_STACK)
    soft = size_bytes if ceiling == resource.RLIM_INFINITY else min(size_bytes, ceiling)
    resource.setrlimit(resource.RLIMIT_STACK, (soft, ceiling))


def _limit(identity: Identity) -> None:
    """Set the backstops; the runner's clock and the control group come first."""
    seconds = identity.cpu_seconds + 2
    limits = [
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, identity.file_bytes, identity.file_bytes),
        (resource.RLIMIT_NOFILE, identity.descriptor_count, identity.descriptor_count),
        (resource.RLIMIT_CORE, 1, 1),  # 0 would still start a crash handler of the host's. Source: kernel, coredump.c
        (resource.RLIMIT_MSGQUEUE, 0, 0),
        (resource.RLIMIT_SIGPENDING, 1024, 1024),  # timers too; else as many as the user has
        (resource.RLIMIT_MEMLOCK, 65536, 65536),
    ]
    if identity.process_count is not None:
        limits.append((resource.RLIMIT_NPROC, identity.process_count, identity.process_count))
    for which, soft, hard in limits:
        _, ceiling = resource.getrlimit(which)
        top = hard if ceiling == resource.RLIM_INFINITY else min(hard, ceiling)
        resource.setrlimit(which, (min(soft, top), top))
    set_stack(identity.stack_bytes)
