"""The gradebook as CSV: wide (a line a student) and long (a line a student and challenge).

Source: RFC 4180 for quotes and line ends; OWASP's "CSV injection": a spreadsheet runs a cell that starts with one of
``= + - @``, their full-width forms, tab or carriage return, so such text gets an apostrophe in front. Blanks before it
do not help where they are trimmed, and where lists are separated by semicolons each begins a cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.reports.words import class_remarks, in_one_line, plain, titled
from codementor_cli.text.untrusted import visible_line

_WHO = ("id", "name", "email", "section", "repository")
_TOTAL = ("state", "score", "max_score", "passed", "earned", "penalty", "late", "late_days", "commit", "committed_at")
_LONG = (
    "challenge", "title", "state", "verdict", "score", "max_score", "earned", "penalty", "passed_tests", "tests",
    "language", "file", "reason",
)  # fmt: skip
_RUNS = re.compile(r"""(^|;)([\s"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])""")


def gradebook(result: AssignmentResult) -> str:
    """Return a line for each student: identity, total, points of each challenge; no score is an empty cell."""
    every = (each for repository in result.repositories for each in repository.challenges)
    names = {each.challenge_id: titled(each) for each in every}
    head = [*_WHO, *_TOTAL, *names.values(), "graded_at", "remark"]
    return _csv(head, (_wide(repository, list(names)) for repository in result.repositories))


def gradebook_long(result: AssignmentResult) -> str:
    """Return a line for each student and challenge."""
    return _csv([*_WHO, *_LONG], _long(result.repositories))


def _wide(repository: RepositoryResult, ids: list[str]) -> list[str]:
    points = {each.challenge_id: plain(each.final) for each in repository.challenges}
    lateness, commit = repository.lateness, repository.commit
    return [
        *_identity(repository),
        repository.state,
        plain(repository.final),
        plain(repository.max_points),
        {True: "yes", False: "no", None: ""}[repository.passed],
        plain(repository.earned),
        plain(repository.penalty),
        "" if lateness is None else ("yes" if lateness.late else "no"),
        "" if lateness is None else str(lateness.day_count),
        "" if commit is None else commit.id,
        "" if commit is None else f"{commit.committed_at:%Y-%m-%dT%H:%M:%SZ}",
        *(points.get(challenge_id, "") for challenge_id in ids),
        "" if repository.graded_at is None else f"{repository.graded_at:%Y-%m-%dT%H:%M:%SZ}",
        in_one_line(class_remarks(repository)),
    ]


def _long(repositories: Iterable[RepositoryResult]) -> Iterable[list[str]]:
    for repository in repositories:
        for each in repository.challenges:
            yield [
                *_identity(repository),
                each.challenge_id,
                each.title,
                each.state,
                str(each.verdict or ""),
                plain(each.final),
                plain(each.max_points),
                plain(each.earned),
                plain(each.penalty),
                str(each.passed_count),
                str(len(each.cases)),
                each.language,
                each.file,
                each.reason,
            ]


def _identity(repository: RepositoryResult) -> list[str]:
    identity = repository.identity
    return [identity.id, identity.name, identity.email, identity.section, repository.repository]


def _csv(head: list[str], lines: Iterable[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(each) for each in head])
    writer.writerows([_cell(each) for each in line] for line in lines)
    return out.getvalue()


def _cell(text: str) -> str:
    return _RUNS.sub(r"\1'\2", visible_line(text))
