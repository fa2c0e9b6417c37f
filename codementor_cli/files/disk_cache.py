"""A private cache in a folder of the user: results that took long to make, kept for the next command.

The cache never fails a command: an entry that cannot be written or read is made again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from codementor_cli.files.atomic import replacing

_MAGIC = b"codementor kept 2\n"
_START = len(_MAGIC) + hashlib.sha256().digest_size
_ROOM = 0.9
"""Part of the bounds that stays full after making room, so that few new entries have to look at all others."""


class DiskCache:
    """Entries by name; the least recently used ones make room for new ones."""

    def __init__(self, folder: Path, suffix: str, *, most_bytes: int, most_count: int, largest_bytes: int) -> None:
        """Take the folder of the entries; the first entry makes it.

        Args:
            folder: Holds nothing else with this suffix.
            suffix: Of the entries' files.
            most_bytes: Of all entries.
            most_count: Of all entries.
            largest_bytes: Of one entry.
        """
        self.folder = folder
        self._suffix = suffix
        self._most_bytes = most_bytes
        self._most_count = most_count
        self._largest_bytes = min(_START + largest_bytes, most_bytes)

    def find(self, name: str) -> bytes | None:
        """Return an entry's content; None where there is none, or it was damaged."""
        path = self._path(name)
        try:
            body = _body(path.name, self._read_private(path))
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            self.forget(name)
            return None
        return body

    def keep(self, name: str, body: bytes) -> None:
        """Write an entry, whole or not at all, and make room for it."""
        path = self._path(name)
        content = _MAGIC + _digest(path.name, body) + body
        if len(content) > self._largest_bytes:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room(len(content))
            with replacing(path, private=True) as file:
                file.write(content)

    def forget(self, name: str) -> None:
        """Remove an entry."""
        with suppress(OSError):
            self._path(name).unlink()

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
        return self.folder / f"{name}{self._suffix}"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each entry was last used, its size and path; scratch files of writers that died among them."""
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(self._suffix):
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

    def _read_private(self, path: Path) -> bytes:
        """Return the content of a regular file that only this user can read and write.

        Raises:
            OSError: It cannot be read.
            ValueError: It is anything else.
        """
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            is_ours = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077
            if not is_ours or status.st_size > self._largest_bytes:
                raise ValueError("not a private file of this user's")
            return file.read(self._largest_bytes)


def _digest(file_name: str, body: bytes) -> bytes:
    """Return the digest of an entry, its name included: one entry cannot be put in another's place."""
    return hashlib.sha256(file_name.encode() + b"\0" + body).digest()


def _body(file_name: str, content: bytes) -> bytes:
    """Return what was kept.

    Raises:
        ValueError: It is not as it was kept, or was kept as something else.
    """
    body = content[_START:]
    if content[: len(_MAGIC)] != _MAGIC or _digest(file_name, body) != content[len(_MAGIC) : _START]:
        raise ValueError("no entry, or a damaged one")
    return body
