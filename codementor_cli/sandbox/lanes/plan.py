"""From a program in a language to the steps of its lanes: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import (
    NO_OPTIONS,
    Language,
    LanguageOptions,
    Program,
    ProgramWithOptions,
    SourceFile,
)
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution, Stop
from codementor_cli.sandbox.lanes.step_report import BuiltFile
from codementor_cli.sandbox.policy import (
    BUILD,
    BUILD_BYTES,
    CHECK_LIMITS,
    COMPILE_LIMITS,
    ROOM_BYTES,
    SOURCE,
    LanePolicy,
    Step,
    run_policy,
)
from codementor_cli.text.units import MIB

_FILE_BYTES = 4096
"""What a file in memory takes beyond its content, at most."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How one program is compiled or checked, and run. What all its runs share is computed once."""

    language: Language
    program: Program
    limits: Limits
    is_live: bool = False
    """Whether it is run once, its input and output forwarded meanwhile."""
    room_bytes: int = ROOM_BYTES
    """Of its lanes; see ``policy.ROOM_BYTES``."""

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """What goes into ``/box/source``."""
        harness = self.language.harness
        return (*self.program.files, harness) if self.program.calls_function and harness else self.program.files

    @property
    def compile_step(self) -> Step | None:
        """The compiler's step, in a lane of its own."""
        if not self.language.compile:
            return None
        argv = self._expand(self.language.compile, relative=True)
        return self._step(CaseRun(key=0), argv, COMPILE_LIMITS, builds=True)

    @property
    def check_step(self) -> Step | None:
        """The syntax check's step, in the first lane before its first case."""
        if not self.language.check:
            return None
        step = self._step(CaseRun(key=0), self._expand(self.language.check, relative=True), CHECK_LIMITS)
        return replace(step, settles=True)

    def run_step(self, run: CaseRun, *, more: int = 2, terminal: bool = False) -> Step:
        """Return the step of one run; see ``Step`` for the rest."""
        return Step(
            run=run,
            argv=self._run_argv(run.arguments) if run.arguments else self._plain_argv,
            environment=self.language.environment,
            limits=self.limits,
            stack_bytes=self.language.stack_bytes,
            live=self.is_live,
            more=more,
            terminal=terminal,
        )

    def _run_argv(self, arguments: tuple[str, ...] = ()) -> tuple[str, ...]:
        command = self.language.call_run if self.program.calls_function else self.language.run
        return self._expand(command, relative=False, arguments=arguments)

    @cached_property
    def _plain_argv(self) -> tuple[str, ...]:
        return self._run_argv()

    @cached_property
    def zygote(self) -> Step | None:
        """The step that a lane's zygote is started like, with no arguments; None: each run starts its program.

        A live run is one, and not worth an interpreter to fork from. An interpreter with options starts with them.
        """
        if self.is_live or not self.language.zygote or self._options.run:
            return None
        imports = self.language.call_imports if self.program.calls_function else ()
        return replace(self.run_step(CaseRun(key=0)), imports=imports)

    def room_for(self, run: CaseRun, built: Sequence[BuiltFile]) -> int:
        """Return how much room a lane needs that takes a run: for its input, and for the files of the program."""
        contents = [file.content for file in run.files] + [file.content for file in built]
        sizes = [len(run.stdin), *map(len, contents)]
        size = self._source_bytes + sum(size + _FILE_BYTES for size in sizes)
        return -(-size // ROOM_BYTES) * ROOM_BYTES

    @cached_property
    def _source_bytes(self) -> int:
        return sum(len(file.content) + _FILE_BYTES for file in self.files)

    @cached_property
    def lane_policy(self) -> LanePolicy:
        """What a lane may use that takes the runs, one after the other."""
        return run_policy(self.limits, zygote=self.zygote is not None, live=self.is_live, room_bytes=self.room_bytes)

    @property
    def _options(self) -> LanguageOptions:
        return self.program.options if isinstance(self.program, ProgramWithOptions) else NO_OPTIONS

    def _step(self, run: CaseRun, argv: tuple[str, ...], limits: Limits, *, builds: bool = False) -> Step:
        return Step(
            run=run,
            argv=argv,
            environment=self.language.environment,
            limits=limits,
            folder=SOURCE,
            builds=builds,
            stack_bytes=self.language.stack_bytes,
        )

    def _expand(self, command: tuple[str, ...], *, relative: bool, arguments: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Fill the placeholders of ``Language``; names cannot be taken for options, for the catalog allows none."""
        prefix = "" if relative else f"{SOURCE}/"
        sources = tuple(
            prefix + file.path
            for file in self.program.files
            if PurePosixPath(file.path).suffix.lower() in self.language.extensions
        )
        lists = {
            "{sources}": sources or (prefix + self.program.main,),
            "{arguments}": arguments,
            "{compile_options}": self._options.compile,
            "{run_options}": self._options.run,
        }
        words = {
            "{main}": prefix + self.program.main,
            "{stem}": PurePosixPath(self.program.main).stem,
            "{build}": BUILD,
            "{memory_mib}": str(max(1, self.limits.memory_bytes // MIB)),
            "{harness}": f"{SOURCE}/{self.language.harness.path}" if self.language.harness else "",
        }
        return tuple(word for part in command for word in lists.get(part, (_fill(part, words),)))


def _fill(part: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        part = part.replace(name, word)
    return part


def compilation_of(execution: Execution, step: Step, *, build_too_large: bool) -> Compilation:
    """Return what a compiler's or checker's execution means."""
    text = (execution.stderr + execution.stdout).decode("utf-8", "replace").replace(f"{SOURCE}/", "")
    reason = _limit_reason(execution, step, build_too_large=build_too_large)
    return Compilation(
        success=not reason and execution.exit_code == 0,
        output=text,
        wall_seconds=execution.wall_seconds,
        reason=reason,
    )


def _limit_reason(execution: Execution, step: Step, *, build_too_large: bool) -> str:
    what = "The compiler" if step.builds else "The syntax check"
    if execution.oom_kill_count or execution.stop is Stop.MEMORY:
        limit = f" of {step.limits.memory_bytes // MIB} MiB" if step.builds else ""
        return f"{what} ran out of memory{limit}."
    match execution.stop:
        case Stop.CPU_TIME | Stop.WALL_TIME as stop:
            in_cpu_time = stop is Stop.CPU_TIME
            seconds = step.limits.time_seconds if in_cpu_time else step.limits.wall_seconds
            return f"{what} was stopped after {seconds:g} s{' of CPU time' if in_cpu_time else ''}."
        case Stop.STDOUT | Stop.STDERR:
            return f"{what} was stopped after {step.limits.output_bytes // 1024} KiB of messages."
        case Stop.MEMORY | None:
            pass
    if build_too_large:
        return f"The compiled program is larger than {BUILD_BYTES // MIB} MiB."
    if execution.signal is not None:
        return f"{what} was ended by signal {execution.signal}."
    return ""
