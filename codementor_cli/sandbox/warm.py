"""Sessions whose lanes have started before the program is known: for programs that are judged again and again.

A lane holds one program in its life, and ends with it. So what is kept warm is not the lane but its successor: when a
session ends, as many new lanes start as it had, and wait, empty, for the next program. Isolation stays as it is.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol, runtime_checkable

from codementor_cli.domain.execution import Compilation, Execution
from codementor_cli.domain.limits import Limits
from codementor_cli.domain.program import Language, Program
from codementor_cli.errors import SandboxFault
from codementor_cli.ports import Console, Languages
from codementor_cli.sandbox.builds import Builds
from codementor_cli.sandbox.lane import Lane
from codementor_cli.sandbox.launcher import Launcher
from codementor_cli.sandbox.plan import Plan
from codementor_cli.sandbox.policy import LanePolicy
from codementor_cli.sandbox.report import LaneDiedError
from codementor_cli.sandbox.session import LaneSession

_MOST_PREPARED = 2
"""Sessions that are prepared at a time: one for the program, one for an author's checker."""
_START_SECONDS = 10.0
"""How long closing waits for a lane that is about to start; it starts in a fraction of one."""


@runtime_checkable
class Engine(Protocol):
    """What is needed of an engine: of ``ports.Sandbox``, what has no session; and who makes its lanes."""

    @property
    def name(self) -> str:
        """Meet ``ports.Sandbox``."""

    def launcher(self, language: Language) -> Launcher:
        """Return who makes lanes for a language."""

    def run_live(
        self, program: Program, arguments: Sequence[str], limits: Limits, console: Console
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.Sandbox``."""


class WarmSandbox:
    """An engine that prepares the next session like the one that ended; meets ``ports.Sandbox``."""

    def __init__(self, engine: Engine, languages: Languages) -> None:
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
        return LaneSession(launcher, plan, lane_count)

    def run_live(
        self, program: Program, arguments: Sequence[str], limits: Limits, console: Console
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.Sandbox``."""
        return self._engine.run_live(program, arguments, limits, console)

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
        """Start the lanes of the next session of this shape; the oldest that nobody came for make room."""
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


class PreparedLauncher:
    """Hands out lanes that it started ahead, and new ones when those are used up; meets ``launcher.Launcher``.

    Args:
        make: Returns the engine's launcher; called in a thread, where it may take its time.
        wanted: How many lanes of each policy to start ahead.
    """

    def __init__(self, make: Callable[[], Launcher], wanted: Counter[LanePolicy]) -> None:
        self.when_finished: Callable[[Counter[LanePolicy]], None] = lambda _used: None
        """Called once, with how many lanes of each policy were taken."""
        self._make = make
        self._making = threading.Lock()
        self._launcher: Launcher | None = None
        self._used: Counter[LanePolicy] = Counter()
        self._ahead = [_Ahead(self._engine, policy) for policy in wanted.elements()]
        self._guard = threading.Lock()
        self._finished = False

    def launch(self, policy: LanePolicy) -> Lane:
        """Meet ``Launcher``."""
        with self._guard:
            self._used[policy] += 1
            found = next((each for each in self._ahead if each.policy == policy), None)
            if found is not None:
                self._ahead.remove(found)
        lane = None if found is None else found.lane()
        return self._engine().launch(policy) if lane is None else lane

    def died_of_memory(self, lane: Lane) -> bool:
        """Meet ``Launcher``."""
        return self._engine().died_of_memory(lane)

    def discard(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        self._engine().discard(lane)

    def builds(self) -> Builds:
        """Meet ``Launcher``."""
        return self._engine().builds()

    def close(self) -> None:
        """Let go of the lanes that nobody took."""
        with self._guard:
            left, self._ahead = self._ahead, []
        for each in left:
            each.close()

    def finish(self) -> None:
        """Meet ``Launcher``."""
        with self._guard:
            if self._finished:
                return
            self._finished = True
        self.close()
        if self._launcher is not None:
            self._launcher.finish()
        self.when_finished(self._used)

    def _engine(self) -> Launcher:
        with self._making:
            if self._launcher is None:
                self._launcher = self._make()
            return self._launcher


class _Ahead:
    """A lane that is starting, in a thread of its own."""

    def __init__(self, engine: Callable[[], Launcher], policy: LanePolicy) -> None:
        self.policy = policy
        self._lane: Lane | None = None
        self._unwanted = False
        self._thread = threading.Thread(target=self._start, args=(engine,), daemon=True)
        self._thread.start()

    def lane(self) -> Lane | None:
        """Return the lane, waiting for it; None: it did not start, or is gone."""
        self._thread.join()
        if self._lane is None or self._lane.is_waiting():
            return self._lane
        self._lane.close()
        return None

    def close(self) -> None:
        """End the lane, perhaps before it has started."""
        self._unwanted = True
        self._thread.join(_START_SECONDS)
        if self._lane is not None:
            self._lane.close()

    def _start(self, engine: Callable[[], Launcher]) -> None:
        # Whoever needs a lane starts one again, and hears then what is wrong.
        with suppress(SandboxFault, LaneDiedError):
            self._lane = engine().launch(self.policy)
            if self._unwanted:
                self._lane.close()
