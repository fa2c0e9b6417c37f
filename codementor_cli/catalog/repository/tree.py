"""The folder of a repository, walked one name at a time: no link is followed, and looking is bounded."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from codementor_cli.files.below import kind_of, open_below, open_root
from codementor_cli.text.units import MIB

MAX_NAME_COUNT = 20_000
"""Names listed for one challenge; a committed folder of packages has more."""
MAX_REPOSITORY_BYTES = 32 * MIB
"""Read from one repository."""

_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO, errno.ESTALE})
"""Failures of this machine, which say nothing of the repository. Source: open(2)."""

Parts = tuple[str, ...]
"""A path as its names; undecodable bytes are surrogates."""


class RefusedError(Exception):
    """A part of a repository that is refused; the message is one line for the student."""


class RepositoryTree:
    """A repository's folder, open.

    Every method raises ``OSError`` for a failure of this machine, which is no fault of a student.

    Raises:
        RefusedError: It is no folder, is a link, or may not be read.
    """

    def __init__(self, root: Path) -> None:
        self._left_names = MAX_NAME_COUNT
        self._left_bytes = MAX_REPOSITORY_BYTES
        self._names: dict[Parts, tuple[str, ...]] = {}
        try:
            self._root = open_root(root, follow=False)
        except OSError as error:
            raise RefusedError(f"The repository {_why_not_open(error)}.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._root)

    def renew(self) -> None:
        """Reset the count of names: each challenge has the full allowance."""
        self._left_names = MAX_NAME_COUNT

    def names(self, folder: Parts) -> tuple[str, ...]:
        """Return the names in a folder, in order; none where it is no folder, or may not be read.

        Raises:
            RefusedError: More names were looked at than one challenge may cost.
        """
        if folder not in self._names:
            self._names[folder] = self._listed(folder)
        return self._names[folder]

    def _listed(self, folder: Parts) -> tuple[str, ...]:
        try:
            descriptor = open_below(self._root, folder, is_folder=True)
        except OSError as error:
            _refuse_ours(error)
            return ()
        found = []
        try:
            with os.scandir(descriptor) as entries:
                for entry in entries:
                    self._left_names -= 1
                    if self._left_names < 0:
                        raise RefusedError(
                            f"The repository has more than {MAX_NAME_COUNT} files where this one was looked for: "
                            "leave out what is not yours, like installed packages."
                        )
                    found.append(entry.name)
        except OSError as error:
            _refuse_ours(error)
            return ()
        finally:
            os.close(descriptor)
        return tuple(sorted(found))

    def mode(self, path: Parts) -> int | None:
        """Return what a path itself is, a link not followed, as in ``stat``; None: there is nothing."""
        try:
            folder = open_below(self._root, path[:-1], is_folder=True)
        except OSError as error:
            _refuse_ours(error)
            return None
        try:
            return os.stat(path[-1], dir_fd=folder, follow_symlinks=False).st_mode
        except ValueError:
            return None
        except OSError as error:
            _refuse_ours(error)
            return None
        finally:
            os.close(folder)

    def is_link(self, path: Parts) -> bool:
        """Whether a path is a symbolic link."""
        mode = self.mode(path)
        return mode is not None and stat.S_ISLNK(mode)

    def open_file(self, path: Parts) -> int:
        """Open a regular file for reading; the descriptor is the caller's.

        Raises:
            RefusedError: It is no regular file, or may not be read.
        """
        try:
            descriptor = open_below(self._root, path)
        except OSError as error:
            raise RefusedError(_why_not_open(error)) from error
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            os.close(descriptor)
            raise RefusedError(f"is {kind_of(mode)}, not a file")
        return descriptor

    def read(self, path: Parts, most_bytes: int) -> bytes:
        """Return a file's content.

        Raises:
            RefusedError: It is no regular file, is too large, or may not be read.
        """
        descriptor = self.open_file(path)
        with os.fdopen(descriptor, "rb") as file:
            # A sparse file of any size costs nothing to make: its size is looked at before anything is read.
            if os.fstat(descriptor).st_size > most_bytes:
                raise RefusedError(f"is larger than {most_bytes // MIB} MiB")
            try:
                content = file.read(most_bytes + 1)
            except OSError as error:
                raise RefusedError(_why_not_open(error)) from error
        if len(content) > most_bytes:
            raise RefusedError(f"is larger than {most_bytes // MIB} MiB")
        self._left_bytes -= len(content)
        if self._left_bytes < 0:
            raise RefusedError(f"is one too many: more than {MAX_REPOSITORY_BYTES // MIB} MiB were read before it")
        return content


def _refuse_ours(error: OSError) -> None:
    """Raise the error if it is this machine's."""
    if error.errno in _OURS:
        raise error


def _why_not_open(error: OSError) -> str:
    _refuse_ours(error)
    words = {
        errno.ELOOP: "is a symbolic link, and links are not followed",
        errno.ENOTDIR: "is no folder, or is a symbolic link",
        errno.ENOENT: "is not there",
        errno.EACCES: "may not be read",
        errno.ENXIO: "is not a regular file",
    }
    return words.get(error.errno or 0, f"cannot be read: {error.strerror}")
