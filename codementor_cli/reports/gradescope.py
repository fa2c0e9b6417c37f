"""Gradescope's ``results.json``.

Source: Gradescope's autograder specifications. ``score`` wins over the sum of the tests', and both are the same here.
Without scores Gradescope reports that the autograder failed: that is what a fault of ours must be.
"""

from __future__ import annotations

from typing import Any

from codementor_cli.domain.grading.results import RepositoryResult
from codementor_cli.reports import words
from codementor_cli.reports.words import Row


def gradescope(repository: RepositoryResult) -> str:
    """Return the results of one repository."""
    lines = [words.score_line(repository), *words.remarks(repository)]
    if repository.final is None:
        return words.json_text({"output": words.joined(lines), "output_format": "text"})
    tests = words.all_rows(repository)
    return words.json_text(
        {
            "score": words.number(repository.final),
            "execution_time": round(sum(each.judged_seconds for each in repository.challenges), 3),
            "output": words.joined(lines),
            "output_format": "text",
            "test_output_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": [_test(row, f"{place}") for place, row in enumerate(tests, start=1)],
        }
    )


def _test(row: Row, place: str) -> dict[str, Any]:
    return {
        "score": words.number(row.final),
        "max_score": words.number(row.max_points),
        "status": "passed" if row.passed else "failed",
        "name": row.title,
        "number": place,
        "output": words.case_text(row),
        "tags": [row.challenge.challenge_id],
        "extra_data": {"verdict": row.verdict, "milliseconds": round(row.seconds * 1000, 3)},
    }
