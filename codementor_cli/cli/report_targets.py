"""Where reports go: ``--report FORMAT=PATH``, written whole or not at all, over and over while grading goes on."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.errors import EnvironmentFault, UsageError, UserFileError
from codementor_cli.files.output_file import check_target, replaceable, write_atomically
from codementor_cli.reports.formats import ENDED, FORMATS, ReportFormat, Surroundings
from codementor_cli.text.file_names import file_names
from codementor_cli.text.near_matches import near_matches

_OPTION = "--report"


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """One report to write."""

    name: str
    """The format's."""
    format: ReportFormat
    path: Path
    """A file; of a format of one repository, where there are several, a folder that gets a folder for each."""

    def check(self, several: bool, repositories: Sequence[Path]) -> None:
        """Refuse a path that cannot be written, before anything is judged.

        Raises:
            UserFileError: It is a folder where a file is meant, or the other way round; it is a device or a pipe, which
                cannot be written over and over; or whoever hands in a repository says where it leads.
        """
        self._refuse_leading_elsewhere(repositories)
        if self.is_folder(several):
            self._check_folder(repositories)
            return
        check_target(self.path, _OPTION)
        if not replaceable(self.path):
            message = f"{str(self.path)!r} is not an ordinary file, and reports are replaced while grading goes on."
            raise UserFileError(message, f"Name a file after {_OPTION}, and read it afterwards.")

    def is_folder(self, several: bool) -> bool:
        """Whether it has a file for each of several repositories."""
        return several and self.format.of_class is None

    def write(self, result: AssignmentResult, surroundings: Surroundings, several: bool) -> None:
        """Write the report, replacing what was there.

        Raises:
            UserFileError: A folder is missing or may not be written.
            EnvironmentFault: The disk is full, or fails.
        """
        if self.format.of_class is not None:
            write_atomically(self.path, self.format.of_class(result, surroundings))
            return
        folders = file_names([each.repository or each.identity.key for each in result.repositories])
        for repository, folder in zip(result.repositories, folders, strict=True):
            self._write_one(self._file_in(folder, several), result, repository, surroundings)

    def _check_folder(self, repositories: Sequence[Path]) -> None:
        if self.path.exists() and not self.path.is_dir():
            message = f"{str(self.path)!r} is a file, and the report {self.name} has a file for each repository."
            raise UserFileError(message, f"Name a folder after {_OPTION}.")
        if _holder(self.path, repositories) is not None:
            message = f"The folder {str(self.path)!r} lies in a repository that is graded."
            raise UserFileError(message, "Put it outside of every repository that is graded.")

    def _refuse_leading_elsewhere(self, repositories: Sequence[Path]) -> None:
        absolute = self.path.absolute()
        for link in absolute.parents:
            if link.is_symlink() and _holder(link.parent, repositories) is not None:
                message = f"{str(self.path)!r} leads over a link in a repository that is graded."
                raise UserFileError(message, f"Name a place after {_OPTION} that whoever hands in cannot choose.")

    def _file_in(self, folder_name: str, several: bool) -> Path:
        if not several:
            return self.path
        folder = self.path / folder_name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"The folder {str(folder)!r} cannot be made: {error.strerror}."
            theirs = error.errno in {errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR, errno.EROFS}
            kind = UserFileError if theirs else EnvironmentFault
            raise kind(message, f"Name another folder after {_OPTION}.") from error
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


def report_targets(
    wanted: Sequence[str], several: bool, host: Mapping[str, str], repositories: Sequence[Path] = ()
) -> ReportTargets:
    """Read the values of ``--report``.

    Args:
        wanted: Each ``FORMAT=PATH``.
        several: Whether more than one repository is graded.
        host: The environment, for formats that name what their host says.
        repositories: Where those that are graded are; links in them are not followed.

    Raises:
        UsageError: No such format, no path, or one path for two reports.
        UserFileError: A path that cannot be written to.
    """
    targets = tuple(_target(each) for each in wanted)
    taken: dict[Path, str] = {}
    for target in targets:
        target.check(several, repositories)
        place = target.path.resolve()
        place = place / "*" / target.format.file_name if target.is_folder(several) else place
        if place in taken:
            message = f"The reports {taken[place]} and {target.name} would both be written to {str(target.path)!r}."
            raise UsageError(message, f"{_OPTION} {target.name}={target.path}-{target.name}")
        taken[place] = target.name
    return ReportTargets(targets, several, Surroundings(token=secrets.token_hex(16), host=host))


def _holder(path: Path, repositories: Sequence[Path]) -> Path | None:
    """Return the repository that a path lies in; None: in none."""
    resolved = path.resolve()
    return next((each for each in repositories if resolved.is_relative_to(each)), None)


def _target(text: str) -> ReportTarget:
    name, equals, path = text.partition("=")
    found = FORMATS.get(name)
    if name in ENDED:
        raise UsageError(*ENDED[name])
    if found is None:
        near = near_matches(name, FORMATS, most=1) or FORMATS
        raise UsageError(f"There is no report format {name!r}.", f"Known: {', '.join(near)}.")
    if not equals or not path:
        raise UsageError(f"Say where the report goes: {_OPTION} {name}=PATH.", f"{_OPTION} {name}={found.file_name}")
    return ReportTarget(name, found, Path(path))
