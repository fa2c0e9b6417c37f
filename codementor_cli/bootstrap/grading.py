"""What grading is put together from: assignments, repositories, the judge over several lanes."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; `--help` and completion pay for none of them

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli import __version__
from codementor_cli.bootstrap import Application, Report
from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.grading.assignment import Assignment
from codementor_cli.errors import UsageError, UserFileError

if TYPE_CHECKING:
    from codementor_cli.catalog.repository.find import FoundRepository
    from codementor_cli.domain.grading.intake import Intake
    from codementor_cli.services.grading.check import AssignmentFinding, Checked
    from codementor_cli.services.grading.repository import Candidate, Grader
    from codementor_cli.services.judging.stoppable import StoppableSandbox


FoundRepositories = tuple["FoundRepository", ...]
"""Repositories that were found and not yet looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentContent:
    """An assignment and the challenges that it names, in its order."""

    assignment: Assignment
    challenges: tuple[Challenge, ...]


def distrust_working_folder() -> None:
    """Take relative folders out of this process's ``PATH``: the working folder may be a student's repository.

    With ``.`` in it, a file named ``bwrap`` or ``git`` there would be run, outside of any sandbox.
    """
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join(each for each in folders if each.startswith("/"))


def load_assignment(app: Application, path: Path) -> AssignmentContent:
    """Read an assignment and its challenges.

    Raises:
        UserFileError: The file, its roster or a challenge has problems: all of that file are named.
    """
    from codementor_cli.catalog.assignments.assignment_file import load_assignment as load

    assignment = load(path, app.catalog.ids(), app.languages)
    challenges = tuple(app.catalog.load(each.challenge_id) for each in assignment.challenges)
    return AssignmentContent(assignment=assignment, challenges=challenges)


def minimum_points(text: str, most: Decimal) -> Decimal:
    """Return a minimum score in points: ``12.5``, or ``60%`` of all.

    Raises:
        UsageError: It is neither.
    """
    from codementor_cli.catalog.assignments.schema import parse_minimum

    try:
        return parse_minimum(text, most)
    except ValueError as error:
        raise UsageError(f"--min-score {text}: {error}.", "codementor grade --min-score 60%") from error


def find_repositories(paths: Sequence[Path], root: Path | None) -> FoundRepositories:
    """Return the repositories that are named, and every folder below the root.

    Raises:
        UserFileError: One is not there.
    """
    from codementor_cli.catalog.repository.find import named_repositories, repositories_below

    below = () if root is None else repositories_below(root)
    return (*named_repositories(paths), *below)


def refuse_inside(place: Path, what: str, repositories: Sequence[FoundRepository]) -> None:
    """Refuse a file or folder of the grader's own that lies in a repository: whoever hands in could change it.

    Raises:
        UserFileError: It does.
    """
    resolved = place.resolve()
    for each in repositories:
        if resolved.is_relative_to(each.path):
            message = f"{what} lies in the repository {each.name}: whoever hands that in could change it."
            raise UserFileError(message, "Put it outside of every repository that is graded.")


def make_candidates(
    app: Application,
    content: AssignmentContent,
    repositories: Sequence[FoundRepository],
    whole_class: bool,
    student: str | None = None,
) -> list[Candidate]:
    """Return what is to be graded, by id of the student and then by name.

    Args:
        app: Whose languages are taken.
        content: The assignment.
        repositories: Those that were found.
        whole_class: Whether those on the roster without a repository are part of it.
        student: Whose repository it is, as the roster says; None: the folders' names tell.
    """
    from codementor_cli.catalog.repository.find import identity_of
    from codementor_cli.services.grading.repository import Candidate

    roster = content.assignment.roster
    candidates = [
        Candidate(
            identity=identity_of(student or each.name, roster),
            name=each.name,
            take=partial(_take, app, content, each),
        )
        for each in repositories
    ]
    if whole_class:
        there = {each.identity.key for each in candidates}
        candidates += [Candidate(identity=each, name="", take=_nothing) for each in roster if each.key not in there]
    return sorted(candidates, key=lambda each: (each.identity.id, each.identity.key, each.name))


def _take(app: Application, content: AssignmentContent, found: FoundRepository) -> Intake:
    from codementor_cli.catalog.repository.intake import take_repository
    from codementor_cli.domain.grading.intake import Intake

    if found.refusal:
        return Intake(refusal=found.refusal)
    wanted = list(zip(content.assignment.challenges, content.challenges, strict=True))
    return take_repository(found.path, wanted, app.languages)


def _nothing() -> Intake:
    from codementor_cli.domain.grading.intake import Intake

    return Intake()


def chosen(candidates: Sequence[Candidate], names: Sequence[str]) -> list[Candidate]:
    """Return the candidates of some names: of the folder, or the student's id.

    Raises:
        UserFileError: There is none of a name; near ones are named.
    """
    if not names:
        return list(candidates)
    known = {name for each in candidates for name in _names(each)}
    for name in names:
        if name not in known:
            from codementor_cli.text.excerpts import brief
            from codementor_cli.text.near_matches import did_you_mean

            near = did_you_mean(name, sorted(known))
            raise UserFileError(f"There is no repository {brief(name)}.", near.capitalize() or "Check the name.")
    return [each for each in candidates if _names(each) & set(names)]


def _names(candidate: Candidate) -> set[str]:
    return {candidate.name, candidate.identity.key, candidate.identity.id} - {""}


def make_grader(app: Application, content: AssignmentContent, report: Report) -> tuple[Grader, StoppableSandbox]:
    """Return the grader, and the sandbox to stop after an interrupt.

    Raises:
        EnvironmentFault: There is no sandbox.
    """
    from codementor_cli.services.grading.repository import Grader
    from codementor_cli.services.judging.stoppable import StoppableSandbox

    sandbox = StoppableSandbox(app.sandbox(report))
    service = app.judge_on(sandbox)
    judge = f"{__version__} {sandbox.name}"
    grader = Grader(content.assignment, content.challenges, service, app.settings.ceilings, judge)
    return grader, sandbox


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

    grader, _ = make_grader(app, content, report)
    yield from check(grader, app.catalog, app.languages)


def assignment_json_schema() -> dict[str, object]:
    """Return the JSON Schema of assignment.yaml."""
    from codementor_cli.catalog.assignments.schema import assignment_schema

    return assignment_schema()
