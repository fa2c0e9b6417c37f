"""A sandbox that can be stopped from outside: after an interrupt no lane goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from types import TracebackType
from typing import Self

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution, RunReport
from codementor_cli.errors import SandboxFault
from codementor_cli.ports import Console, Sandbox, Session


class _Remembered:
    """A session that says when it is closed; meets ``ports.Session``."""

    def __init__(self, session: Session, forget: Callable[[_Remembered], None]) -> None:
        self._session = session
        self._forget = forget

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def compilation(self) -> Compilation | None:
        """Meet ``ports.Session``."""
        return self._session.compilation()

    def run(self, runs: Sequence[CaseRun]) -> Generator[RunReport, None, None]:
        """Meet ``ports.Session``."""
        return self._session.run(runs)

    def close(self) -> None:
        """Meet ``ports.Session``."""
        self._forget(self)
        self._session.close()


class StoppableSandbox:
    """Remembers the open sessions of another sandbox, so that all can be closed at once; meets ``ports.Sandbox``."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._sessions: set[_Remembered] = set()
        self._guard = threading.Lock()
        self._stopped = False

    @property
    def name(self) -> str:
        """Meet ``ports.Sandbox``."""
        return self._sandbox.name

    def open(self, program: Program, limits: Limits, lane_count: int) -> Session:
        """Meet ``ports.Sandbox``.

        Raises:
            SandboxFault: There is none to be had, or all was stopped.
        """
        session = _Remembered(self._sandbox.open(program, limits, lane_count), self._forget)
        with self._guard:
            self._sessions.add(session)
            stopped = self._stopped
        if stopped:
            session.close()
            raise SandboxFault("Grading was stopped.")
        return session

    def run_live(
        self, program: Program, arguments: Sequence[str], limits: Limits, console: Console
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.Sandbox``."""
        return self._sandbox.run_live(program, arguments, limits, console)

    def stop(self) -> None:
        """Close every session, and leave none open from now on."""
        with self._guard:
            self._stopped = True
            sessions = list(self._sessions)
        for session in sessions:
            session.close()

    def _forget(self, session: _Remembered) -> None:
        with self._guard:
            self._sessions.discard(session)
