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
from codementor_cli.sandbox.bubblewrap.system import stamp_of, system_of
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
        root = self._root(language)
        system = system_of(root)
        ahead = self._ahead(language, root, system.stamp)
        if ahead is None:
            return BubblewrapLauncher(found, system, self._options)
        if ahead.is_tried:
            return BubblewrapLauncher(found, ahead.shown_in(system), self._options)
        maker = BubblewrapLauncher(found, system, self._options)
        background = Background(lambda: ahead.make(maker, self._languages.get(LANGUAGE)))
        return BubblewrapLauncher(found, system, self._options, background)

    def stamp(self, language: Language) -> str:
        """Return a text that changes whenever the language's lanes would have other files than before."""
        root = self._root(language)
        stamp = stamp_of(root)
        ahead = self._ahead(language, root, stamp)
        return stamp if ahead is None else f"{stamp}:{ahead.is_tried}"

    def _root(self, language: Language) -> Path:
        """Return the folder of the language's unpacked image, or this machine's own."""
        images = self._options.images
        if self._options.await_image is not None:
            self._options.await_image(language.name)
        return images / language.name if images and (images / language.name).is_dir() else Path("/")

    def _ahead(self, language: Language, root: Path, stamp: str) -> AheadFolder | None:
        """Return what is made ahead for the compiler; None: nothing is."""
        cache = self._options.ahead_folder
        if cache is None or language.name != LANGUAGE or not stamp or root != Path("/"):
            return None
        return AheadFolder(cache, stamp)
