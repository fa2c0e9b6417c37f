"""The commit of a repository, read without its configuration: files of ``.git`` are data."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Mapping
from datetime import UTC, datetime

from codementor_cli.catalog.repository.objects import read_objects
from codementor_cli.catalog.repository.packs import ObjectsError
from codementor_cli.catalog.repository.tree import RefusedError, RepositoryTree
from codementor_cli.domain.grading.results import Commit
from codementor_cli.text.excerpts import brief
from codementor_cli.text.units import MIB

_GIT = ".git"
_MOST_HEAD_BYTES = 4096
_MOST_PACKED_BYTES = 4 * MIB
_MOST_REFERENCES = 5
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
# gitformat-commit: headers, an empty line, the message; the committer's line ends in seconds and zone.
_COMMITTER = re.compile(rb"^committer .*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)
_LATEST_SECONDS = 253_402_300_799
"""The end of the year 9999, as far as ``datetime`` goes."""


class _UnknownError(Exception):
    """The commit is unknown; the message is one line for the student."""


def read_commit(
    tree: RepositoryTree, graded: Mapping[str, bytes], git: str | None
) -> tuple[Commit | None, tuple[str, ...]]:
    """Return the commit at HEAD, and lines on what is not as it should be.

    Args:
        tree: The repository.
        graded: What is graded, by path in the repository.
        git: Absolute path of git, for packs; None: it is not installed.

    Returns:
        None where there is no commit, or none that can be read; a line says why.
    """
    try:
        commit_id = _head(tree)
        _check_objects(tree)
        content, blobs = read_objects(tree, commit_id, tuple(graded), git)
        commit = Commit(
            id=commit_id,
            committed_at=_committed_at(content),
            modified=tuple(path for path, blob in blobs.items() if not _same(graded[path], blob)),
        )
    except (_UnknownError, ObjectsError) as error:
        return None, (f"The commit is not known: {error}.",)
    if commit.modified:
        named = ", ".join(brief(path) for path in commit.modified[:3])
        return commit, (f"Graded as it is in the folder, which differs from the commit: {named}.",)
    return commit, ()


def _head(tree: RepositoryTree) -> str:
    mode = tree.mode((_GIT,))
    if mode is None:
        raise _UnknownError("the folder is no git repository")
    if not stat.S_ISDIR(mode):
        raise _UnknownError("its .git points somewhere else, and is not followed")
    name = "HEAD"
    for _ in range(_MOST_REFERENCES):
        text = _text(tree, name, _MOST_HEAD_BYTES) if name == "HEAD" else _reference(tree, name)
        if _HASH.fullmatch(text):
            return text
        name = _checked(text.removeprefix("ref:").strip()) if text.startswith("ref:") else ""
        if not name:
            raise _UnknownError("its HEAD is damaged")
    raise _UnknownError("its HEAD leads from one name to the next")


def _checked(name: str) -> str:
    """Return the name of a reference; nothing where it is none (git-check-ref-format)."""
    fits = re.fullmatch(r"refs(/[A-Za-z0-9_][A-Za-z0-9_.+@=,#%-]*)+", name) is not None
    return name if fits and ".." not in name else ""


def _reference(tree: RepositoryTree, name: str) -> str:
    if tree.mode((_GIT, *name.split("/"))) is not None:
        return _text(tree, name, _MOST_HEAD_BYTES)
    if tree.mode((_GIT, "packed-refs")) is not None:
        for line in _text(tree, "packed-refs", _MOST_PACKED_BYTES).splitlines():
            commit_id, _, packed = line.partition(" ")
            if packed == name:
                return commit_id
    if tree.mode((_GIT, "reftable")) is not None:
        raise _UnknownError("its references are in a form that is not read here")
    raise _UnknownError("there are no commits")


def _text(tree: RepositoryTree, name: str, most_bytes: int) -> str:
    try:
        return tree.read((_GIT, *name.split("/")), most_bytes).decode("utf-8", "replace").strip()
    except RefusedError as error:
        raise _UnknownError(f".git/{brief(name)} {error}") from error


def _check_objects(tree: RepositoryTree) -> None:
    """Refuse objects that are not the repository's own."""
    objects = (_GIT, "objects")
    for path in (objects, (*objects, "pack"), (*objects, "info")):
        mode = tree.mode(path)
        if mode is not None and not stat.S_ISDIR(mode):
            raise _UnknownError("its objects are somewhere else, and are not followed")
    for name in ("alternates", "http-alternates"):
        if tree.mode((*objects, "info", name)) is not None:
            raise _UnknownError("its objects are partly somewhere else, and are not followed")


def _committed_at(content: bytes) -> datetime:
    header = content.partition(b"\n\n")[0]
    match = _COMMITTER.search(header)
    if match is None or int(match[1]) > _LATEST_SECONDS:
        raise _UnknownError("it has no date")
    return datetime.fromtimestamp(int(match[1]), UTC)


def _same(content: bytes, blob: str) -> bool:
    """Return whether a file is what the commit holds; checked out on Windows, its lines may end otherwise."""
    algorithm = "sha1" if len(blob) == 40 else "sha256"
    return any(
        hashlib.new(algorithm, b"blob %d\0" % len(each) + each, usedforsecurity=False).hexdigest() == blob
        for each in (content, content.replace(b"\r\n", b"\n"))
    )
