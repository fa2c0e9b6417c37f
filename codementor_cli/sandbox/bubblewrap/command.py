"""The command line of a bubblewrap lane, option by option: pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from codementor_cli.sandbox.lanes.bundle import LOADER
from codementor_cli.sandbox.policy import LanePolicy

_CAPABILITIES = ("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_KILL", "CAP_SETGID", "CAP_SETUID")
"""Of a runner that is root, as in Docker lanes; an ordinary user's runner has none."""
_COUNTING_CAPABILITY = "CAP_SYS_PTRACE"
"""Where there is no control group, the runner counts memory by what /proc says of the programs' mappings and files."""
_ORDINARY_ID = "1000"
"""What an ordinary user's lane calls that user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The read-only files that a lane sees: the host's, or an unpacked image's."""

    binds: tuple[tuple[str, str], ...]
    """Host path, path in the lane."""
    links: tuple[tuple[str, str], ...]
    """Target, path in the lane."""
    python: str
    """Path in the lane of the interpreter that runs the runner."""
    stamp: str = ""
    """Changes whenever these files do; empty: unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneShape:
    """What else a lane's command depends on."""

    program: str
    """Path of ``bwrap``."""
    as_root: bool
    """Whether this process is root: the runner then drops programs to user ids of their own."""
    filter_descriptor: int
    """Where ``bwrap`` reads the system call filter."""
    groups: tuple[tuple[str, str], ...] = ()
    """Control group folders to show to the runner: host path, path in the lane."""
    networking: bool = False


def lane_command(shape: LaneShape, system: System, policy: LanePolicy) -> list[str]:
    """Return the command that starts a lane.

    The mounts made for the lane are remounted read-only at the end: an ordinary user's program owns them.
    Source: bwrap(1), 0.8.
    """
    return [
        shape.program,
        *_isolation(shape),
        *(word for folder in _parents(system) for word in ("--perms", "0755", "--dir", folder)),
        *(word for source, target in system.binds for word in ("--ro-bind", source, target)),
        *(word for target, path in system.links for word in ("--symlink", target, path)),
        *("--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev"),  # or IPC limits are settable
        *(
            () if shape.as_root or policy.live else ("--ro-bind", "/dev/null", "/dev/pts/ptmx")
        ),  # root's runner closes it
        *("--perms", "1777", "--size", str(policy.box_bytes // 2), "--tmpfs", "/dev/shm"),  # noqa: S108  # it is capped
        *("--perms", "0755", "--size", str(policy.box_bytes), "--tmpfs", "/box"),
        *("--symlink", "box/scratch", "/tmp"),  # noqa: S108  # the lane's own
        *(word for source, target in shape.groups for word in ("--ro-bind", source, target)),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"),
        *("--seccomp", str(shape.filter_descriptor)),
        *("--", system.python, "-I", "-S", "-c", LOADER),
    ]


@cache
def _parents(system: System) -> tuple[str, ...]:
    """Return the folders that mounts stand in; bwrap would make them for their owner alone."""
    found = {str(parent) for _, target in system.binds for parent in PurePosixPath(target).parents}
    return tuple(sorted(found - {"/"}))


def _isolation(shape: LaneShape) -> list[str]:
    """Return namespaces, identity and privileges."""
    words = ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--as-pid-1", "--new-session"]
    words += ["--clearenv", "--hostname", "sandbox"]
    if not shape.networking:
        words.append("--unshare-net")
    if not shape.as_root:
        return [*words, "--unshare-user", "--uid", _ORDINARY_ID, "--gid", _ORDINARY_ID]
    words += ["--cap-drop", "ALL"]
    kept = _CAPABILITIES if shape.groups else (*_CAPABILITIES, _COUNTING_CAPABILITY)
    return words + [word for name in kept for word in ("--cap-add", name)]
