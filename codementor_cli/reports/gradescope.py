"""Gradescope's ``results.json``.

Source: Gradescope's autograder specifications. ``score`` wins over the sum of the tests', and both are the same here.
Without scores Gradescope reports that the autograder failed: that is what a fault of ours must be.
"""

from __future__ import annotations

from typing import Any

from codementor_cli.domain.grading.results import RepositoryResult
from codementor_cli.reports.words import (
    Row,
    all_rows,
    case_text,
    joined,
    json_text,
    number,
    remarks,
    score_line,
)


def gradescope(repository: RepositoryResult) -> str:
    """Return the results of one repository."""
    lines = [score_line(repository), *remarks(repository)]
    if repository.final is None:
        return json_text({"output": joined(lines), "output_format": "text"})
    tests = all_rows(repository)
    return json_text(
        {
            "score": number(repository.final),
            "execution_time": round(sum(each.judged_seconds for each in repository.challenges), 3),
            "output": joined(lines),
            "output_format": "text",
            "test_output_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": [_test(row, f"{place}") for place, row in enumerate(tests, start=1)],
        }
    )


def _test(row: Row, place: str) -> dict[str, Any]:
    return {
        "score": number(row.final),
        "max_score": number(row.max_points),
        "status": "passed" if row.passed else "failed",
        "name": row.title,
        "number": place,
        "output": case_text(row),
        "tags": [row.challenge.challenge_id],
        "extra_data": {"verdict": row.verdict, "milliseconds": round(row.seconds * 1000, 3)},
    }
