"""Reports and where each goes: ``--report FORMAT=PATH``, written whole or not at all, again while grading goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.domain.grading.results import AssignmentResult
from codementor_cli.errors import UsageError, UserFileError
from codementor_cli.files.output_file import check_target, make_folder, replaceable, write_atomically
from codementor_cli.files.outside import holder, leads_over_a_link
from codementor_cli.reports.formats import ENDED, FORMATS, ReportContext, ReportFormat
from codementor_cli.text.file_names import file_names
from codementor_cli.text.near_matches import near_matches

_OPTION = "--report"


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """One report and its place."""

    name: str
    """The format's."""
    format: ReportFormat
    path: Path
    """A file; for several repositories in a format of one repository, a folder that gets a folder for each."""

    def is_folder(self, several: bool) -> bool:
        """Whether the report has a file for each of several repositories."""
        return several and not self.format.of_class

    def texts(self, result: AssignmentResult, context: ReportContext, several: bool) -> list[tuple[Path, str | None]]:
        """Return each file of the report and its text; None: a fault of ours, and there must be no file."""
        texts = self.format.texts(result, context)
        if not self.is_folder(several):
            return [(self.path, text) for text in texts]
        folders = file_names([each.repository or each.identity.key for each in result.repositories])
        paths = [self.path / folder / self.format.file_name for folder in folders]
        return list(zip(paths, texts, strict=True))


@dataclass(frozen=True, slots=True)
class Reports:
    """All reports of one command."""

    targets: tuple[ReportTarget, ...]
    several: bool
    """Whether more than one repository is graded."""
    context: ReportContext

    def write(self, result: AssignmentResult) -> None:
        """Write every report as the result stands, each in place of its earlier text.

        Raises:
            UserFileError: A folder is missing or may not be written.
            EnvironmentFault: The disk is full, or fails.
        """
        for target in self.targets:
            for path, text in target.texts(result, self.context, self.several):
                if target.is_folder(self.several):
                    make_folder(path.parent, _OPTION)
                if text is None:
                    # A report of an earlier time would tell something else.
                    path.unlink(missing_ok=True)
                else:
                    write_atomically(path, text)


def read_reports(
    wanted: Sequence[str], several: bool, host: Mapping[str, str], repositories: Sequence[Path] = ()
) -> Reports:
    """Read the values of ``--report``, and refuse a place that cannot be written, before anything is judged.

    Args:
        wanted: Each ``FORMAT=PATH``.
        several: Whether more than one repository is graded.
        host: The environment, for formats that repeat variables of their host.
        repositories: The repositories to grade; links in them are not followed.

    Raises:
        UsageError: The format is unknown, the path is missing, or two reports have one path.
        UserFileError: A path cannot be written.
    """
    targets = tuple(_target(each) for each in wanted)
    taken: dict[Path, str] = {}
    for target in targets:
        _check(target, several, repositories)
        place = target.path.resolve()
        place = place / "*" / target.format.file_name if target.is_folder(several) else place
        if place in taken:
            message = f"The reports {taken[place]} and {target.name} would both be written to {str(target.path)!r}."
            raise UsageError(message, f"{_OPTION} {target.name}={target.path}-{target.name}")
        taken[place] = target.name
    return Reports(targets, several, ReportContext.of(host))


def _target(text: str) -> ReportTarget:
    name, _, path = text.partition("=")
    found = FORMATS.get(name)
    if name in ENDED:
        raise UsageError(*ENDED[name])
    if found is None:
        near = near_matches(name, FORMATS, most=1) or FORMATS
        raise UsageError(f"There is no report format {name!r}.", f"Known: {', '.join(near)}.")
    if not path:
        raise UsageError(f"Say where the report goes: {_OPTION} {name}=PATH.", f"{_OPTION} {name}={found.file_name}")
    return ReportTarget(name, found, Path(path))


def _check(target: ReportTarget, several: bool, repositories: Sequence[Path]) -> None:
    """Refuse a path that cannot be written over and over, or that a student may choose."""
    path = target.path
    if leads_over_a_link(path, repositories):
        message = f"{str(path)!r} leads over a link in a repository that is graded."
        raise UserFileError(message, f"Name a place after {_OPTION} that whoever hands in cannot choose.")
    if not target.is_folder(several):
        check_target(path, _OPTION)
        if not replaceable(path):
            message = f"{str(path)!r} is not an ordinary file, and reports are replaced while grading goes on."
            raise UserFileError(message, f"Name a file after {_OPTION}, and read it afterwards.")
        return
    if path.exists() and not path.is_dir():
        message = f"{str(path)!r} is a file, and the report {target.name} has a file for each repository."
        raise UserFileError(message, f"Name a folder after {_OPTION}.")
    if holder(path, repositories) is not None:
        message = f"The folder {str(path)!r} lies in a repository that is graded."
        raise UserFileError(message, "Put it outside of every repository that is graded.")
