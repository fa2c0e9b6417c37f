"""Objects of a repository: loose ones read here, packed ones by git; all from regular files of the repository alone.

Every file is opened below the repository one name at a time, no link is followed, and what is no regular file is never
opened. Only the commit and the folders that lead to graded files are looked at.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zlib
from collections.abc import Sequence

from codementor_cli.catalog.repository.packs import MAX_OBJECT_BYTES, GitObject, ObjectsError, Packs
from codementor_cli.catalog.repository.tree import RefusedError, RepositoryTree

_MOST_COMMIT_BYTES = 1 << 20
_OBJECTS = (".git", "objects")
_TREE_LINE = re.compile(rb"tree ([0-9a-f]{40}|[0-9a-f]{64})\n")
_LOOSE_HEADER = re.compile(rb"(commit|tree|blob|tag) (\d{1,12})\0")
_FOLDER_MODE = b"40000"
_SUBMODULE_MODE = b"160000"
_DAMAGED = "its objects are damaged or missing"


def read_objects(
    tree: RepositoryTree, commit_id: str, paths: Sequence[str], git: str | None
) -> tuple[bytes, dict[str, str]]:
    """Return a commit's content, and the ids of the files at some paths of it.

    Args:
        tree: The repository.
        commit_id: In hex.
        paths: In the repository, without line feeds; those that the commit has no file at get an empty id.
        git: Absolute path of git, for packs; None: it is not installed.

    Raises:
        ObjectsError: There is no git here for its packs, or the objects are damaged, missing, elsewhere or endless.
    """
    with Packs(tree, long_ids=len(commit_id) == 64, git=git) as packs:
        objects = _Objects(tree, packs)
        folders = {path.rpartition("/")[0] for path in paths} - {""}
        objects.fetch(commit_id, sorted({head for folder in folders for head in _heads(folder)}))
        content = objects.content(commit_id, "commit")
        if len(content) > _MOST_COMMIT_BYTES:
            raise ObjectsError("it is too large for a commit")
        root = _TREE_LINE.match(content)
        if root is None:
            raise ObjectsError(_DAMAGED)
        return content, {path: objects.file_id(root[1].decode(), path.split("/")) for path in paths}


def _heads(folder: str) -> list[str]:
    """Return a folder and all that it is in: ``a``, ``a/b``, ``a/b/c``."""
    parts = folder.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


class _Objects:
    """Objects by id, each read once."""

    def __init__(self, tree: RepositoryTree, packs: Packs) -> None:
        self._tree = tree
        self._packs = packs
        self._known: dict[str, GitObject] = {}
        self._folders: dict[str, dict[bytes, tuple[bytes, str]]] = {}

    def fetch(self, commit_id: str, folders: Sequence[str]) -> None:
        """Ask git once for a packed commit and its folders: a cloned repository has all of them in packs."""
        if not self._packs or self._loose(commit_id) is not None:
            return
        names = [commit_id, f"{commit_id}^{{tree}}", *(f"{commit_id}:{folder}" for folder in folders)]
        self._known |= {each.id: each for each in self._packs.ask(names).values()}

    def content(self, object_id: str, kind: str) -> bytes:
        """Return the content of an object.

        Raises:
            ObjectsError: It is not there, is of another kind, or is damaged.
        """
        found = self._known.get(object_id) or self._loose(object_id)
        if found is None and self._packs:
            found = self._packs.ask([object_id]).get(object_id)
        if found is None or found.kind != kind:
            raise ObjectsError(_DAMAGED)
        self._known[object_id] = found
        return found.content

    def file_id(self, folder_id: str, parts: Sequence[str]) -> str:
        """Return the id of a file below a folder; empty where there is none."""
        for name in parts[:-1]:
            mode, folder_id = self._folder(folder_id).get(os.fsencode(name), (b"", ""))
            if mode != _FOLDER_MODE:
                return ""
        mode, found = self._folder(folder_id).get(os.fsencode(parts[-1]), (b"", ""))
        return "" if mode in {_FOLDER_MODE, _SUBMODULE_MODE} else found

    def _folder(self, folder_id: str) -> dict[bytes, tuple[bytes, str]]:
        if folder_id not in self._folders:
            self._folders[folder_id] = _entries(self.content(folder_id, "tree"), len(folder_id) // 2)
        return self._folders[folder_id]

    def _loose(self, object_id: str) -> GitObject | None:
        """Return an object that has a file of its own; None: it has none."""
        folder, name = (*_OBJECTS, object_id[:2]), object_id[2:]
        mode = self._tree.mode(folder)
        if mode is None:
            return None
        if not stat.S_ISDIR(mode):
            raise ObjectsError("its objects are somewhere else, and are not followed")
        if self._tree.mode((*folder, name)) is None:
            return None
        try:
            return _inflated(self._tree.read((*folder, name), MAX_OBJECT_BYTES), object_id)
        except RefusedError as error:
            raise ObjectsError(f"an object of it {error}") from error


def _inflated(packed: bytes, object_id: str) -> GitObject:
    """Return a loose object, if it is what its name says. Source: gitformat-loose(5)."""
    try:
        stream = zlib.decompressobj()
        text = stream.decompress(packed, MAX_OBJECT_BYTES)
    except zlib.error as error:
        raise ObjectsError(_DAMAGED) from error
    if not stream.eof and len(text) == MAX_OBJECT_BYTES:
        raise ObjectsError("its objects are too large")
    algorithm = "sha1" if len(object_id) == 40 else "sha256"
    header = _LOOSE_HEADER.match(text)
    if header is None or hashlib.new(algorithm, text, usedforsecurity=False).hexdigest() != object_id:
        raise ObjectsError(_DAMAGED)
    return GitObject(object_id, header[1].decode(), text[header.end() :])


def _entries(content: bytes, id_bytes: int) -> dict[bytes, tuple[bytes, str]]:
    """Return mode and id by name of what a tree object holds."""
    found, place = {}, 0
    while place < len(content):
        end = content.find(b"\0", place)
        mode, _, name = content[place:end].partition(b" ")
        place = end + 1 + id_bytes
        if end < 0 or not name or place > len(content):
            raise ObjectsError(_DAMAGED)
        found[name] = (mode, content[end + 1 : place].hex())
    return found
