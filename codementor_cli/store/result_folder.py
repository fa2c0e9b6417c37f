"""The folder of ``grade --output``: a file for each repository, whole or not there, and one for the class.

::

    FOLDER/result.json                 the class, as codementor/result/v1
    FOLDER/repositories/NAME.json      one repository each, in the same form; what --resume keeps
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult, RepositoryState
from codementor_cli.errors import UserFileError
from codementor_cli.files.output_file import make_folder, open_atomically
from codementor_cli.schemas.public.grading import read_result, result_text
from codementor_cli.text.file_names import file_names

CLASS_FILE = "result.json"
_MOST_BYTES = 64 * 1024 * 1024


class ResultFolder:
    """Results on disk; meets ``ports.Results``.

    Args:
        path: Made where it is not there.
        names: Of the candidates, in their order: the names of their files.

    Raises:
        UserFileError: The folder cannot be made.
        EnvironmentFault: The disk is full, or fails.
    """

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        self._path = path
        repositories = path / "repositories"
        make_folder(repositories, "--output")
        self._files = [repositories / f"{name}.json" for name in file_names(names)]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Meet ``ports.Results``: the operating system lets go of the folder when the process ends."""
        descriptor = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            # A folder on a file system without locks is used as it is.
            with suppress(OSError):
                self._hold(descriptor)
            yield
        finally:
            os.close(descriptor)

    def kept(self, index: int, fingerprint: str) -> RepositoryResult | None:
        """Meet ``ports.Results``."""
        try:
            with self._files[index].open(encoding="utf-8") as file:
                text = file.read(_MOST_BYTES)
        except (OSError, UnicodeDecodeError):
            return None
        found = read_result(text)
        if found is None or len(found.repositories) != 1:
            return None
        result = found.repositories[0]
        holds = result.fingerprint == fingerprint and result.state is not RepositoryState.FAULT
        return result if holds else None

    def write(self, index: int, result: AssignmentResult) -> None:
        """Meet ``ports.Results``."""
        _write(self._files[index], result)

    def write_class(self, result: AssignmentResult) -> None:
        """Meet ``ports.Results``."""
        _write(self._path / CLASS_FILE, result)

    def _hold(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"Another grading is writing to the folder {str(self._path)!r}."
            raise UserFileError(message, "Wait until it has ended, or name another folder after --output.") from error


def _write(path: Path, result: AssignmentResult) -> None:
    with open_atomically(path) as file:
        file.write(result_text(result))
        file.flush()
        os.fsync(file.fileno())
