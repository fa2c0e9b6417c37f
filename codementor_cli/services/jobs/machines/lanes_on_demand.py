"""Lanes that a server opens when it needs some: its jobs run elsewhere, and live runs are rare."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.ports import Cancel, Console, LiveSandbox, Session


class ClosableLanes(LiveSandbox, Protocol):
    """Lanes that are given back."""

    def close(self) -> None:
        """Give them back."""

    def waiting_count(self) -> int:
        """Return how many have started and hold no program."""


class LanesOnDemand:
    """Meets ``ports.LiveSandbox``. Threads share it."""

    def __init__(self, open_lanes: Callable[[], ClosableLanes], name: str) -> None:
        """Take how they are opened, and the name of their engine until then."""
        self._open_lanes = open_lanes
        self._name = name
        self._guard = threading.Lock()
        self._lanes: ClosableLanes | None = None

    @property
    def name(self) -> str:
        """The engine that runs programs."""
        return self._name if self._lanes is None else self._lanes.name

    def opened(self) -> ClosableLanes:
        """Return the lanes, opening them where none are open; other callers wait for that.

        Raises:
            EnvironmentFault: There is no engine to be had here, with what to do about it. The next call tries again.
        """
        with self._guard:
            if self._lanes is None:
                self._lanes = self._open_lanes()
            return self._lanes

    def waiting_count(self) -> int:
        """Return how many lanes have started and hold no program."""
        return 0 if self._lanes is None else self._lanes.waiting_count()

    def open(self, program: Program, limits: Limits, lane_count: int) -> Session:
        """Meet ``ports.Sandbox``."""
        return self.opened().open(program, limits, lane_count)

    def run_live(
        self,
        program: Program,
        arguments: Sequence[str],
        limits: Limits,
        console: Console,
        cancel: Cancel | None = None,
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.LiveSandbox``."""
        return self.opened().run_live(program, arguments, limits, console, cancel)

    def close(self) -> None:
        """Give back the lanes, where some were opened."""
        with self._guard:
            if self._lanes is not None:
                self._lanes.close()
