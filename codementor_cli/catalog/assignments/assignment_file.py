"""An ``assignment.yaml`` as an ``Assignment``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from codementor_cli.catalog.assignments.roster import read_roster
from codementor_cli.catalog.assignments.schema import AssignmentFile, parse_due, parse_minimum
from codementor_cli.catalog.challenges.suite import known_language
from codementor_cli.catalog.yaml.problems import Problems
from codementor_cli.catalog.yaml.retyped_values import check_scalars
from codementor_cli.catalog.yaml.source import read_mapping
from codementor_cli.catalog.yaml.validation import section
from codementor_cli.domain.grading.assignment import AssignedChallenge, Assignment, Disclosure, LatePolicy
from codementor_cli.errors import ErrorKind, NextStep
from codementor_cli.files.folder import FolderFiles
from codementor_cli.ports import Languages
from codementor_cli.text.excerpts import brief
from codementor_cli.text.near_matches import did_you_mean
from codementor_cli.text.untrusted import escaped


def load_assignment(path: Path, known_challenges: Sequence[str], languages: Languages) -> Assignment:
    """Return the assignment of a file.

    Args:
        path: The YAML file; the roster that it names is below its folder.
        known_challenges: Every id that may be assigned.
        languages: Those that may be named.

    Raises:
        UserFileError: There is no such file, or it has problems: all are named.
    """
    files = FolderFiles(path.parent)
    data, report = read_mapping(files, path.name, ErrorKind.BROKEN_CATALOG)
    entry = section(AssignmentFile, data, (), report)
    if entry is not None:
        _check_challenges(entry, known_challenges, languages, report)
        _check_dates(entry, "due" in data, report)
    check_scalars(report)
    report.raise_if_any(NextStep(("assignment", "check", escaped(str(path)))))
    if entry is None:
        raise AssertionError("an assignment that cannot be read was reported")
    assignment = _assignment(entry)
    roster = () if entry.roster is None else read_roster(files, entry.roster)
    return replace(assignment, digest=assignment_digest(assignment), roster=roster)


def _check_challenges(
    entry: AssignmentFile, known_challenges: Sequence[str], languages: Languages, report: Problems
) -> None:
    seen: set[str] = set()
    for index, each in enumerate(entry.challenges):
        path = ("challenges", index, "id")
        if each.id in seen:
            report.at(path, f"the challenge {each.id} is in this assignment twice")
        elif each.id not in known_challenges:
            near = did_you_mean(each.id, known_challenges) or str(NextStep(("challenges", "list")))
            report.at(path, f"there is no challenge {brief(each.id)}", near)
        seen.add(each.id)
        for place, language in enumerate(each.languages or ()):
            known_language(language, ("challenges", index, "languages", place), languages, report)


def _check_dates(entry: AssignmentFile, has_due: bool, report: Problems) -> None:
    if entry.due is not None and entry.late_due is not None and parse_due(entry.late_due) < parse_due(entry.due):
        report.at(("late_due",), "expected a time after due")
    if entry.late is not None and not has_due:
        report.at_key(("late",), "without a due date nothing is late", "add due: 2026-11-30 23:59 Europe/Berlin")


def _assignment(entry: AssignmentFile) -> Assignment:
    challenges = tuple(_assigned(entry))
    most = sum((each.points for each in challenges), Decimal(0))
    late = entry.late
    policy = LatePolicy()
    if late is not None:
        policy = LatePolicy(percent_per_day=Decimal(str(late.percent_per_day)), cap_percent=Decimal(str(late.cap)))
    return Assignment(
        id=entry.id,
        title=entry.title,
        challenges=challenges,
        due_at=None if entry.due is None else parse_due(entry.due),
        late_due_at=None if entry.late_due is None else parse_due(entry.late_due),
        late_policy=policy,
        disclosure=Disclosure(entry.show),
        minimum_points=None if entry.minimum_score is None else parse_minimum(entry.minimum_score, most),
    )


def _assigned(entry: AssignmentFile) -> Iterator[AssignedChallenge]:
    for each in entry.challenges:
        yield AssignedChallenge(
            challenge_id=each.id,
            points=Decimal(str(each.points)),
            files=tuple(each.files),
            more_files=tuple(each.more_files or ()),
            languages=tuple(each.languages or ()),
        )


def assignment_digest(assignment: Assignment) -> str:
    """Return the SHA-256 of all that decides a score or what is shown; neither roster nor minimum score do."""
    decides = [
        assignment.id,
        [
            [each.challenge_id, str(each.points), each.files, each.more_files, each.languages]
            for each in assignment.challenges
        ],
        [None if at is None else at.isoformat() for at in (assignment.due_at, assignment.late_due_at)],
        [str(assignment.late_policy.percent_per_day), str(assignment.late_policy.cap_percent)],
        assignment.disclosure,
    ]
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()
