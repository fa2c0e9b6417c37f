"""What the engines have in common behind the port: a program, the lanes of its language, a session."""

# ruff: noqa: PLC0415 - what runs programs in lanes is imported while the first lane starts

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codementor_cli.domain.challenge.limits import Limits
    from codementor_cli.domain.challenge.program import Language, Program
    from codementor_cli.domain.judging.execution import Compilation, Execution
    from codementor_cli.ports import Budget, Cancel, Console, Languages
    from codementor_cli.sandbox.lanes.early_lanes import HeadStart
    from codementor_cli.sandbox.lanes.launcher import Launcher
    from codementor_cli.sandbox.lanes.plan import Plan
    from codementor_cli.sandbox.lanes.session import LaneSession


class LaneSandbox:
    """Runs programs in lanes; with ``name`` and ``launcher``, an engine that meets ``ports.LiveSandbox``."""

    name: str

    def __init__(self, languages: Languages) -> None:
        self._languages = languages
        self._head_start: HeadStart | None = None
        self._budget: Budget | None = None

    def share(self, budget: Budget) -> None:
        """Start no second lane of a session without a slot of this budget."""
        self._budget = budget

    def begin_with(self, head_start: HeadStart) -> None:
        """Take lanes of this engine that have started already."""
        self._head_start = head_start

    def open(self, program: Program, limits: Limits, lane_count: int) -> LaneSession:
        """Meet ``ports.Sandbox``."""
        from codementor_cli.sandbox.lanes.session import LaneSession

        plan = self._plan(program, limits)
        return LaneSession(self._lanes_of(plan), plan, lane_count, self._budget)

    def run_live(
        self,
        program: Program,
        arguments: Sequence[str],
        limits: Limits,
        console: Console,
        cancel: Cancel | None = None,
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.LiveSandbox``."""
        from codementor_cli.sandbox.lanes.live import run_live

        plan = self._plan(program, limits, is_live=True)
        return run_live(self._lanes_of(plan), plan, tuple(arguments), console, cancel)

    def launcher(self, language: Language) -> Launcher:
        """Return the launcher of a language's lanes."""
        raise NotImplementedError

    def stamp(self, language: Language) -> str:  # noqa: ARG002  # an engine may ask for it
        """Return a text that changes whenever the language's lanes would have other files than before."""
        return ""

    def _lanes_of(self, plan: Plan) -> Launcher:
        ahead = self._head_start.take(plan.language.name) if self._head_start else None
        return ahead or self.launcher(plan.language)

    def _plan(self, program: Program, limits: Limits, *, is_live: bool = False) -> Plan:
        from codementor_cli.sandbox.lanes.plan import Plan

        language = self._languages.get(program.language)
        return Plan(language=language, program=program, limits=limits, is_live=is_live)
