"""What compilers made, kept for the next time the same sources are judged.

An entry's name is a digest of everything that goes into it: each source's path and content, the compiler's command,
environment and limits, the toolchain, and this version of codementor. So programs share an entry only where nothing
tells them apart, and whatever a hostile source makes the compiler write can only come back to that same source, into a
lane, where it would have been written anyway. Compilers run in lanes that see no test case. No entry is ever executed
or unpacked here: it is bytes on its way from one lane to another, and a private file between.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from codementor_cli import __version__
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.files.disk_cache import DiskCache
from codementor_cli.sandbox.lanes import bundle
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.lanes.step_report import BuiltFile
from codementor_cli.sandbox.policy import BUILD_BYTES, BUILD_COUNT, Step
from codementor_cli.sandbox.runner import wire
from codementor_cli.text.units import MIB

MOST_BYTES = 256 * MIB
MOST_COUNT = 500
"""Of all entries; those used longest ago make room."""
_MOST_RUNNERS = 50
_MAGIC = b"codementor build 3\n"
_LARGEST_BYTES = BUILD_BYTES + 4 * MIB
"""Of an entry: the files, their names, the compiler's messages."""
_CLOCK_WORDS = (b"__DATE__", b"__TIME__", b"__TIMESTAMP__")
"""Source: GCC manual, "Standard Predefined Macros"; a program that says when it was compiled is compiled."""

Build = tuple[Compilation, tuple[BuiltFile, ...]]


class BuildFolder:
    """Entries in a private folder of the user's."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, most_count: int = MOST_COUNT) -> None:
        self.folder = folder
        self._kept = DiskCache(
            folder, ".build", most_bytes=most_bytes, most_count=most_count, largest_bytes=_LARGEST_BYTES
        )
        self.runners = DiskCache(
            folder, ".runner", most_bytes=MOST_BYTES, most_count=_MOST_RUNNERS, largest_bytes=wire.MAX_BODY_BYTES
        )
        """The runner's own modules, compiled by the interpreter of a toolchain."""

    def find(self, name: str) -> Build | None:
        """Return an entry; None where there is none that can be believed."""
        body = self._kept.find(name)
        try:
            return None if body is None else _decoded(memoryview(body))
        except (ValueError, KeyError, TypeError):
            self._kept.forget(name)
            return None

    def keep(self, name: str, build: Build) -> None:
        """Write an entry, whole or not at all, and make room for it."""
        self._kept.keep(name, _encoded(build))

    def size(self) -> tuple[int, int]:
        """Return how many entries there are, and their bytes."""
        return self._kept.size()

    def clear(self) -> tuple[int, int]:
        """Remove every entry; return how many there were, and their bytes."""
        self.runners.clear()
        return self._kept.clear()


class Builds:
    """The entries of one toolchain."""

    def __init__(self, folder: BuildFolder | None, toolchain: str) -> None:
        """Take where entries are.

        Args:
            folder: None: nothing is kept.
            toolchain: Its exact identity, independent of tag and path; empty: nothing is kept.
        """
        self._folder = folder if toolchain else None
        self._toolchain = toolchain
        self._runner = b""
        """What a lane's runner sent: for the next lanes, where no folder keeps it. An interpreter of another version
        does not take it."""

    def find_runner(self) -> bytes:
        """Return the runner's modules as this toolchain's interpreter compiled them; empty where they are not kept."""
        if not self._runner and self._folder:
            self._runner = self._folder.runners.find(self._runner_name()) or b""
        return self._runner

    def keep_runner(self, compiled: bytes) -> None:
        """Keep what a new lane's runner sent, before there was any program in it."""
        if not compiled:
            return
        self._runner = compiled
        if self._folder:
            self._folder.runners.keep(self._runner_name(), compiled)

    def _runner_name(self) -> str:
        return hashlib.sha256(f"{bundle.digest()} {self._toolchain}".encode()).hexdigest()

    def find(self, plan: Plan, step: Step) -> Build | None:
        """Return what compiling gave before."""
        return self._folder.find(entry_name(plan, step, self._toolchain)) if self._folder and _is_fit(plan) else None

    def keep(self, plan: Plan, step: Step, build: Build) -> None:
        """Keep what compiling gave, where it went well: what a limit or a fault ended may end otherwise next time."""
        compilation, _ = build
        if self._folder and compilation.success and _is_fit(plan):
            self._folder.keep(entry_name(plan, step, self._toolchain), build)


def _is_fit(plan: Plan) -> bool:
    return not any(word in file.content for file in plan.files for word in _CLOCK_WORDS)


def entry_name(plan: Plan, step: Step, toolchain: str) -> str:
    """Return the digest of all that a compilation depends on."""
    asked = [__version__, toolchain, plan.language.name, plan.program.main, step.header()]
    digest = hashlib.sha256(_MAGIC + json.dumps(asked, sort_keys=True).encode())
    for file in plan.files:
        digest.update(f"\0{len(file.path.encode())}\0{len(file.content)}\0{file.path}".encode())
        digest.update(file.content)
    return digest.hexdigest()


def _encoded(build: Build) -> bytes:
    from codementor_cli.schemas.kept.codec import to_json  # noqa: PLC0415 - 8 ms that compiled languages alone need

    compilation, files = build
    # The files' content follows as it is: in JSON, what is not text would be a third larger.
    header = [to_json(compilation), [[file.path, file.executable, len(file.content)] for file in files]]
    text = json.dumps(header).encode()
    return len(text).to_bytes(4, "big") + text + b"".join(file.content for file in files)


def _decoded(body: memoryview) -> Build:
    """Return what ``_encoded`` was given.

    Raises:
        ValueError: It is no entry.
    """
    from codementor_cli.schemas.kept.codec import from_json  # noqa: PLC0415 - as above

    place = 4 + int.from_bytes(body[:4], "big")
    compilation, files = json.loads(bytes(body[4:place]))
    built = []
    for path, executable, size in files[:BUILD_COUNT]:
        built.append(BuiltFile(str(path), executable is True, bytes(body[place : place + size])))
        place += size
    return from_json(Compilation, compilation), tuple(built)
