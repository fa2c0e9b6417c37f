"""The Docker engine behind the port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from codementor_cli.domain.execution import Compilation, Execution
from codementor_cli.domain.limits import Limits
from codementor_cli.domain.program import Language, Program
from codementor_cli.ports import Console, Languages
from codementor_cli.sandbox.docker.container import DockerOptions
from codementor_cli.sandbox.docker.engine import DockerLauncher, connect
from codementor_cli.sandbox.live import run_live
from codementor_cli.sandbox.plan import Plan
from codementor_cli.sandbox.session import LaneSession

if TYPE_CHECKING:
    import docker


class DockerSandbox:
    """Runs programs in containers; meets ``ports.Sandbox``."""

    name = "docker"

    def __init__(
        self,
        languages: Languages,
        image_of: Callable[[Language], str],
        options: DockerOptions | None = None,
        client_factory: Callable[[], docker.DockerClient] = connect,
    ) -> None:
        self._languages = languages
        self._image_of = image_of
        self._options = options or DockerOptions()
        self._client_factory = client_factory
        self._client: docker.DockerClient | None = None

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
        if self._client is None:
            self._client = self._client_factory()
        return DockerLauncher(self._client, self._image_of(language), self._options)
