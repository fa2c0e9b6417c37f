"""Classroom 50's ``result.json`` (``classroom50/result/v1``).

Source: its schema: closed at the top; scores are whole numbers. Where points have decimals, all are given times 100
or times 10 000, and each test says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.reports.words import Row, all_rows, case_text, json_text
from codementor_cli.text.untrusted import visible_line

_SCALES = (1, 100, 10_000)
"""Points have four decimals at most."""


def classroom50(result: AssignmentResult, repository: RepositoryResult, host: Mapping[str, str]) -> str | None:
    """Return the result of one repository; None where we failed: the host writes its error result by our exit code.

    Args:
        result: The grading.
        repository: One of its repositories.
        host: The variables that the host sets: CLASSROOM, ASSIGNMENT, OWNER, SUBMISSION_TAG and the three addresses.
    """
    if repository.final is None:
        return None
    tests = all_rows(repository)
    points = [repository.final, repository.max_points, *(each for row in tests for each in (row.final, row.max_points))]
    scale = next(scale for scale in _SCALES if all(each * scale % 1 == 0 for each in points))
    submitted_at = repository.commit.committed_at if repository.commit else result.graded_at
    return json_text(
        {
            "schema": "classroom50/result/v1",
            "classroom": host.get("CLASSROOM", ""),
            "assignment": host.get("ASSIGNMENT", result.assignment_id),
            "assignment_type": "individual",
            "owner": host.get("OWNER", visible_line(repository.identity.key)),
            "submission": host.get("SUBMISSION_TAG", "submit/unknown"),
            "commit": host.get("COMMIT_URL", ""),
            "release": host.get("RELEASE_URL", ""),
            "review": host.get("REVIEW_URL", ""),
            "datetime": f"{submitted_at:%Y-%m-%dT%H:%M:%SZ}",
            "graded_at": f"{result.graded_at:%Y-%m-%dT%H:%M:%SZ}",
            "score": int(repository.final * scale),
            "max-score": int(repository.max_points * scale),
            "tests": [_test(row, scale) for row in tests],
        }
    )


def _test(row: Row, scale: int) -> dict[str, Any]:
    test = {
        "test-name": row.title,
        "passed": row.passed,
        "score": int(row.final * scale),
        "max-score": int(row.max_points * scale),
        "verdict": row.verdict,
        "duration_ms": round(row.seconds * 1000),
        "message": case_text(row),
    }
    return test | ({} if scale == 1 else {"points-per-score": f"1/{scale}"})
