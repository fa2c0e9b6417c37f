"""Reports in files, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from codementor_cli.errors import EnvironmentFault, UserFileError
from codementor_cli.files.atomic import replacing, write_fault

_LINK_COUNT = 40
"""Source: Linux, path_resolution(7): more links than these are a loop."""


def check_target(path: Path | None, option: str = "--output") -> None:
    """Refuse a path that no report can be written to, before anything is judged.

    Args:
        path: Where it should go; None: nowhere.
        option: The one that named it.

    Raises:
        UserFileError: It is a folder, or its folder is missing.
    """
    if path is None:
        return
    if path.is_dir():
        raise UserFileError(f"{str(path)!r} is a folder.", f"Name a file after {option}.")
    if not path.parent.is_dir():
        message = f"The report cannot be written to {str(path)!r}: there is no such folder."
        raise UserFileError(message, f"Make the folder, or name another file after {option}.")


def make_folder(path: Path, option: str) -> None:
    """Make a folder, and every folder above it, where it is missing.

    Args:
        path: The folder.
        option: The one that named it.

    Raises:
        UserFileError: It cannot be made there.
        EnvironmentFault: The disk is full, or fails.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The folder {str(path)!r} cannot be made: {error.strerror}."
        raise write_fault(error, message, f"Name another folder after {option}.") from error


def write_atomically(path: Path, text: str) -> None:
    """Write a text to a new file, and rename it over the target.

    Raises:
        UserFileError: The folder is missing or may not be written.
        EnvironmentFault: The disk is full, or fails.
    """
    with open_atomically(path) as file:
        file.write(text)


@contextmanager
def open_atomically(path: Path, noun: str = "report") -> Iterator[TextIO]:
    """Yield a new file, and rename it over the target at the end; an error inside leaves the target as it is.

    Args:
        path: The target.
        noun: What is written, for messages.

    Raises:
        UserFileError: The folder is missing or may not be written.
        EnvironmentFault: The disk is full, or fails.
    """
    if not replaceable(path):
        # A stream is not replaced: renaming over it would take it from its other readers.
        try:
            with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
                yield file
        except OSError as error:
            raise _fault(path, error, noun) from error
        return
    try:
        with replacing(path) as binary, TextIOWrapper(binary, encoding="utf-8", errors="backslashreplace") as file:
            yield file
    except OSError as error:
        raise _fault(path, error, noun) from error


def replaceable(path: Path) -> bool:
    """Whether a file may be put in place of what is there: not of a pipe or a device, nor of ``/dev/stdout``.

    ``/dev/stdout`` is a link to the stream's target, which may be an ordinary file.
    """
    if path.exists() and not path.is_file():
        return False
    for _ in range(_LINK_COUNT):
        folder = path.parent.resolve()
        if folder == Path("/dev") or folder.is_relative_to("/proc"):
            return False
        if not path.is_symlink():
            return True
        path = folder / path.readlink()
    return False


def _fault(path: Path, error: OSError, noun: str) -> UserFileError | EnvironmentFault:
    message = f"The {noun} cannot be written to {str(path)!r}: {error.strerror}."
    full_step = "Make room on the disk, or name another file."
    return write_fault(error, message, "Make the folder, or name another file.", full_step)
