"""Grading put together: assignments, repositories, the judge, places of results."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; `--help` and completion pay for none of them

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli import __version__
from codementor_cli.bootstrap import Application, Report, core_count
from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.grading.assignment import Assignment
from codementor_cli.errors import ErrorKind, NextStep, UsageError, UserFileError

if TYPE_CHECKING:
    from codementor_cli.catalog.repository.find import FoundRepository
    from codementor_cli.domain.grading.repository_content import RepositoryContent
    from codementor_cli.ports import Results
    from codementor_cli.services.grading.check import AssignmentFinding, Checked
    from codementor_cli.services.grading.course import Grading
    from codementor_cli.services.grading.repository import Candidate, Grader


_JOBS_ELSEWHERE = 32
"""Judgings that are open on a server at a time: enough for as many lanes, and a third of what it takes of one owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRequest:
    """One grading as it is asked for: names and paths."""

    assignment: Path
    """Its file, absolute."""
    repositories: tuple[Path, ...] = ()
    root: Path | None = None
    """The folder of a class: each folder in it is a repository, and students without one are in the result too."""
    student: str | None = None
    """The student of the one repository; None: by the folder's name."""
    only: tuple[str, ...] = ()
    """Students or repositories; empty: all."""
    minimum: str | None = None
    """To pass: points, or ``60%``; None: as the assignment says."""
    jobs: int | None = None
    """Programs at a time; None: as many as cores, and ``_JOBS_ELSEWHERE`` on a server elsewhere."""
    output: Path | None = None
    """The folder that results are kept in; None: none are kept."""
    resume: bool = False
    reports: tuple[str, ...] = ()
    """Each ``FORMAT=PATH``."""
    record: bool = False
    """Whether programs go into the history."""
    database: str | None = None
    """The store of that; None: as the settings say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentContent:
    """An assignment and the challenges that it names, in its order."""

    assignment: Assignment
    challenges: tuple[Challenge, ...]


def load_assignment(app: Application, path: Path) -> AssignmentContent:
    """Read an assignment and its challenges.

    Raises:
        UserFileError: The file, its roster or a challenge has problems: all of that file are named.
    """
    from codementor_cli.catalog.assignments.assignment_file import load_assignment as load

    assignment = load(path, app.catalog.ids(), app.languages)
    challenges = tuple(app.catalog.load(each.challenge_id) for each in assignment.challenges)
    return AssignmentContent(assignment=assignment, challenges=challenges)


@contextmanager
def open_grading(app: Application, wanted: GradeRequest, report: Report) -> Iterator[Grading]:
    """Yield a grading, ready to start.

    Args:
        app: Its settings are those of the assignment's folder: the working folder may be a student's repository.
        wanted: Names and paths.
        report: Told when an image must be built first; an empty line when that is done.

    Raises:
        UserFileError: The assignment or a challenge has problems, a repository is not there, or a place for results
            cannot be written or lies in a repository.
        UsageError: A name or a value of the request is none.
        StoreFault: The history cannot be opened.
    """
    from codementor_cli.bootstrap.practice import open_store
    from codementor_cli.reports.targets import read_reports
    from codementor_cli.services.grading.course import Grading

    content = _with_minimum(load_assignment(app, wanted.assignment), wanted.minimum)
    found = _found(wanted)
    folders = [each.path for each in found]
    _refuse_inside(wanted.assignment, "The assignment", folders)
    candidates = _chosen(_candidates(app, content, found, wanted), wanted.only)
    of_class = wanted.root is not None or len(candidates) > 1
    is_elsewhere = app.judge_address is not None and app.judge_address.socket is None
    with ExitStack() as stack:
        yield Grading(
            assignment=content.assignment,
            candidates=candidates,
            of_class=of_class,
            jobs=wanted.jobs or (_JOBS_ELSEWHERE if is_elsewhere else core_count()),
            start=partial(make_grader, app, content, report, of_class),
            records=stack.enter_context(closing(open_store(app, wanted.database))) if wanted.record else None,
            results=_results(wanted.output, candidates, folders),
            resume=wanted.resume,
            report=read_reports(wanted.reports, of_class, app.settings.environment, folders).write,
        )


def _with_minimum(content: AssignmentContent, text: str | None) -> AssignmentContent:
    if text is None:
        return content
    from codementor_cli.catalog.assignments.schema import parse_minimum

    try:
        minimum = parse_minimum(text, content.assignment.max_points)
    except ValueError as error:
        raise UsageError(f"--min-score {text}: {error}.", NextStep(("grade", "--min-score", "60%"))) from error
    return replace(content, assignment=replace(content.assignment, minimum_points=minimum))


def _found(wanted: GradeRequest) -> tuple[FoundRepository, ...]:
    """Return the repositories of a request: named ones, and every folder below the root."""
    from codementor_cli.catalog.repository.find import named_repositories, repositories_below

    below = () if wanted.root is None else repositories_below(wanted.root)
    found = (*named_repositories(wanted.repositories), *below)
    if wanted.student is not None and len(found) != 1:
        step = NextStep(("grade", "REPO", "--student", "NAME", "--assignment", "FILE"))
        raise UsageError("--student goes with one repository.", step)
    return found


def _refuse_inside(place: Path, what: str, folders: Sequence[Path]) -> None:
    """Refuse a file or folder of the grader's own in a repository, where its student could change it."""
    from codementor_cli.files.outside import holder

    inside = holder(place, folders)
    if inside is not None:
        from codementor_cli.text.untrusted import escaped

        message = f"{what} lies in the repository {escaped(inside.name)}: whoever hands that in could change it."
        raise UserFileError(message, "Put it outside of every repository that is graded.")


def _candidates(
    app: Application, content: AssignmentContent, found: Sequence[FoundRepository], wanted: GradeRequest
) -> list[Candidate]:
    """Return the repositories, and the students of a class without one, by id of the student and then by name."""
    from codementor_cli.files.commands import find_command
    from codementor_cli.services.grading.repository import Candidate

    assignment, git = content.assignment, find_command("git", app.settings.environment)
    candidates = [
        Candidate(
            identity=assignment.identity_of(wanted.student or each.name),
            name=each.name,
            take=partial(_take, app, content, git, each),
        )
        for each in found
    ]
    if wanted.root is not None:
        there = {each.identity.key for each in candidates}
        candidates += [Candidate(identity=each, name="") for each in assignment.roster if each.key not in there]
    return sorted(candidates, key=lambda each: (each.identity.id, each.identity.key, each.name))


def _take(app: Application, content: AssignmentContent, git: str | None, found: FoundRepository) -> RepositoryContent:
    from codementor_cli.catalog.repository.intake import take_repository
    from codementor_cli.domain.grading.repository_content import RepositoryContent

    if found.refusal:
        return RepositoryContent(refusal=found.refusal)
    wanted = list(zip(content.assignment.challenges, content.challenges, strict=True))
    return take_repository(found.path, wanted, app.languages, git)


def _chosen(candidates: Sequence[Candidate], names: Sequence[str]) -> tuple[Candidate, ...]:
    """Return the candidates of some names, each of a folder or a student's id; no names: all."""
    known = {name for each in candidates for name in each.names}
    for name in names:
        if name not in known:
            from codementor_cli.text.excerpts import brief
            from codementor_cli.text.near_matches import did_you_mean

            near = did_you_mean(name, sorted(known))
            raise UserFileError(
                f"There is no repository {brief(name)}.",
                near.capitalize() or "Check the name.",
                kind=ErrorKind.NOT_FOUND,
            )
    return tuple(each for each in candidates if not names or each.names & set(names))


def _results(output: Path | None, candidates: Sequence[Candidate], folders: Sequence[Path]) -> Results | None:
    if output is None:
        return None
    from codementor_cli.store.result_folder import ResultFolder

    _refuse_inside(output, "The folder for results", folders)
    return ResultFolder(output, [each.name or each.identity.key for each in candidates])


def make_grader(app: Application, content: AssignmentContent, report: Report, of_class: bool = False) -> Grader:
    """Return the grader.

    Args:
        app: Its settings hold.
        content: What is graded.
        report: Told when an image must be built first, or a server is waited for.
        of_class: Whether a class is graded, which gives way on a server to what people wait for.

    Raises:
        EnvironmentFault: There is no sandbox, or the server refuses the token.
    """
    from codementor_cli.services.grading.repository import Grader

    judge = app.judge_service(report, of_class)
    return Grader(content.assignment, content.challenges, judge, app.machine, f"{__version__} {judge.name}")


def new_assignment(app: Application, assignment_id: str) -> Path:
    """Lay out a new assignment in the working folder.

    Raises:
        UserFileError: The id is taken, or is not one.
    """
    from codementor_cli.catalog.assignments.scaffold import new_assignment as new

    return new(app.settings.working_folder, assignment_id)


def check_assignment(
    app: Application, content: AssignmentContent, report: Report
) -> Iterator[Checked | AssignmentFinding]:
    """Judge references and starters of an assignment's challenges as if students had handed them in.

    Raises:
        EnvironmentFault: There is no sandbox.
    """
    from codementor_cli.services.grading.check import check

    grader = make_grader(app, content, report)
    yield from check(grader, app.catalog, app.languages)


def assignment_json_schema() -> dict[str, object]:
    """Return the JSON Schema of assignment.yaml."""
    from codementor_cli.catalog.assignments.schema import assignment_schema

    return assignment_schema()
