"""The Docker engine behind the port."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from codementor_cli.domain.execution import Compilation, Execution
from codementor_cli.domain.limits import Limits
from codementor_cli.domain.program import Language, Program
from codementor_cli.ports import Console, Languages
from codementor_cli.sandbox.builds import BuildFolder
from codementor_cli.sandbox.docker.container import DockerOptions
from codementor_cli.sandbox.docker.daemon import Daemon
from codementor_cli.sandbox.docker.engine import find_daemon
from codementor_cli.sandbox.docker.launcher import DockerLauncher
from codementor_cli.sandbox.live import run_live
from codementor_cli.sandbox.plan import Plan
from codementor_cli.sandbox.session import LaneSession


class DockerSandbox:
    """Runs programs in containers; meets ``ports.Sandbox``."""

    name = "docker"

    def __init__(
        self,
        languages: Languages,
        image_of: Callable[[Language], str],
        options: DockerOptions | None = None,
        daemon_factory: Callable[[], Daemon] = find_daemon,
        build_folder: BuildFolder | None = None,
    ) -> None:
        self._languages = languages
        self._image_of = image_of
        self._options = options or DockerOptions()
        self._daemon_factory = daemon_factory
        self._daemon: Daemon | None = None
        self._build_folder = build_folder

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

    def launcher(self, language: Language) -> DockerLauncher:
        """Return who makes lanes for a language."""
        if self._daemon is None:
            self._daemon = self._daemon_factory()
        return DockerLauncher(self._daemon, self._image_of(language), self._options, self._build_folder)
