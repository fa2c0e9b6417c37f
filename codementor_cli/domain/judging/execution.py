"""Facts of one run: what happened, not what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from codementor_cli.domain.challenge.program import SourceFile


class Stop(StrEnum):
    """Why the sandbox ended a program itself."""

    CPU_TIME = "cpu_time"
    WALL_TIME = "wall_time"
    STARVED = "starved"
    """The machine gave it no core for too long: a fault of ours, and of no program."""
    MEMORY = "memory"
    """Where no control group does it: the runner counted too much."""
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
    """What passed while it ran, slept or waited; without ``delay_seconds``."""
    delay_seconds: float = 0.0
    """What passed beside that: it was ready to run, and the machine gave it no core. Counts against no limit."""
    peak_memory_bytes: int = 0
    """Largest resident size of a process."""
    stdout: bytes = b""
    """At most the output limit."""
    stderr: bytes = b""
    stdout_truncated: bool = False
    stderr_truncated: bool = False
    files: tuple[SourceFile, ...] = ()
    """Files that the run was asked to leave (custom checkers only)."""


TOO_BUSY = "The machine is too busy to judge: for a minute, it gave this program no core."
"""Why a program that was starved, twice, is not judged."""
TRY_LATER = "Try again when less is going on."


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What the compiler or the syntax check said."""

    success: bool
    output: str
    """Messages, decoded with replacement, capped."""
    wall_seconds: float
    reason: str = ""
    """Which compile limit ended it, in words; empty where the compiler itself refused or all went well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRun:
    """One run to do: what goes in."""

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
    """What came of one ``CaseRun``: facts, or the sandbox's own failure."""

    key: int
    execution: Execution | None = None
    fault: str = ""
    """Why the sandbox failed, twice; empty where there is an execution."""
