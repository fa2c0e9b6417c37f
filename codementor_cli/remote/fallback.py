"""This user's own server where it is there, this process where it is not: the first question decides.

A server is asked, and not looked for: that costs nothing where it is there. Another version's, another user's, or one
with other settings is none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.ports import Cancel, Console, Judge, Progress, Runner
from codementor_cli.remote.faults import NotThereError

Part = TypeVar("Part")
Found = TypeVar("Found")


class _Nearby(Generic[Part]):
    """One of two, by what the first one says. Threads may share it."""

    def __init__(self, server: Part, here: Callable[[], Part], tell_note: Callable[[str], None]) -> None:
        self._server = server
        self._make_here = here
        self._tell_note = tell_note
        self._guard = threading.Lock()
        self._here: Part | None = None

    def _ask(self, question: Callable[[Part], Found]) -> Found:
        if self._here is None:
            try:
                return question(self._server)
            except NotThereError as error:
                here = self._turn(error)
        else:
            here = self._here
        return question(here)

    def _turn(self, error: NotThereError) -> Part:
        with self._guard:
            if self._here is None:
                self._tell_note(f"{error.message} This command judges without it.")
                self._here = self._make_here()
            return self._here


class JudgeNearby(_Nearby[Judge]):
    """Meets ``ports.Judge``."""

    @property
    def name(self) -> str:
        """Meet ``ports.Judge``."""
        return self._ask(lambda judge: judge.name)

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        """Meet ``ports.Judge``."""
        return self._ask(lambda judge: judge.judge(request, progress, cancel))


class RunnerNearby(_Nearby[Runner]):
    """Meets ``ports.Runner``."""

    def run_live(
        self, program: Program, arguments: Sequence[str], limits: Limits, console: Console
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.Runner``."""
        return self._ask(lambda runner: runner.run_live(program, arguments, limits, console))

    def run_once(
        self, program: Program, run: CaseRun, limits: Limits
    ) -> tuple[tuple[Compilation | None, Execution | None], str]:
        """Meet ``ports.Runner``."""
        return self._ask(lambda runner: runner.run_once(program, run, limits))
