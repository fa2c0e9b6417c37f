"""Sessions whose lanes have started before the program is known: for programs that are judged again and again.

A lane holds one program in its life, and ends with it. So what is kept warm is not the lane but its successor: when a
session ends, as many new lanes start as it had, and wait, empty, for the next program. Isolation stays as it is.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from typing import Protocol

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program
from codementor_cli.ports import Budget, Languages
from codementor_cli.sandbox.lanes.early_lanes import PreparedLauncher
from codementor_cli.sandbox.lanes.launcher import Launcher
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.lanes.session import LaneSession
from codementor_cli.sandbox.policy import LanePolicy

_MOST_PREPARED = 2
"""Sessions that are prepared at a time: one for the program, one for an author's checker."""


class Engine(Protocol):
    """An engine as spare lanes need it: the parts of ``ports.Sandbox`` without a session, and its launchers."""

    @property
    def name(self) -> str:
        """Meet ``ports.Sandbox``."""

    def launcher(self, language: Language) -> Launcher:
        """Return the launcher of a language's lanes."""


class WarmSandbox:
    """An engine that prepares the next session like the one that ended; meets ``ports.Sandbox``."""

    def __init__(self, engine: Engine, languages: Languages, budget: Budget | None = None) -> None:
        self._budget = budget
        self._engine = engine
        self._languages = languages
        self._prepared: deque[tuple[_Shape, PreparedLauncher]] = deque()
        self._guard = threading.Lock()
        self._closed = False

    @property
    def name(self) -> str:
        """Meet ``ports.Sandbox``."""
        return self._engine.name

    def open(self, program: Program, limits: Limits, lane_count: int) -> LaneSession:
        """Meet ``ports.Sandbox``."""
        plan = Plan(language=self._languages.get(program.language), program=program, limits=limits)
        shape = (program.language, limits, lane_count)
        launcher = self._take(shape) or PreparedLauncher(lambda: self._engine.launcher(plan.language), Counter())
        launcher.when_finished = lambda used: self._prepare(shape, used)
        return LaneSession(launcher, plan, lane_count, self._budget)

    def close(self) -> None:
        """End what was prepared, and prepare no more."""
        with self._guard:
            self._closed = True
            prepared = list(self._prepared)
            self._prepared.clear()
        for _, launcher in prepared:
            launcher.close()
        for _, launcher in prepared:
            launcher.finish()

    def _take(self, shape: _Shape) -> PreparedLauncher | None:
        with self._guard:
            found = next((each for each in self._prepared if each[0] == shape), None)
            if found is not None:
                self._prepared.remove(found)
        return None if found is None else found[1]

    def _prepare(self, shape: _Shape, used: Counter[LanePolicy]) -> None:
        """Start the lanes of the next session of this shape; the oldest unused ones make room."""
        name, _, lane_count = shape
        wanted = Counter({policy: min(count, lane_count) for policy, count in used.items()})
        with self._guard:
            if self._closed:
                return
            language = self._languages.get(name)
            self._prepared.append((shape, PreparedLauncher(lambda: self._engine.launcher(language), wanted)))
            stale = [self._prepared.popleft()[1] for _ in range(len(self._prepared) - _MOST_PREPARED)]
        for launcher in stale:
            launcher.close()
            launcher.finish()


_Shape = tuple[str, Limits, int]
"""Language, limits and lane count of a session."""
