"""Working folders on disk: files appear whole or not at all, and replace no file of the user."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.errors import CodementorError
from codementor_cli.files.atomic import replacing, write_fault, write_new
from codementor_cli.files.paths import shown_path
from codementor_cli.text.untrusted import escaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The files of a working folder, written or kept."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    """Names that were there already; not touched."""


def lay_out(folder: Path, files: Sequence[SourceFile]) -> Laid:
    """Write the missing files; where one cannot be written, none stays.

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
        for file in files:
            if write_new(folder / file.path, file.content):
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
    """Replace a file that has the content ``before``; return whether it had.

    Raises:
        UserFileError: It cannot be written.
        EnvironmentFault: The disk is full.
    """
    try:
        if path.is_symlink() or path.read_bytes() != before:
            return False
        with replacing(path) as file:
            file.write(after)
    except OSError as error:
        raise _unwritable(path.parent, error) from error
    return True


def _unwritable(folder: Path, error: OSError) -> CodementorError:
    message = f"{shown_path(folder)} cannot be written: {escaped(str(error.strerror))}."
    return write_fault(error, message, "Go to a folder that you may write to, or name one after --folder.")
