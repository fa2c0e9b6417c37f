"""The bubblewrap engine behind the port."""

from __future__ import annotations

import os
from pathlib import Path

from codementor_cli.domain.challenge.program import Language
from codementor_cli.errors import SandboxFault
from codementor_cli.files.commands import find_command
from codementor_cli.ports import Languages
from codementor_cli.sandbox.bubblewrap.headers import LANGUAGE, AheadFolder, Background
from codementor_cli.sandbox.bubblewrap.launcher import BubblewrapLauncher, BubblewrapOptions
from codementor_cli.sandbox.bubblewrap.system import system_of
from codementor_cli.sandbox.lanes.lane_sandbox import LaneSandbox

INSTALL_STEP = "Install it with `sudo apt-get install bubblewrap`, or set CODEMENTOR_SANDBOX=docker."


def find_bubblewrap() -> str | None:
    """Return the path of ``bwrap``, None where it is not installed."""
    return find_command("bwrap", os.environ)


class BubblewrapSandbox(LaneSandbox):
    """Runs programs in namespaces of this machine; meets ``ports.Sandbox``."""

    name = "bubblewrap"

    def __init__(self, languages: Languages, options: BubblewrapOptions | None = None) -> None:
        super().__init__(languages)
        self._options = options or BubblewrapOptions()

    def launcher(self, language: Language) -> BubblewrapLauncher:
        """Return the launcher of a language's lanes."""
        found = find_bubblewrap()
        if found is None:
            raise SandboxFault("bubblewrap is not installed.", INSTALL_STEP)
        images = self._options.images
        root = images / language.name if images and (images / language.name).is_dir() else Path("/")
        system = system_of(root)
        cache = self._options.ahead_folder
        if cache is None or language.name != LANGUAGE or not system.stamp or root != Path("/"):
            return BubblewrapLauncher(found, system, self._options)
        ahead = AheadFolder(cache, system.stamp)
        if ahead.is_tried:
            return BubblewrapLauncher(found, ahead.shown_in(system), self._options)
        maker = BubblewrapLauncher(found, system, self._options)
        background = Background(lambda: ahead.make(maker, self._languages.get(LANGUAGE)))
        return BubblewrapLauncher(found, system, self._options, background)
