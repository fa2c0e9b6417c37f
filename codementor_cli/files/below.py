"""Open paths below a folder, one name at a time: no link is followed, nothing blocks, on Linux and on macOS."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from contextlib import suppress

_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_FOLDER = _OPEN | os.O_DIRECTORY
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class NotOpenedError(OSError):
    """A path that cannot be opened: ELOOP for a link at any place in it, ENXIO for a socket."""

    def __init__(self, error: OSError, number: int, index: int) -> None:
        super().__init__(number, os.strerror(number) if number != error.errno else error.strerror)
        self.index = index
        """Of the name in the path that failed; 0-based."""


def open_root(path: str | os.PathLike[str], *, follow: bool = True) -> int:
    """Open the folder itself; the descriptor is the caller's.

    Raises:
        OSError: It is no folder, may not be read, or is a link that is not to be followed.
    """
    return os.open(path, _FOLDER & ~os.O_NOFOLLOW if follow else _FOLDER)


def open_below(root: int, parts: Sequence[str], *, is_folder: bool = False) -> int:
    """Open a path below an open folder; the descriptor is the caller's.

    Raises:
        NotOpenedError: A name on the way is missing, a link, no folder, or may not be read.
    """
    descriptor = os.dup(root)
    for index, name in enumerate(parts):
        outer = descriptor
        flags = _FOLDER if is_folder or index < len(parts) - 1 else _OPEN
        try:
            descriptor = os.open(name, flags, dir_fd=outer)
        except OSError as error:
            raise NotOpenedError(error, _number(error, outer, name), index) from error
        finally:
            os.close(outer)
    return descriptor


def kind_of(mode: int) -> str:
    """Return in words what a file's mode says it is, if it is no regular file."""
    return _KINDS.get(stat.S_IFMT(mode), "something else")


def _number(error: OSError, folder: int, name: str) -> int:
    """Return an error's number, the same on all systems: a link gives ENOTDIR, ELOOP or EMLINK."""
    if error.errno in {errno.ENOTDIR, errno.EMLINK}:
        with suppress(OSError):
            if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
                return errno.ELOOP
    return errno.ENXIO if error.errno == errno.EOPNOTSUPP else error.errno or errno.EIO
