"""Where reports go: ``--report FORMAT=PATH``, written whole or not at all, over and over while grading goes on."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from codementor_cli.cli.output_file import check_target, write_atomically
from codementor_cli.cli.render.reports.formats import FORMATS, ReportFormat, Surroundings
from codementor_cli.domain.grading import AssignmentResult, RepositoryResult
from codementor_cli.errors import EnvironmentFault, UsageError, UserFileError

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")
_NAME_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """One report to write."""

    format: ReportFormat
    path: Path
    """A file; of a format of one repository, where there are several, a folder that gets a folder for each."""

    def check(self, several: bool) -> None:
        """Refuse a path that cannot be written, before anything is judged.

        Raises:
            UserFileError: It is a folder where a file is meant, or the other way round.
        """
        if self._one_each(several):
            if self.path.exists() and not self.path.is_dir():
                message = f"{str(self.path)!r} is a file, and this report has a file for each repository."
                raise UserFileError(message, "Name a folder.")
            return
        check_target(self.path)

    def write(self, result: AssignmentResult, surroundings: Surroundings, several: bool) -> None:
        """Write the report, replacing what was there.

        Raises:
            UserFileError: A folder is missing or may not be written.
            EnvironmentFault: The disk is full, or fails.
        """
        if self.format.of_class is not None:
            write_atomically(self.path, self.format.of_class(result, surroundings))
            return
        for number, repository in enumerate(result.repositories):
            self._write_one(self._file_of(repository, number, several), result, repository, surroundings)

    def _one_each(self, several: bool) -> bool:
        return several and self.format.of_class is None

    def _file_of(self, repository: RepositoryResult, number: int, several: bool) -> Path:
        if not several:
            return self.path
        folder = self.path / folder_name(repository.identity.key, number)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                f"The folder {str(folder)!r} cannot be made: {error.strerror}.", "Name another folder after --report."
            ) from error
        return folder / self.format.file_name

    def _write_one(
        self, path: Path, result: AssignmentResult, repository: RepositoryResult, surroundings: Surroundings
    ) -> None:
        emit = self.format.of_repository
        text = emit(result, repository, surroundings) if emit is not None else None
        if text is None:
            # The format cannot say that we failed: a report of an earlier time would say something else.
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, text)


@dataclass(frozen=True, slots=True)
class ReportTargets:
    """All reports of one command."""

    targets: tuple[ReportTarget, ...]
    several: bool
    """Whether more than one repository is graded."""
    surroundings: Surroundings

    def write(self, result: AssignmentResult) -> None:
        """Write every report as the result stands.

        Raises:
            UserFileError: A folder is missing or may not be written.
            EnvironmentFault: The disk is full, or fails.
        """
        for target in self.targets:
            target.write(result, self.surroundings, self.several)


def report_targets(wanted: Sequence[str], several: bool, host: Mapping[str, str]) -> ReportTargets:
    """Read the values of ``--report``.

    Args:
        wanted: Each ``FORMAT=PATH``.
        several: Whether more than one repository is graded.
        host: The environment, for formats that name what their host says.

    Raises:
        UsageError: No such format, or no path.
        UserFileError: A path that cannot be written to.
    """
    targets = tuple(_target(each) for each in wanted)
    for target in targets:
        target.check(several)
    return ReportTargets(targets, several, Surroundings(token=secrets.token_hex(16), host=host))


def folder_name(key: str, number: int) -> str:
    """Return a folder's name for a repository: its key where that is a plain name, else one made of it."""
    plain = _UNSAFE.sub("_", key)[:_NAME_CHARACTERS]
    return key if key and plain == key and not key.startswith((".", "-")) else f"{number + 1:03d}-{plain.strip('.')}"


def _target(text: str) -> ReportTarget:
    name, equals, path = text.partition("=")
    found = FORMATS.get(name)
    if found is None:
        near = get_close_matches(name, FORMATS, n=1) or list(FORMATS)
        raise UsageError(f"There is no report format {name!r}.", f"Known: {', '.join(near)}.")
    if not equals or not path:
        raise UsageError(f"Say where the report goes: --report {name}=PATH.", f"--report {name}={found.file_name}")
    return ReportTarget(found, Path(path))
