"""CTRF, the Common Test Report Format.

Source: ctrf-io/ctrf, the working draft, whose version is 0.0.0 (as of July 2026): unknown keys outside ``extra`` must
be refused; there are no scores, so points are in ``extra``; times are whole milliseconds since 1970.
"""

from __future__ import annotations

from typing import Any

from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.reports import words
from codementor_cli.reports.words import Row
from codementor_cli.text.untrusted import visible_line

_VERSION = "0.0.0"
_CHARACTERS = 4_000_000
"""Of all texts together."""


def ctrf(result: AssignmentResult) -> str:
    """Return the report of all repositories; what we failed at is ``other``, never ``failed``."""
    limit = words.room(result, _CHARACTERS)
    tests = [
        test
        for repository, name in zip(result.repositories, words.titles(result.repositories), strict=True)
        for test in _tests([result.assignment_id, name], repository, limit)
    ]
    stop = int(result.graded_at.timestamp() * 1000)
    # Not known of one file that was judged alone: it took as long as what ran in it at least.
    ran = sum(row.seconds for each in result.repositories for row in words.all_rows(each))
    start = stop - int(ran * 1000) if result.started_at is None else int(result.started_at.timestamp() * 1000)
    counts = {status: sum(test["status"] == status for test in tests) for status in _STATUSES}
    return words.json_text(
        {
            "reportFormat": "CTRF",
            "specVersion": _VERSION,
            "generatedBy": "codementor",
            "results": {
                "tool": {"name": "codementor"},
                "summary": {"tests": len(tests), **counts, "start": start, "stop": stop},
                "tests": tests,
                "extra": {"codementor": {"assignment": result.assignment_id, "totals": _totals(result)}},
            },
        }
    )


_STATUSES = ("passed", "failed", "skipped", "pending", "other")


def _totals(result: AssignmentResult) -> list[dict[str, Any]]:
    return [
        {
            "who": name,
            "state": str(each.state),
            "points": None if each.final is None else words.number(each.final),
            "maxPoints": words.number(each.max_points),
        }
        for each, name in zip(result.repositories, words.titles(result.repositories), strict=True)
    ]


def _tests(suite: list[str], repository: RepositoryResult, limit: int) -> list[dict[str, Any]]:
    if not repository.challenges:
        fault = {"name": "grading", "status": "other", "duration": 0, "message": words.score_line(repository)}
        return [fault | {"suite": suite}] if repository.faults else []
    return [_test(row, repository, suite, limit) for each in repository.challenges for row in words.rows_as_run(each)]


def _test(row: Row, repository: RepositoryResult, suite: list[str], limit: int) -> dict[str, Any]:
    status = "passed" if row.passed else "skipped" if row.not_run else "failed"
    test: dict[str, Any] = {
        "name": row.name,
        "status": "other" if row.faulty or repository.final is None else status,
        "duration": round(row.seconds * 1000),
        "suite": [*suite, row.challenge.challenge_id],
        "rawStatus": row.verdict,
        "extra": {"codementor": {"points": words.number(row.final), "maxPoints": words.number(row.max_points)}},
    }
    if row.not_run:
        return test | {"message": "not run: the program does not compile"}
    if not row.passed:
        test |= {"message": row.message or row.verdict, "trace": words.case_text(row, limit)}
    if row.place is not None and not row.passed:
        test |= {"filePath": visible_line(row.place.file)} | ({"line": row.place.line} if row.place.line else {})
    return test
