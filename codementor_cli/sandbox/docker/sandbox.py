"""The Docker engine behind the port."""

from __future__ import annotations

from collections.abc import Callable

from codementor_cli.domain.challenge.program import Language
from codementor_cli.ports import Languages
from codementor_cli.sandbox.docker.connection import find_daemon
from codementor_cli.sandbox.docker.container import DockerOptions
from codementor_cli.sandbox.docker.daemon import Daemon
from codementor_cli.sandbox.docker.launcher import DockerLauncher
from codementor_cli.sandbox.lanes.builds import BuildFolder
from codementor_cli.sandbox.lanes.lane_sandbox import LaneSandbox


class DockerSandbox(LaneSandbox):
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
        super().__init__(languages)
        self._image_of = image_of
        self._options = options or DockerOptions()
        self._daemon_factory = daemon_factory
        self._daemon: Daemon | None = None
        self._build_folder = build_folder

    def launcher(self, language: Language) -> DockerLauncher:
        """Return the launcher of a language's lanes."""
        if self._daemon is None:
            self._daemon = self._daemon_factory()
        return DockerLauncher(self._daemon, self._image_of(language), self._options, self._build_folder)
