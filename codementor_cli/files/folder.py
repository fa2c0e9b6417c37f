"""Files below one folder, and never outside it: no ``..``, no links, nothing but regular files, with caps."""

from __future__ import annotations

import errno
import itertools
import os
import stat
from pathlib import Path

from codementor_cli.files.below import NotOpenedError, kind_of, open_below, open_root
from codementor_cli.text.excerpts import brief
from codementor_cli.text.near_matches import did_you_mean
from codementor_cli.text.units import MIB
from codementor_cli.text.untrusted import escaped

MAX_FILE_BYTES = 16 * MIB
MAX_FOLDER_BYTES = 32 * MIB
_MAX_PARTS = 20
_MOST_COMPARED = 2000
_MOST_SUGGESTED = 20
"""Missing files for which a near name is looked up: comparing takes about 20 µs a name."""


class Refused(ValueError):
    """A path that cannot be read, and why; the caller adds the position in the file that names it."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


class FolderFiles:
    """The files below a folder; one cap holds for all bytes read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._left_bytes = MAX_FOLDER_BYTES
        self._left_suggestions = _MOST_SUGGESTED

    def read(self, path: str, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        """Return a file's content.

        Args:
            path: Relative to the folder, ``/`` between names.
            max_bytes: Cap for this file.

        Raises:
            Refused: There is no such file, it may not be read, or it is over a cap.
        """
        descriptor = self._open(path)
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            os.close(descriptor)
            raise Refused(f"{escaped(path)} is {kind_of(mode)}, not a file")
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(max_bytes + 1)
        if len(content) > max_bytes:
            raise Refused(f"{escaped(path)} is larger than {max_bytes // MIB} MiB")
        self._left_bytes -= len(content)
        if self._left_bytes < 0:
            raise Refused(f"with {escaped(path)} the files are larger than {MAX_FOLDER_BYTES // MIB} MiB together")
        return content

    def is_folder(self, path: str) -> bool:
        """Whether a path is a folder; otherwise it is a regular file.

        Raises:
            Refused: It is neither, or may not be opened.
        """
        descriptor = self._open(path)
        try:
            mode = os.fstat(descriptor).st_mode
        finally:
            os.close(descriptor)
        if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
            raise Refused(f"{escaped(path)} is {kind_of(mode)}, not a file")
        return stat.S_ISDIR(mode)

    def names(self, path: str = "") -> list[str]:
        """Return the names in a folder, sorted; an empty path is the folder itself.

        Raises:
            Refused: There is no such folder, or it may not be read.
        """
        descriptor = self._open(path, is_folder=True)
        try:
            with os.scandir(descriptor) as entries:
                return sorted(entry.name for entry in entries)
        except OSError as error:
            raise Refused(f"{escaped(path) or 'this folder'} cannot be listed: {error.strerror}") from error
        finally:
            os.close(descriptor)

    def below(self, path: str, max_count: int) -> list[str]:
        """Return the paths of all regular files below a folder, in name order.

        Names that start with a dot are left out, and caches of Python.

        Args:
            path: The folder; empty is this one.
            max_count: The walk ends when there are more: the folder may be a whole home folder.

        Raises:
            Refused: Something there is neither a file nor a folder, or there are too many.
        """
        found: list[str] = []
        for name in self.names(path):
            if name.startswith(".") or name == "__pycache__":
                continue
            inner = f"{path}/{name}" if path else name
            found += self.below(inner, max_count - len(found)) if self.is_folder(inner) else [inner]
            if len(found) > max_count:
                raise Refused("the folder holds too many files", "name the file that starts")
        return found

    def contents(self, path: str, max_count: int, max_bytes: int) -> dict[str, bytes]:
        """Return the content of each file that ``below`` finds, by its path below that folder.

        Args:
            path: The folder; empty is this one.
            max_count: See ``below``.
            max_bytes: The cap of each file.

        Raises:
            Refused: One cannot be read, or there are too many.
        """
        prefix = f"{path}/" if path else ""
        return {name.removeprefix(prefix): self.read(name, max_bytes) for name in self.below(path, max_count)}

    def _open(self, path: str, *, is_folder: bool = False) -> int:
        """Open a path one name at a time, so that no link is followed on the way.

        Args:
            path: Relative to the folder.
            is_folder: Whether a folder is looked for, where there is nothing.
        """
        parts = _parts(path) if path else []
        try:
            root = open_root(self.root)
        except OSError as error:
            raise Refused(f"the folder {escaped(str(self.root))} cannot be opened: {error.strerror}") from error
        try:
            return open_below(root, parts)
        except NotOpenedError as error:
            raise self._refused(root, parts, error, is_folder=is_folder) from error
        finally:
            os.close(root)

    def _refused(self, root: int, parts: list[str], error: NotOpenedError, *, is_folder: bool) -> Refused:
        """Return why a path cannot be opened, and the nearest name."""
        failed = escaped("/".join(parts[: error.index + 1]))
        if error.errno == errno.ENOENT:
            near = self._near(root, parts[: error.index], parts[error.index])
            if is_folder or error.index < len(parts) - 1:
                return Refused(f"there is no folder {failed}", near or "make that folder, or change the path")
            return Refused(f"there is no file {failed} in the folder", near)
        if error.errno == errno.ELOOP:
            return Refused(f"{failed} is a symbolic link", "put the file itself there")
        if error.errno == errno.ENOTDIR:
            below = escaped("/".join(parts[: error.index + 2]))
            return Refused(f"{below} cannot be: what is above it is a file")
        why = "it is not a regular file" if error.errno == errno.ENXIO else error.strerror
        return Refused(f"{failed} cannot be read: {why}")

    def _near(self, root: int, folder: list[str], name: str) -> str:
        """Return ``did you mean …?`` of the names in a folder; nothing after many such questions."""
        if self._left_suggestions <= 0:
            return ""
        self._left_suggestions -= 1
        descriptor = open_below(root, folder, is_folder=True)
        try:
            with os.scandir(descriptor) as entries:
                return did_you_mean(name, [entry.name for entry in itertools.islice(entries, _MOST_COMPARED)])
        finally:
            os.close(descriptor)


def _parts(path: str) -> list[str]:
    """Return the names of a path that stays in its folder."""
    if "\\" in path:
        raise Refused("a path here has no backslash", "write / between folders")
    if not path.isprintable():
        raise Refused(f"the path {brief(path)} has characters that do not print")
    if path.startswith("/"):
        raise Refused("expected a path inside this folder, not an absolute one", "name it from this folder on")
    parts = path.split("/")
    if ".." in parts:
        raise Refused("a path may not leave its folder with ..", "copy the file into this folder")
    if not all(part and part != "." for part in parts):
        raise Refused(f"the path {brief(path)} has an empty name or a dot in it", "write it like data/1.in")
    if len(parts) > _MAX_PARTS:
        raise Refused(f"the path {brief(path)} is deeper than {_MAX_PARTS} folders")
    return parts
