"""Facts of one run, without a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from codementor_cli.domain.challenge.program import SourceFile


class Stop(StrEnum):
    """The sandbox's reason to end a program."""

    CPU_TIME = "cpu_time"
    WALL_TIME = "wall_time"
    STARVED = "starved"
    """The machine gave it no core for too long: our fault, and not the program's."""
    MEMORY = "memory"
    """The runner counted too much memory, on a machine without control groups."""
    STDOUT = "stdout"
    STDERR = "stderr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Facts of one run of a program."""

    exit_code: int | None = None
    """0–255; None where a signal ended it."""
    signal: int | None = None
    """Number of the signal that ended it."""
    stop: Stop | None = None
    """Set where the sandbox ended it."""
    oom_kill_count: int = 0
    """Processes that the kernel killed for memory, from the control group's own count."""
    cpu_seconds: float = 0.0
    """User and system, all processes."""
    wall_seconds: float = 0.0
    """Time while it ran, slept or waited; without ``delay_seconds``."""
    delay_seconds: float = 0.0
    """Time while it was ready to run and the machine gave it no core. It counts against no limit."""
    peak_memory_bytes: int = 0
    """Largest resident size of a process."""
    stdout: bytes = b""
    """At most the output limit."""
    stderr: bytes = b""
    stdout_truncated: bool = False
    stderr_truncated: bool = False
    files: tuple[SourceFile, ...] = ()
    """Files that the run left for collection (custom checkers only)."""


TOO_BUSY = "The machine is too busy to judge: for a minute, it gave this program no core."
"""The fault of a case whose program was starved twice."""
TRY_LATER = "Try again when less is going on."


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """The result of the compiler or of the syntax check."""

    success: bool
    output: str
    """Messages, decoded with replacement, capped."""
    wall_seconds: float
    reason: str = ""
    """The compile limit that ended it, in words; empty where the compiler ended by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRun:
    """The input of one run."""

    key: int
    """The caller's number for it."""
    stdin: bytes = b""
    arguments: tuple[str, ...] = ()
    files: tuple[SourceFile, ...] = ()
    """Put into the working folder before the run (custom checkers)."""
    collect: tuple[str, ...] = ()
    """Paths in the working folder to read back after it; missing ones are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """The outcome of one ``CaseRun``: facts, or the sandbox's own failure."""

    key: int
    execution: Execution | None = None
    fault: str = ""
    """The reason why the sandbox failed twice; empty where there is an execution."""
