"""Packs of a repository, read by git itself, from descriptors that we opened.

git works in an empty bare repository of ours, whose packs are links to these descriptors. Nothing of the student's
repository has a path that git could follow: no configuration, hook, attribute, reference, replacement or alternate.
Time, memory, processor time and output are bounded, for packs are hostile too.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from codementor_cli.catalog.repository.tree import RefusedError, RepositoryTree
from codementor_cli.text.units import MIB

MAX_PACK_COUNT = 64
"""Source: git-gc(1), ``gc.autoPackLimit``: git itself puts together more than 50."""
MAX_OBJECT_BYTES = 16 * MIB
"""Of one commit or folder: some 400 000 names."""
_PACK_FOLDER = (".git", "objects", "pack")
_PACK = re.compile(r"pack-([0-9a-f]{40}|[0-9a-f]{64})\.(pack|idx)")
_HEADER = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64}) (commit|tree|blob|tag) (\d{1,12})")
_WAIT_SECONDS = 10.0
_MOST_OUTPUT_BYTES = 32 * MIB
_DESCRIPTORS = "/proc/self/fd" if sys.platform == "linux" else "/dev/fd"
"""The folder in which open descriptors have names."""
# `ulimit -v` counts KiB: git maps packs, so that addresses are more than memory. `ulimit -f` counts 512 bytes.
_LIMITED = f'ulimit -v 2097152; ulimit -t 10; ulimit -f {_MOST_OUTPUT_BYTES // 512}; ulimit -c 0; exec "$@"'
_OPTIONS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.commitGraph=false",
    "core.multiPackIndex=false",
    "core.packedGitWindowSize=16m",
    "core.packedGitLimit=128m",
    "core.bigFileThreshold=1m",
    "core.deltaBaseCacheLimit=16m",
    "protocol.allow=never",
)
_CONFIG = "[core]\n\trepositoryformatversion = {version}\n\tbare = true\n"
_SHA256 = "[extensions]\n\tobjectFormat = sha256\n"


class ObjectsError(Exception):
    """Objects that cannot be read; the message is one line for the student."""


@dataclass(frozen=True, slots=True)
class GitObject:
    """One object."""

    id: str
    """In hex."""
    kind: str
    """``commit``, ``tree``, ``blob`` or ``tag``."""
    content: bytes


class Packs:
    """The packs of a repository, open until closed.

    Args:
        tree: The repository.
        long_ids: Whether its ids are SHA-256.
        git: Absolute path of git; None: it is not installed.

    Raises:
        ObjectsError: A pack is no regular file, or there are too many.
    """

    def __init__(self, tree: RepositoryTree, *, long_ids: bool, git: str | None) -> None:
        self._long_ids = long_ids
        self._git = git
        self._descriptors: dict[str, int] = {}
        try:
            self._open(tree)
        except RefusedError as error:
            self.close()
            raise ObjectsError(f"one of its packs {error}") from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._descriptors)

    def close(self) -> None:
        """Close the packs."""
        while self._descriptors:
            os.close(self._descriptors.popitem()[1])

    def ask(self, names: Sequence[str]) -> dict[str, GitObject]:
        """Return objects by the names that were asked for; those that the packs do not have are left out.

        Args:
            names: As in gitrevisions(7), without line feeds.

        Raises:
            ObjectsError: There is no git here, or the packs are damaged or endless.
        """
        with tempfile.TemporaryDirectory(prefix="codementor-git-", ignore_cleanup_errors=True) as place:
            folder = Path(place)
            self._lay_out(folder)
            request = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
            with (folder / "output").open("w+b") as output:
                self._run(folder, request, output)
                output.seek(0)
                return _answers(names, output.read(_MOST_OUTPUT_BYTES))

    def _open(self, tree: RepositoryTree) -> None:
        try:
            names = [name for name in tree.names(_PACK_FOLDER) if _PACK.fullmatch(name)]
        except RefusedError as error:
            raise ObjectsError("it has too many packs") from error
        whole = [name for name in names if name.endswith(".idx") and name.replace(".idx", ".pack") in names]
        if len(whole) > MAX_PACK_COUNT:
            raise ObjectsError("it has too many packs")
        for index in whole:
            for name in (index, index.replace(".idx", ".pack")):
                self._descriptors[name] = tree.open_file((*_PACK_FOLDER, name))

    def _lay_out(self, folder: Path) -> None:
        """Make an empty bare repository whose packs are our descriptors."""
        for inner in ("objects/info", "objects/pack", "refs"):
            (folder / inner).mkdir(parents=True)
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        config = _CONFIG.format(version=1 if self._long_ids else 0) + (_SHA256 if self._long_ids else "")
        (folder / "config").write_text(config, encoding="ascii")
        for name, descriptor in self._descriptors.items():
            (folder / "objects" / "pack" / name).symlink_to(f"{_DESCRIPTORS}/{descriptor}")

    def _run(self, folder: Path, request: bytes, output: BinaryIO) -> None:
        if self._git is None:
            raise ObjectsError("git is not installed on this machine")
        options = [part for option in _OPTIONS for part in ("-c", option)]
        command = ["/bin/sh", "-c", _LIMITED, "git", self._git, f"--git-dir={folder}", "--no-replace-objects", *options]
        try:
            done = subprocess.run(  # noqa: S603 - our own command; what is the student's comes over stdin
                [*command, "cat-file", "--batch"],
                input=request,
                stdout=output,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=_environment(folder),
                timeout=_WAIT_SECONDS,
                pass_fds=tuple(self._descriptors.values()),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ObjectsError("its objects take too long to read") from error
        except OSError as error:
            raise ObjectsError(f"git cannot be started: {error.strerror}") from error
        if done.returncode == -signal.SIGXFSZ:
            raise ObjectsError("its objects are too large")
        if done.returncode != 0:
            raise ObjectsError("its objects are damaged or missing")


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_CEILING_DIRECTORIES": str(folder),
    }


def _answers(names: Sequence[str], output: bytes) -> dict[str, GitObject]:
    """Return the objects in what ``git cat-file --batch`` wrote: a line, and the content where there is one."""
    found, place = {}, 0
    for name in names:
        end = output.find(b"\n", place)
        if end < 0:
            raise ObjectsError("its objects are damaged or missing")
        header = _HEADER.fullmatch(output[place:end])
        place = end + 1
        if header is None:
            continue
        content = output[place : place + int(header[3])]
        place += int(header[3]) + 1
        if len(content) > MAX_OBJECT_BYTES:
            raise ObjectsError("its objects are too large")
        found[name] = GitObject(header[1].decode(), header[2].decode(), content)
    return found
