"""The folder that ``grade --output`` keeps results in: a file for each repository, whole or not there, and the class's.

::

    FOLDER/result.json                 the class, as codementor/result/v1
    FOLDER/repositories/NAME.json      one repository each, in the same form; what --resume keeps
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult, RepositoryState
from codementor_cli.errors import UserFileError
from codementor_cli.files.output_file import open_atomically
from codementor_cli.text.file_names import file_names

CLASS_FILE = "result.json"
_MOST_BYTES = 64 * 1024 * 1024


class ResultFolder:
    """Results on disk.

    Args:
        path: Made where it is not there.
        names: Of the candidates, in their order: what each file is called by.

    Raises:
        UserFileError: The folder cannot be made.
    """

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        self._path = path
        self._class_file = path / CLASS_FILE
        repositories = path / "repositories"
        try:
            repositories.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"The folder {str(path)!r} cannot be made: {error.strerror}."
            raise UserFileError(message, "Name another folder after --output.") from error
        self._files = [repositories / f"{name}.json" for name in file_names(names)]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for one grading; however that ends, the operating system lets go of it.

        Raises:
            UserFileError: Another grading writes to it: each would replace what the other says of the class.
        """
        descriptor = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            # A folder on a file system without locks is used as it is.
            with suppress(OSError):
                _hold(descriptor, self._path)
            yield
        finally:
            os.close(descriptor)

    def kept(self, index: int, fingerprint: str) -> RepositoryResult | None:
        """Return what an earlier grading left of a candidate, if it still holds; faults are never kept."""
        from codementor_cli.schemas.public.result import read_result  # noqa: PLC0415 - pydantic, only where results are kept

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

    def write(self, index: int, result: AssignmentResult, repository: RepositoryResult) -> None:
        """Keep one repository's result.

        Raises:
            UserFileError: The folder may not be written.
            EnvironmentFault: The disk is full, or fails.
        """
        _write(self._files[index], replace(result, repositories=(repository,)))

    def write_class(self, result: AssignmentResult) -> None:
        """Keep the class's result.

        Raises:
            UserFileError: The folder may not be written.
            EnvironmentFault: The disk is full, or fails.
        """
        _write(self._class_file, result)


def _hold(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = f"Another grading is writing to the folder {str(path)!r}."
        raise UserFileError(message, "Wait until it has ended, or name another folder after --output.") from error


def _write(path: Path, result: AssignmentResult) -> None:
    from codementor_cli.schemas.public.result import result_text  # noqa: PLC0415 - pydantic

    with open_atomically(path) as file:
        file.write(result_text(result))
        file.flush()
        os.fsync(file.fileno())
