"""C++'s most used header, compiled ahead for lanes that use this machine's own compiler, as the images have it.

It is made once for each toolchain, in a lane, from the machine's own headers and nothing else, and lanes see its folder
read-only: no submission has a part in it. Next to it is the faster of the machine's linkers, where it has both.
Source: GCC manual, "Using Precompiled Headers": GCC takes ``iostream.gch`` of a folder in place of what the next
folders have for ``iostream``, if it was made with the same options by the same compiler.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.policy import AHEAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from codementor_cli.domain.challenge.program import Language
    from codementor_cli.sandbox.bubblewrap.command import System
    from codementor_cli.sandbox.lanes.launcher import Launcher

LANGUAGE = "cpp"
_HEADER = "iostream"
_LINKER = "/usr/bin/ld.gold"
"""Links in a third of the time of the usual one."""
_NOBODYS = (Path("/var/tmp"), Path("/tmp"))  # noqa: S108  # what is made there is private, and its name no secret
"""Places whose paths say nothing of the user; the first that there is. What is cleaned away there is made again."""
_PREFIX = "codementor-"
_NAME = "ahead"
_SECONDS = 10.0
"""How long a command waits for it at its end, once; it takes one second."""


class AheadFolder:
    """What is made ahead for one toolchain.

    The cache holds a link to it alone: a lane's mount table shows the path, which must name no user.
    """

    def __init__(self, cache: Path, stamp: str) -> None:
        """Take where it is found.

        Args:
            cache: The folder of all toolchains' links.
            stamp: Of the toolchain.
        """
        self._cache = cache
        self._link = cache / hashlib.sha256(stamp.encode()).hexdigest()[:16]

    @property
    def path(self) -> Path | None:
        """Where it is; None: it was not made, or others could have put something there."""
        try:
            path = self._link.readlink()
            status = path.parent.lstat()
        except OSError:
            return None
        is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077
        return path if is_ours and path.is_dir() else None

    @property
    def is_tried(self) -> bool:
        """Whether it was made, or could not be."""
        return self.path is not None

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
        if self.is_tried:  # another process was faster
            return
        place = next(folder for folder in _NOBODYS if folder.is_dir())
        private = Path(tempfile.mkdtemp(dir=place, prefix=_PREFIX))  # for its owner alone. Source: tempfile.mkdtemp
        try:
            _fill(private / _NAME, content)
            for path in self._cache.iterdir():
                _remove(path)
            self._link.symlink_to(private / _NAME)
        except BaseException:
            shutil.rmtree(private, ignore_errors=True)
            raise


def _fill(folder: Path, content: bytes) -> None:
    (folder / "bin").mkdir(parents=True)
    if content:
        (folder / f"{_HEADER}.gch").write_bytes(content)
    if content and os.access(_LINKER, os.X_OK):
        (folder / "bin" / "ld").symlink_to(_LINKER)
    for path in (folder, *folder.iterdir()):  # lanes of root's have users of their own, and umasks are strict
        path.chmod(0o755 if path.is_dir() else 0o644)


def _remove(path: Path) -> None:
    """Remove what an older toolchain's link leads to, and the link; or what an older version kept there itself."""
    with suppress(OSError):
        if not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
            return
        private = path.readlink().parent
        if private.parent in _NOBODYS and private.name.startswith(_PREFIX):
            shutil.rmtree(private, ignore_errors=True)
        path.unlink()


def _compiled(launcher: Launcher, language: Language) -> bytes:
    """Return the header, compiled in a lane.

    Raises:
        SandboxFault: The lane failed, twice.
    """
    from codementor_cli.domain.challenge.limits import Limits  # noqa: PLC0415  # once for each toolchain
    from codementor_cli.domain.challenge.program import Program, SourceFile  # noqa: PLC0415  # the same
    from codementor_cli.sandbox.lanes.launcher import compile_anew  # noqa: PLC0415  # the same

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


class Background:
    """Work in a thread, begun at once, that a command waits for at its end."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait for it, a while."""
        self._thread.join(_SECONDS)
