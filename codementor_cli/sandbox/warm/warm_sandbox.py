"""An engine whose lanes come out of a pool: for programs that are judged again and again."""

from __future__ import annotations

import threading

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.ports import Budget, Languages
from codementor_cli.sandbox.lanes.builds import Builds
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.lane_sandbox import LaneSandbox
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.policy import LanePolicy, compile_policy
from codementor_cli.sandbox.warm.demand import PoolOptions, shape_of
from codementor_cli.sandbox.warm.launchers import Engine, Held, Launchers
from codementor_cli.sandbox.warm.pool import LanePool


class WarmSandbox(LaneSandbox):
    """An engine with lanes that have started before there is a program for them; meets ``ports.LiveSandbox``."""

    def __init__(
        self, engine: Engine, languages: Languages, budget: Budget | None = None, options: PoolOptions | None = None
    ) -> None:
        super().__init__(languages)
        self.name = engine.name
        self._launchers = Launchers(engine, languages)
        self.pool = LanePool(self._launchers, options)
        if budget is not None:
            self.share(budget)

    def expect(self, language: str, limits: Limits) -> None:
        """Let a lane wait for a program of one file in a language, before any has come."""
        found = self._languages.get(language)
        program = Program(language=language, files=(SourceFile(found.main_name, b""),), main=found.main_name)
        plan = self._plan(program, limits)
        self.pool.expect(shape_of(language, plan.lane_policy, plan.zygote))

    def waiting_count(self) -> int:
        """Return how many lanes wait now."""
        return self.pool.waiting_count()

    def close(self) -> None:
        """End all lanes, and start no more; at the end none is left."""
        self.pool.close()

    def _lanes_of(self, plan: Plan) -> PooledLauncher:
        return PooledLauncher(self.pool, self._launchers, plan)


class PooledLauncher:
    """The lanes of one program, out of a pool; meets ``launcher.Launcher``."""

    def __init__(self, pool: LanePool, launchers: Launchers, plan: Plan) -> None:
        self._pool = pool
        self._launchers = launchers
        self._language = plan.language.name
        self._zygote = plan.zygote
        self._held: dict[Lane, Held] = {}
        self._guard = threading.Lock()
        self._anew = False
        """A lane died: what killed it may have killed others that wait."""
        self._is_finished = False
        pool.begin_session()

    def launch(self, policy: LanePolicy) -> Lane:
        """Meet ``Launcher``."""
        zygote = None if policy == compile_policy() else self._zygote
        held = self._pool.take(shape_of(self._language, policy, zygote), anew=self._anew)
        with self._guard:
            is_late = self._is_finished
            self._held[held.lane] = held
        if is_late:
            held.end()
        return held.lane

    def died_of_memory(self, lane: Lane) -> bool:
        """Meet ``Launcher``."""
        return self._held[lane].launcher.died_of_memory(lane)

    def discard(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        self._anew = True
        self._held[lane].launcher.discard(lane)

    def release(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        self._held[lane].launcher.release(lane)

    def finish(self) -> None:
        """Meet ``Launcher``; nobody waits for the ends of lanes but the pool."""
        with self._guard:
            if self._is_finished:
                return
            self._is_finished = True
            held = list(self._held.values())
        self._pool.end_session(held)

    def builds(self) -> Builds:
        """Meet ``Launcher``."""
        return self._launchers.get(self._language).builds()
