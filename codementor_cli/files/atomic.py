"""Files written whole or not at all: a new file in the target's folder takes the target's name at the end."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from codementor_cli.errors import EnvironmentFault, UserFileError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""Errors of filesystems without hard links."""
_PATHS = {errno.EACCES, errno.EPERM, errno.EEXIST, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG}
_PATHS |= {errno.ENOENT, errno.ENOTDIR, errno.EROFS}
"""Errors that another path mends, without the machine's operator."""
_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Yield a new file, which replaces the target at the end; an error inside leaves the target as it is.

    Args:
        path: The target.
        private: Whether it is for this user alone; else it has the mode of every new file.

    Raises:
        OSError: It cannot be written.
    """
    with _scratch(path, 0o600 if private else 0o666) as (scratch, file):
        yield file
        file.close()
        scratch.replace(path)


def write_new(path: Path, content: bytes) -> bool:
    """Write a file unless something has its name, be it a link that leads nowhere; return whether it was written.

    Raises:
        OSError: It cannot be written.
    """
    if os.path.lexists(path):
        return False
    with _scratch(path, 0o666) as (scratch, file):
        file.write(content)
        file.close()
        try:
            # Unlike a rename, this fails where another process was faster.
            os.link(scratch, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            scratch.rename(path)
    return True


def write_folder(root: Path, files: Mapping[str, str], *, parents: bool = True) -> None:
    """Write a new folder with its files; where one cannot be written, nothing of it stays.

    Args:
        root: The new folder.
        files: Their contents, by path in it.
        parents: Whether to make the folders above it too.

    Raises:
        FileExistsError: Something has its name.
        OSError: It cannot be written.
    """
    root.mkdir(parents=parents)
    try:
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise


def write_fault(
    error: OSError, message: str, step: str, full_step: str = "Make room on the disk, then try again."
) -> UserFileError | EnvironmentFault:
    """Return the fault of something that cannot be written: the user's where another path mends it.

    Args:
        error: The system's.
        message: What cannot be written, and the system's reason.
        step: What to do about it.
        full_step: The same, where the disk is full.
    """
    if error.errno in _FULL:
        return EnvironmentFault(message, full_step)
    return (UserFileError if error.errno in _PATHS else EnvironmentFault)(message, step)


@contextmanager
def _scratch(path: Path, mode: int) -> Iterator[tuple[Path, BinaryIO]]:
    scratch = path.parent / f".{os.urandom(8).hex()}.{path.name[-50:]}"
    try:
        # The kernel applies the umask. Asking for it would change it for every thread.
        with os.fdopen(os.open(scratch, _NEW, mode), "wb") as file:
            yield scratch, file
    finally:
        with suppress(OSError):
            scratch.unlink()
