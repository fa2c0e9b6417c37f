"""What a lane may use and how a step is asked for: pure, so that each option is tested without an engine."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.text.units import MIB

RUNNER_BYTES = 8 * MIB
"""Of the runner, with what the kernel keeps for it: 5.3 MiB measured; and of what the kernel keeps for the program."""
ZYGOTE_BYTES = 10 * MIB
"""Of a zygote's three processes: 9.4 MiB measured."""
ROOM_BYTES = 8 * MIB
"""Of the program's files and its input, which are files in memory; a lane with more room takes what needs more."""
ROOMY_BYTES = 48 * MIB
"""All that together in a lane that judges nothing: a compiler's, or a live run's."""
ZYGOTE_PROCESSES = 3
"""Its two forkers, and the process that one of them forks while a program of the other runs."""
BUILD_BYTES = 32 * MIB
"""Largest result of a compilation, all files together."""
BUILD_COUNT = 2000
"""Most files that a compilation may make; Java makes one a class."""
SCRATCH_BYTES = 64 * MIB
SCRATCH_INODES = 8192
COMPILE_LIMITS = Limits(
    time_seconds=30, wall_time_seconds=60, memory_bytes=1536 * MIB, output_bytes=256 * 1024, process_count=128
)
"""rustc and g++ with every header need 0.3 to 0.8 GiB; messages beyond the cap are of no use."""
CHECK_LIMITS = Limits(time_seconds=10, wall_time_seconds=30, output_bytes=256 * 1024)
"""Of a syntax check, which runs in a lane with the program's own memory limit."""
SILENCE_SECONDS = 20.0
"""How much longer than the wall time limit and the most delay the host waits before it gives the lane up."""
MOST_DELAY_SECONDS = 60.0
"""How long in all a program may be ready to run without being given a core, before the machine is too busy to judge."""
MAX_STACK_BYTES = 1024 * MIB

SOURCE = "/box/source"
BUILD = "/box/build"
SCRATCH = "/box/scratch"

AHEAD = "/opt/codementor"
"""Where an engine may lay what it made ahead for compilers; no file of a submission, and read-only."""

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": SCRATCH,
    "TMPDIR": SCRATCH,
    "LANG": "C.UTF-8",
    "USER": "learner",
    "LOGNAME": "learner",
}


COMPILE_ENVIRONMENT = {"CPLUS_INCLUDE_PATH": AHEAD, "COMPILER_PATH": f"{AHEAD}/bin"}
"""Source: GCC manual, "Environment Variables"; folders that are not there are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePolicy:
    """The limits of a lane as a whole, set when it is made."""

    memory_bytes: int
    """Of all processes and files of the lane, the runner's own included."""
    process_count: int
    """Of all processes and threads of the lane, the runner's own included."""
    box_bytes: int
    """Size of the one writable place."""
    box_inodes: int
    live: bool = False
    """Whether it is for one live run, which may have a terminal."""


def run_policy(limits: Limits, *, zygote: bool = False, live: bool = False, room_bytes: int = ROOM_BYTES) -> LanePolicy:
    """Return the policy of a lane that runs test cases, or one live run."""
    extra = ROOMY_BYTES if live else RUNNER_BYTES + room_bytes + (ZYGOTE_BYTES if zygote else 0)
    return LanePolicy(
        memory_bytes=limits.memory_bytes + extra,
        process_count=limits.process_count + 1 + (ZYGOTE_PROCESSES if zygote else 0),
        box_bytes=BUILD_BYTES + SCRATCH_BYTES,
        box_inodes=SCRATCH_INODES + BUILD_COUNT,
        live=live,
    )


def compile_policy() -> LanePolicy:
    """Return the policy of a lane that compiles."""
    return LanePolicy(
        memory_bytes=COMPILE_LIMITS.memory_bytes + ROOMY_BYTES,
        process_count=COMPILE_LIMITS.process_count + 1,
        box_bytes=4 * BUILD_BYTES,
        box_inodes=4 * SCRATCH_INODES,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One program to run in a lane, and what goes in."""

    run: CaseRun
    argv: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    limits: Limits
    folder: str = SCRATCH
    """Where it starts."""
    settles: bool = False
    """Whether the lane is asked to be as new before anything comes after it."""
    builds: bool = False
    """Whether it is a compiler, whose results in ``/box/build`` are wanted."""
    stack_bytes: int | None = None
    """None: as much as the memory limit."""
    live: bool = False
    more: int = 2
    """How many steps are likely to follow at once, so that a zygote gets ready for them."""
    terminal: bool = False
    imports: tuple[str, ...] = ()
    """Of a zygote: modules that every program imports before it does anything."""

    @property
    def zygote_traits(self) -> tuple[object, ...]:
        """What an interpreter that is to be forked for this step must have been started with."""
        header = self.header()
        return header["argv"], header["environment"], header["stack_bytes"], header["imports"]

    def header(self) -> dict[str, object]:
        """Return the request as the runner takes it."""
        return {
            "key": self.run.key,
            "argv": list(self.argv),
            "environment": {**ENVIRONMENT, **(COMPILE_ENVIRONMENT if self.builds else {}), **dict(self.environment)},
            "folder": self.folder,
            "cpu_seconds": float(self.limits.time_seconds),
            "wall_seconds": float(self.limits.wall_seconds),
            "most_delay_seconds": float(MOST_DELAY_SECONDS),
            "memory_bytes": self.limits.memory_bytes,
            "process_count": self.limits.process_count,
            "output_bytes": self.limits.output_bytes,
            "file_bytes": BUILD_BYTES if self.builds else SCRATCH_BYTES,
            "stack_bytes": min(self.stack_bytes or self.limits.memory_bytes, MAX_STACK_BYTES),
            "collect": list(self.run.collect),
            "settles": self.settles,
            "builds": self.builds,
            "build_bytes": BUILD_BYTES,
            "build_count": BUILD_COUNT,
            "live": self.live,
            "more": self.more,
            "terminal": self.terminal,
            "imports": list(self.imports),
        }
