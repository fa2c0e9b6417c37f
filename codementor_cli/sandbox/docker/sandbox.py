"""The Docker engine behind the port."""

from __future__ import annotations

from collections.abc import Callable

from codementor_cli.domain.challenge.program import Language
from codementor_cli.ports import Languages
from codementor_cli.sandbox.docker.connection import calls, find_daemon
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
        return DockerLauncher(self._found_daemon(), self._image_of(language), self._options, self._build_folder)

    def stamp(self, language: Language) -> str:
        """Return a text that changes whenever the language's lanes would have other files than before.

        Raises:
            SandboxFault: The daemon does not answer.
        """
        tag = self._image_of(language)
        with calls("look for an image"):
            return self._found_daemon().image_id(tag) or tag

    def _found_daemon(self) -> Daemon:
        if self._daemon is None:
            self._daemon = self._daemon_factory()
        return self._daemon
