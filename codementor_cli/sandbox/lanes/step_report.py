"""What a lane says of a step, believed only within types, ranges and limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.judging.execution import Execution, Stop
from codementor_cli.sandbox.policy import BUILD_BYTES, Step
from codementor_cli.sandbox.runner import wire

Frame = tuple[int, dict[str, object], bytes]
Show = Callable[[bool, bytes], None]
"""Takes output as it comes: stderr or not, data."""

_LARGEST_FACT = 1 << 62


class LaneDiedError(Exception):
    """A lane that ended, fell silent, or does not speak the protocol: the sandbox's fault."""


class LaneDirtyError(LaneDiedError):
    """A lane that ended itself after its last step: no step begun since was looked at, and none is to blame."""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One file that a compiler made."""

    path: str
    executable: bool
    content: bytes


@dataclass(slots=True)
class StepReport:
    """What came of a step."""

    execution: Execution
    built: tuple[BuiltFile, ...]
    build_too_large: bool


@dataclass(slots=True)
class Collected:
    """What has come of the step under way."""

    streams: tuple[BytesIO, BytesIO] = field(default_factory=lambda: (BytesIO(), BytesIO()))
    files: dict[tuple[str, str], tuple[bool, bytearray]] = field(default_factory=dict)
    size: int = 0

    def add(self, step: Step, frame: Frame, show: Show | None) -> None:
        """Take one frame of a step under way; no lie of the runner's makes the host keep more than the limits."""
        kind, header, body = frame
        self.size += len(body)
        if kind == wire.OUTPUT and header.get("s") in (1, 2):
            stderr = header["s"] == 2  # the descriptor's number
            if show is not None:
                show(stderr, body)
                return
            kept = self.streams[stderr]
            kept.write(body)
            if kept.tell() > step.limits.output_bytes:
                raise LaneDiedError("the runner sent more output than the limit")
            return
        root, path = header.get("root"), header.get("path")
        if kind != wire.FILE or root not in ("build", "scratch") or not isinstance(path, str):
            raise LaneDiedError(f"the runner sent a frame out of turn (kind {kind})")
        wanted = step.builds if root == "build" else path in step.run.collect
        if not wanted or self.size > 2 * BUILD_BYTES:
            raise LaneDiedError("the runner sent files that were not asked for")
        _, content = self.files.setdefault((root, path), (header.get("executable") is True, bytearray()))
        content += body


def report_of(step: Step, header: dict[str, object], collected: Collected) -> StepReport:
    """Return the report of a step whose facts are of the right types and ranges."""
    truncated = header.get("truncated")
    if header.get("key") != step.run.key or not isinstance(truncated, list) or len(truncated) != 2:
        raise LaneDiedError("the runner's report does not make sense")
    stop = header.get("stop")
    execution = Execution(
        exit_code=_optional(header, "exit_code", 255),
        signal=_optional(header, "signal", 127),
        stop=Stop(stop) if isinstance(stop, str) and stop in set(Stop) else None,
        oom_kill_count=_number(header, "oom_kills"),
        cpu_seconds=_number(header, "cpu_ns") / 1e9,
        wall_seconds=max(0, _number(header, "wall_ns") - _number(header, "delay_ns")) / 1e9,
        delay_seconds=_number(header, "delay_ns") / 1e9,
        peak_memory_bytes=_number(header, "peak_bytes"),
        stdout=collected.streams[0].getvalue(),  # without a copy, unlike a bytearray's bytes
        stderr=collected.streams[1].getvalue(),
        stdout_truncated=truncated[0] is True,
        stderr_truncated=truncated[1] is True,
        files=tuple(
            SourceFile(path, bytes(content))
            for (root, path), (_, content) in collected.files.items()
            if root == "scratch"
        ),
    )
    if execution.exit_code is None and execution.signal is None:
        raise LaneDiedError("the runner's report does not say how the program ended")
    built = tuple(
        BuiltFile(path, executable, bytes(content))
        for (root, path), (executable, content) in collected.files.items()
        if root == "build"
    )
    return StepReport(
        execution=execution,
        built=built,
        build_too_large=header.get("build_too_large") is True,
    )


def _number(header: dict[str, object], name: str) -> int:
    value = header.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST_FACT:
        raise LaneDiedError(f"the runner's report has no sensible {name}")
    return value


def _optional(header: dict[str, object], name: str, largest: int) -> int | None:
    if header.get(name) is None:
        return None
    value = _number(header, name)
    if value > largest:
        raise LaneDiedError(f"the runner's report has no sensible {name}")
    return value
