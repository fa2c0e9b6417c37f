"""Working folders on disk: files that appear whole or not at all, and never in the place of others."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.errors import CodementorError, EnvironmentFault, UserFileError
from codementor_cli.files.paths import shown_path
from codementor_cli.text.untrusted import escaped

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What filesystems without hard links answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What was done to a working folder."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    """Names that were there already; not touched."""


def lay_out(folder: Path, files: Sequence[SourceFile]) -> Laid:
    """Write the files that are missing; where one cannot be written, none of them stays.

    Args:
        folder: Made if need be.
        files: Their paths are bare names.

    Raises:
        UserFileError: The folder cannot be made or written, or is none.
        EnvironmentFault: The disk is full.
    """
    made = not folder.exists()
    written: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".codementor-", dir=folder) as beside:
            for file in files:
                if _placed(Path(beside) / file.path, folder / file.path, file.content):
                    written.append(file.path)  # noqa: PERF401 - known at once, for what goes wrong at the next
    except OSError as error:
        # Half a working folder would be taken for a whole one.
        for name in written:
            with suppress(OSError):
                (folder / name).unlink()
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise _unwritable(folder, error) from error
    return Laid(written=tuple(written), kept=tuple(file.path for file in files if file.path not in written))


def replace_unchanged(path: Path, before: bytes, after: bytes) -> bool:
    """Replace a file that still has the content that we once wrote; return whether it had.

    Raises:
        UserFileError: It cannot be written.
        EnvironmentFault: The disk is full.
    """
    try:
        if path.is_symlink() or path.read_bytes() != before:
            return False
        with tempfile.TemporaryDirectory(prefix=".codementor-", dir=path.parent) as beside:
            new = Path(beside) / path.name
            new.write_bytes(after)
            new.replace(path)
    except OSError as error:
        raise _unwritable(path.parent, error) from error
    return True


def _placed(new: Path, target: Path, content: bytes) -> bool:
    """Give a new file its name, unless something has it: a link, even one that leads nowhere, counts."""
    if os.path.lexists(target):
        return False
    new.write_bytes(content)
    try:
        # Unlike a rename, this fails where somebody was faster.
        os.link(new, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        new.rename(target)
    return True


def _unwritable(folder: Path, error: OSError) -> CodementorError:
    message = f"{shown_path(folder)} cannot be written: {escaped(str(error.strerror))}."
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return EnvironmentFault(message, "Make room on the disk, then try again.")
    return UserFileError(message, "Go to a folder that you may write to, or name one after --folder.")
