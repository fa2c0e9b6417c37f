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
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from codementor_cli import __version__
from codementor_cli.domain.execution import Compilation
from codementor_cli.domain.limits import MIB
from codementor_cli.sandbox.plan import Plan
from codementor_cli.sandbox.policy import BUILD_BYTES, BUILD_COUNT, Step
from codementor_cli.sandbox.report import BuiltFile

MOST_BYTES = 256 * MIB
MOST_COUNT = 500
"""Of all entries; those used longest ago make room."""
_ROOM = 0.9
"""Of the bounds, what is left full: so that not every new entry has to look at all others."""
_MAGIC = b"codementor build 1\n"
_DIGEST_BYTES = 32
_LARGEST_BYTES = BUILD_BYTES + 4 * MIB
"""Of an entry: the files, their names, the compiler's messages."""
_SUFFIX = ".build"
_CLOCK_WORDS = (b"__DATE__", b"__TIME__", b"__TIMESTAMP__")
"""Source: GCC manual, "Standard Predefined Macros"; a program that says when it was compiled is compiled."""

Build = tuple[Compilation, tuple[BuiltFile, ...]]


class BuildFolder:
    """Entries in a private folder of the user's. Nothing here ever fails a judging: it compiles again."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, most_count: int = MOST_COUNT) -> None:
        self.folder = folder
        self._most_bytes = most_bytes
        self._most_count = most_count

    def find(self, name: str) -> Build | None:
        """Return an entry; None where there is none that can be believed."""
        path = self._path(name)
        try:
            content = _read_private(path)
            found = _decoded(content)
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            with suppress(OSError):
                path.unlink()
            return None
        return found

    def keep(self, name: str, build: Build) -> None:
        """Write an entry, whole or not at all, and make room for it."""
        content = _encoded(build)
        if len(content) > min(_LARGEST_BYTES, self._most_bytes):
            return
        import tempfile  # noqa: PLC0415  # 3 ms that only a new entry pays

        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room(len(content))
            # Created for its owner alone. Source: tempfile.mkstemp.
            descriptor, scratch = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=_SUFFIX)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                os.replace(scratch, self._path(name))  # noqa: PTH105  # two strings of the system's own
            except BaseException:
                Path(scratch).unlink(missing_ok=True)
                raise

    def size(self) -> tuple[int, int]:
        """Return how many entries there are, and their bytes."""
        sizes = [size for _, size, _ in self._entries()]
        return len(sizes), sum(sizes)

    def clear(self) -> tuple[int, int]:
        """Remove every entry; return how many there were, and their bytes."""
        count = total = 0
        for _, size, path in list(self._entries()):
            with suppress(OSError):
                path.unlink()
                count, total = count + 1, total + size
        return count, total

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_SUFFIX}"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each entry was last used, its size and path; scratch files of writers that died among them."""
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(_SUFFIX):
                    with suppress(FileNotFoundError):  # another process made room too
                        status = entry.stat(follow_symlinks=False)
                        yield status.st_mtime, status.st_size, Path(entry.path)

    def _make_room(self, size: int) -> None:
        found = sorted(self._entries())
        count, total = len(found) + 1, sum(each for _, each, _ in found) + size
        if count <= self._most_count and total <= self._most_bytes:
            return
        for _, freed, path in found:
            if count <= self._most_count * _ROOM and total <= self._most_bytes * _ROOM:
                return
            path.unlink(missing_ok=True)
            count, total = count - 1, total - freed


class Builds:
    """The entries of one toolchain."""

    def __init__(self, folder: BuildFolder | None, toolchain: str) -> None:
        """Take where entries are.

        Args:
            folder: None: nothing is kept.
            toolchain: Names it exactly, whatever happens to its tag or path; empty: nothing is kept.
        """
        self._folder = folder if toolchain else None
        self._toolchain = toolchain

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
    compilation, files = build
    header = {
        "output": compilation.output,
        "wall_seconds": compilation.wall_seconds,
        "files": [[file.path, file.executable, len(file.content)] for file in files],
    }
    text = json.dumps(header).encode()
    body = len(text).to_bytes(4, "big") + text + b"".join(file.content for file in files)
    return _MAGIC + hashlib.sha256(body).digest() + body


def _decoded(content: bytes) -> Build:
    """Return what ``_encoded`` was given.

    Raises:
        ValueError: It is no entry, or a damaged one.
    """
    start = len(_MAGIC) + _DIGEST_BYTES
    body = memoryview(content)[start:]
    if content[: len(_MAGIC)] != _MAGIC or hashlib.sha256(body).digest() != content[len(_MAGIC) : start]:
        raise ValueError("no entry, or a damaged one")
    place = 4 + int.from_bytes(body[:4], "big")
    header = json.loads(bytes(body[4:place]))
    built = []
    for path, executable, size in header["files"][:BUILD_COUNT]:
        built.append(BuiltFile(str(path), executable is True, bytes(body[place : place + size])))
        place += size
    compilation = Compilation(success=True, output=str(header["output"]), wall_seconds=float(header["wall_seconds"]))
    return compilation, tuple(built)


def _read_private(path: Path) -> bytes:
    """Return the content of a regular file that is this user's and nobody else's.

    Raises:
        OSError: It cannot be read.
        ValueError: It is anything else.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        is_ours = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077
        if not is_ours or status.st_size > _LARGEST_BYTES:
            raise ValueError("not a private file of this user's")
        return file.read(_LARGEST_BYTES)
