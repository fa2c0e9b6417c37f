"""Timing of whole commands, and medians of ratios."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

BIN = Path(sys.executable).parent
"""Where this virtual environment's commands are."""
HOST_PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin") or str(Path(sys.executable).resolve())
"""The system's interpreter: not a version manager's shim, which costs ten times the start."""
_OWN_PREFIXES = ("CODE_EXECUTOR_", "CODEMENTOR_", "PYTEST_")


class CommandFailedError(Exception):
    """A command ended with another exit code than was expected."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What one command cost."""

    seconds: float
    """Wall time."""
    peak_bytes: int
    """Largest of all its processes, those that it waited for included; containers are not."""


@dataclass(slots=True)
class Pairs:
    """Runs of one method, each just after one of bare."""

    bare: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median, in seconds."""
        return median(self.own)

    @property
    def ratio(self) -> float:
        """The median of the ratios to bare."""
        return median(own / bare for own, bare in zip(self.own, self.bare, strict=True))


def timed(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, exit_code: int = 0
) -> Timing:
    """Run a command to its end, its output thrown away.

    Raises:
        CommandFailedError: It cannot be started, or ended with another exit code; with the end of its stderr.
    """
    with tempfile.TemporaryFile() as stderr:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=clean_environment() | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        except OSError as error:
            raise CommandFailedError(f"{command[0]}: {error.strerror}") from error
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != exit_code:
            stderr.seek(0)
            raise CommandFailedError(_failure(command, process.returncode, stderr.read()))
    # Source: getrusage(2): kilobytes.
    return Timing(seconds, usage.ru_maxrss * 1024)


def _failure(command: Sequence[str], exit_code: int, stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").strip().splitlines()[-5:]
    return " / ".join([f"`{' '.join(' '.join(command).split())[:120]}` ended with {exit_code}", *lines])


def clean_environment() -> dict[str, str]:
    """Return the environment without what would change a judging, with this virtual environment's commands first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN_PREFIXES)}
    return kept | {"PATH": f"{BIN}:{kept.get('PATH', os.defpath)}"}


def say(message: str) -> None:
    """Tell progress on stderr."""
    print(f"bench: {message}", file=sys.stderr, flush=True)
