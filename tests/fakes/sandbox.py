"""A sandbox that runs nothing: a function says what came of each run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution, RunReport
from codementor_cli.errors import UserFileError
from codementor_cli.ports import Session

Behaviour = Callable[[Program, CaseRun], Execution | str | None]
"""What a run comes to: facts; text, the sandbox's fault; None, no report at all."""


def printing(stdout: bytes) -> Execution:
    """Return the facts of a program that printed this and ended with 0."""
    return Execution(exit_code=0, stdout=stdout, cpu_seconds=0.01, wall_seconds=0.02, peak_memory_bytes=9_000_000)


@dataclass
class FakeSession:
    """A session that asks the behaviour, one run after the other."""

    program: Program
    limits: Limits
    lane_count: int
    behaviour: Behaviour
    compiled: Compilation | None
    reverse: bool
    ran: list[CaseRun] = field(default_factory=list)
    closed: bool = False

    def compilation(self) -> Compilation | None:
        return self.compiled

    def run(self, runs: Sequence[CaseRun]) -> Generator[RunReport, None, None]:
        for run in reversed(runs) if self.reverse else runs:
            self.ran.append(run)
            came = self.behaviour(self.program, run)
            if isinstance(came, Execution):
                yield RunReport(key=run.key, execution=came)
            elif came is not None:
                yield RunReport(key=run.key, fault=came)

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass
class FakeSandbox:
    """Opens ``FakeSession``s and remembers them.

    ``compiles`` says what compiling a program comes to; with ``reverse`` reports come last case first.
    """

    behaviour: Behaviour
    compiles: Callable[[Program], Compilation | None] = lambda _program: None
    reverse: bool = False
    sessions: list[FakeSession] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "fake"

    def open(self, program: Program, limits: Limits, lane_count: int) -> Session:
        session = FakeSession(program, limits, lane_count, self.behaviour, self.compiles(program), self.reverse)
        self.sessions.append(session)
        return session


class FakeLanguages:
    """Python, which has a harness, and C, which has none."""

    def all(self) -> tuple[Language, ...]:
        harness = SourceFile(".codementor/call.py", b"")
        return (
            Language(name="c", title="C", extensions=(".c",), main_name="main.c"),
            Language(name="python", title="Python", extensions=(".py",), main_name="main.py", harness=harness),
        )

    def digest(self) -> str:
        return "fake"

    def get(self, name: str) -> Language:
        for language in self.all():
            if language.name == name:
                return language
        raise UserFileError(f"There is no language {name}.")
