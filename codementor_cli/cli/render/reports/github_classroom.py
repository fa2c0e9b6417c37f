"""The JSON of GitHub Classroom's autograding reporter, for repositories that still have its workflow.

Source: the reporter's code as it was when the service ended (28 August 2026), run on inputs of our own: it needs
``tests`` with an entry, ``score`` in each (else the total is NaN), and ``line_no`` 0 (else ``line undefined``). Its
table counts partly solved tests as 0; the points that it reports are right. It prints ``test_code`` under every test.
"""

from __future__ import annotations

from typing import Any

from codementor_cli.cli.render.reports.words import (
    Row,
    all_rows,
    case_text,
    did_not_compile,
    json_text,
    number,
    rows,
    score_line,
)
from codementor_cli.cli.render.untrusted import visible_line
from codementor_cli.domain.grading import ChallengeResult, RepositoryResult
from codementor_cli.domain.verdict import Verdict


def github_classroom(repository: RepositoryResult) -> str:
    """Return the results of one repository; without ``max_score`` where we failed: the reporter then counts nothing."""
    if repository.final is None:
        fault = {"name": "grading", "status": "error", "score": 0, "message": score_line(repository), **_NO_PLACE}
        return json_text({"version": 1, "status": "error", "tests": [fault]})
    tests = [test for challenge in repository.challenges for test in _tests(challenge)]
    if not tests:
        tests = [{"name": "grading", "status": "error", "score": 0, "message": score_line(repository), **_NO_PLACE}]
    failed = [row for row in all_rows(repository) if not row.passed]
    status = "error" if failed and all(_status(row) == "error" for row in failed) else "fail"
    return json_text(
        {
            "version": 1,
            "status": status if failed else "pass",
            "max_score": number(repository.max_points),
            "tests": tests,
        }
    )


_NO_PLACE = {"test_code": "", "filename": "", "line_no": 0, "execution_time": "0ms"}


def _tests(challenge: ChallengeResult) -> list[dict[str, Any]]:
    tests = rows(challenge)
    return [_test(row) for row in (tests[:1] if did_not_compile(challenge) else tests)]


def _test(row: Row) -> dict[str, Any]:
    name = f"{row.challenge.challenge_id}: compiling" if did_not_compile(row.challenge) else row.title
    return {
        "name": name,
        "status": _status(row),
        "score": number(row.final),
        "message": case_text(row) or None,
        "test_code": "",
        "filename": visible_line(row.challenge.file),
        "line_no": 0,
        "execution_time": f"{row.seconds * 1000:.0f}ms",
    }


def _status(row: Row) -> str:
    if row.passed:
        return "pass"
    return "fail" if row.case is not None and row.case.verdict is Verdict.WA else "error"
