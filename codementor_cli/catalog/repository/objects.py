"""Objects of a repository, read by git itself, from a folder of our own that only borrows them.

Nothing of the repository's configuration, hooks, attributes, references or replacements is ever in git's sight: it
works in an empty bare repository, whose ``objects/info/alternates`` names the student's objects. Time, memory and
processor time are bounded, for packs are hostile too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_WAIT_SECONDS = 10.0
_MOST_COMMIT_BYTES = 1 << 20
# `ulimit -v` counts KiB: git maps packs, so that addresses are more than memory.
_LIMITED = 'ulimit -v 2097152; ulimit -t 10; ulimit -f 0; ulimit -c 0; exec "$@"'
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


def read_objects(objects: Path, commit_id: str, paths: Sequence[str]) -> tuple[bytes, dict[str, str]]:
    """Return a commit's content, and the ids of the blobs at some paths of it.

    Args:
        objects: The repository's folder of objects: no link, and without alternates of its own.
        commit_id: In hex.
        paths: In the repository, without line feeds; those that the commit has no file at get an empty id.

    Raises:
        ObjectsError: There is no git here, or the objects are damaged, missing or endless.
    """
    git = _git()
    if "\n" in str(objects):
        raise ObjectsError("the name of its folder has a line feed")
    with tempfile.TemporaryDirectory(prefix="codementor-git-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _lay_out(folder, objects, long_ids=len(commit_id) == 64)
        asked = [commit_id, *(f"{commit_id}:{path}" for path in paths)]
        request = "".join(f"{each}\n" for each in asked).encode("utf-8", "surrogateescape")
        lines = _ask(git, folder, ["cat-file", "--batch-check"], request).split(b"\n")
        found = [line.split(b" ") for line in lines[: len(asked)]]
        if len(found) != len(asked) or len(found[0]) != 3 or found[0][1] != b"commit":
            raise ObjectsError("its objects are damaged or missing")
        if not found[0][2].isdigit() or int(found[0][2]) > _MOST_COMMIT_BYTES:
            raise ObjectsError("it is too large for a commit")
        content = _ask(git, folder, ["cat-file", "commit", commit_id], b"")
    blobs = [line[0].decode("ascii", "replace") if len(line) == 3 and line[1] == b"blob" else "" for line in found[1:]]
    return content, dict(zip(paths, blobs, strict=True))


def _git() -> str:
    """Return git's path. A relative folder in ``PATH`` is left out: the working folder may be the student's."""
    folders = [each for each in os.environ.get("PATH", os.defpath).split(os.pathsep) if each.startswith("/")]
    found = shutil.which("git", path=os.pathsep.join(folders))
    if found is None:
        raise ObjectsError("git is not installed on this machine")
    return found


def _lay_out(folder: Path, objects: Path, *, long_ids: bool) -> None:
    """Make an empty bare repository that borrows the objects."""
    (folder / "objects" / "info").mkdir(parents=True)
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    config = _CONFIG.format(version=1 if long_ids else 0) + (_SHA256 if long_ids else "")
    (folder / "config").write_text(config, encoding="ascii")
    (folder / "objects" / "info" / "alternates").write_bytes(os.fsencode(objects.absolute()) + b"\n")


def _ask(git: str, folder: Path, arguments: list[str], request: bytes) -> bytes:
    options = [part for option in _OPTIONS for part in ("-c", option)]
    command = ["/bin/sh", "-c", _LIMITED, "git", git, f"--git-dir={folder}", "--no-replace-objects", *options]
    environment = {
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
    try:
        done = subprocess.run(  # noqa: S603 - our own command; what is the student's comes over stdin, or is hexadecimal
            [*command, *arguments],
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            timeout=_WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ObjectsError("its objects take too long to read") from error
    except OSError as error:
        raise ObjectsError(f"git cannot be started: {error.strerror}") from error
    if done.returncode != 0:
        raise ObjectsError("its objects are damaged or missing")
    return done.stdout
