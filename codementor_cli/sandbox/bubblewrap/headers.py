"""C++'s most used header, compiled ahead for lanes that use this machine's own compiler, as the images have it.

It is made once for each toolchain, in a lane, from the machine's own headers and nothing else, and lanes see its folder
read-only: no submission has a part in it. Beside it is the faster of the machine's linkers, where it has both.
Source: GCC manual, "Using Precompiled Headers": GCC takes ``iostream.gch`` of a folder in place of what the next
folders have for ``iostream``, if it was made with the same options by the same compiler.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.plan import Plan
from codementor_cli.sandbox.policy import AHEAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from codementor_cli.domain.program import Language
    from codementor_cli.sandbox.bubblewrap.command import System
    from codementor_cli.sandbox.launcher import Launcher

LANGUAGE = "cpp"
_HEADER = "iostream"
_LINKER = "/usr/bin/ld.gold"
"""Links in a third of the time of the usual one."""
_SECONDS = 10.0
"""How long a command waits for it at its end, once; it takes one second."""


class AheadFolder:
    """What is made ahead for one toolchain."""

    def __init__(self, cache: Path, stamp: str) -> None:
        """Take where it is kept.

        Args:
            cache: The folder of all toolchains' folders.
            stamp: Of the toolchain.
        """
        self._cache = cache
        self.path = cache / hashlib.sha256(stamp.encode()).hexdigest()[:16]

    @property
    def is_tried(self) -> bool:
        """Whether it was made, or could not be."""
        return self.path.is_dir()

    def shown_in(self, system: System) -> System:
        """Return a system whose lanes see it."""
        return replace(system, binds=(*system.binds, (str(self.path), AHEAD)))

    def make(self, launcher: Launcher, language: Language) -> None:
        """Make it; where that fails, leave an empty folder, so that it is not tried again and again.

        Args:
            launcher: Of lanes for this alone.
            language: Whose compiler and options.
        """
        content = b""
        with suppress(SandboxFault):
            content = _compiled(launcher, language)
        launcher.finish()
        with suppress(OSError):
            self._write(content)

    def _write(self, content: bytes) -> None:
        """Write it, whole or not at all, in place of those of older toolchains."""
        self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._cache) as scratch:
            fresh = Path(scratch) / "fresh"
            (fresh / "bin").mkdir(parents=True)
            if content:
                (fresh / f"{_HEADER}.gch").write_bytes(content)
            if content and os.access(_LINKER, os.X_OK):
                (fresh / "bin" / "ld").symlink_to(_LINKER)
            for path in (fresh, *fresh.iterdir()):  # lanes of root's have users of their own, and umasks are strict
                path.chmod(0o755 if path.is_dir() else 0o644)
            older = [path for path in self._cache.iterdir() if path not in {self.path, Path(scratch)}]
            with suppress(FileExistsError):  # another process was faster
                fresh.rename(self.path)
        for path in older:
            shutil.rmtree(path, ignore_errors=True)


def _compiled(launcher: Launcher, language: Language) -> bytes:
    """Return the header, compiled in a lane.

    Raises:
        SandboxFault: The lane failed, twice.
    """
    from codementor_cli.domain.limits import Limits  # noqa: PLC0415  # once for each toolchain
    from codementor_cli.domain.program import Program, SourceFile  # noqa: PLC0415  # the same
    from codementor_cli.sandbox.launcher import compile_anew  # noqa: PLC0415  # the same

    options = [word for word in language.compile if word.startswith("-") and word != "-o"]
    command = (language.compile[0], *options, "-x", "c++-header", "-o", f"{{build}}/{_HEADER}.gch", "{main}")
    name = f"{_HEADER}.h"
    program = Program(language=language.name, files=(SourceFile(name, f"#include <{_HEADER}>\n".encode()),), main=name)
    plan = Plan(language=replace(language, compile=command), program=program, limits=Limits())
    step = plan.compile_step
    if step is None:
        return b""
    compilation, built = compile_anew(launcher, plan, step)
    return next((file.content for file in built if compilation.success), b"")


class Beside:
    """Work in a thread, begun at once, that a command waits for at its end."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait for it, a while."""
        self._thread.join(_SECONDS)
