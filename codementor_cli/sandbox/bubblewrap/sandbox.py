"""The bubblewrap engine behind the port."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from codementor_cli.domain.execution import Compilation, Execution
from codementor_cli.domain.limits import Limits
from codementor_cli.domain.program import Language, Program
from codementor_cli.errors import SandboxFault
from codementor_cli.ports import Console, Languages
from codementor_cli.sandbox.bubblewrap.launcher import BubblewrapLauncher, BubblewrapOptions
from codementor_cli.sandbox.bubblewrap.system import system_of
from codementor_cli.sandbox.live import run_live
from codementor_cli.sandbox.plan import Plan
from codementor_cli.sandbox.session import LaneSession

INSTALL_STEP = "Install it with `sudo apt-get install bubblewrap`, or set CODEMENTOR_SANDBOX=docker."


def find_bubblewrap() -> str | None:
    """Return the path of ``bwrap``, None where it is not installed."""
    return shutil.which("bwrap")


class BubblewrapSandbox:
    """Runs programs in namespaces of this machine; meets ``ports.Sandbox``."""

    name = "bubblewrap"

    def __init__(self, languages: Languages, options: BubblewrapOptions | None = None) -> None:
        self._languages = languages
        self._options = options or BubblewrapOptions()

    def open(self, program: Program, limits: Limits, lane_count: int) -> LaneSession:
        """Meet ``ports.Sandbox``."""
        plan = self._plan(program, limits)
        return LaneSession(self.launcher(plan.language), plan, lane_count)

    def run_live(
        self, program: Program, arguments: Sequence[str], limits: Limits, console: Console
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.Sandbox``."""
        plan = self._plan(program, limits)
        return run_live(self.launcher(plan.language), plan, tuple(arguments), console)

    def _plan(self, program: Program, limits: Limits) -> Plan:
        return Plan(language=self._languages.get(program.language), program=program, limits=limits)

    def launcher(self, language: Language) -> BubblewrapLauncher:
        """Return who makes lanes for a language."""
        found = find_bubblewrap()
        if found is None:
            raise SandboxFault("bubblewrap is not installed.", INSTALL_STEP)
        images = self._options.images
        root = images / language.name if images and (images / language.name).is_dir() else Path("/")
        return BubblewrapLauncher(found, system_of(root), self._options)
