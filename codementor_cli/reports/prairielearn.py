"""PrairieLearn's ``results.json``.

Source: PrairieLearn's documentation of external grading: ``score`` is 0 to 1; a test without points disables the
whole list; the file may have 1 MB; ``gradable: false`` takes no attempt away.
"""

from __future__ import annotations

from typing import Any

from codementor_cli.domain.grading.results import RepositoryResult
from codementor_cli.reports import words
from codementor_cli.reports.words import Row
from codementor_cli.text.excerpts import shortened

_TEXT_CHARACTERS = 150_000
"""For all tests together: PrairieLearn takes 1 MB, a character may be four bytes, and each test may say it twice."""


def prairielearn(repository: RepositoryResult) -> str:
    """Return the results of one repository; one of which nothing could run costs no attempt."""
    lines = words.joined([words.score_line(repository), *words.remarks(repository)])
    if repository.final is None:
        return words.json_text({"gradable": False, "message": lines, "format_errors": [words.score_line(repository)]})
    errors = [words.case_text(row) for row in words.all_rows(repository)] if nothing_ran(repository) else []
    if errors:
        shown = [shortened(error, _TEXT_CHARACTERS // len(errors)) for error in dict.fromkeys(errors)]
        return words.json_text({"gradable": False, "message": lines, "format_errors": shown})
    tests = words.all_rows(repository)
    score = float(repository.final / repository.max_points) if repository.max_points else 0.0
    return words.json_text(
        {
            "gradable": True,
            "score": score,
            "message": lines,
            "tests": [_test(row, max(200, _TEXT_CHARACTERS // len(tests))) for row in tests],
        }
    )


def nothing_ran(repository: RepositoryResult) -> bool:
    """Whether every program of a repository failed to compile."""
    return bool(repository.challenges) and all(words.did_not_compile(each) for each in repository.challenges)


def _test(row: Row, limit: int) -> dict[str, Any]:
    return {
        "name": row.title,
        "points": words.number(row.final),
        "max_points": words.number(row.max_points),
        "message": row.message,
        "output": shortened(words.case_text(row, limit // 4), limit),
    }
