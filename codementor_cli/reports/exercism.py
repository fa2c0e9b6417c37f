"""Exercism's test-runner ``results.json``, version 2.

Source: Exercism's test-runner interface: ``error`` at the top only where nothing ran; tests in file order; ``message``
at most 65 535 characters, ``output`` at most 500.
"""

from __future__ import annotations

from typing import Any

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.results import RepositoryResult
from codementor_cli.reports.words import Row, all_rows, case_text, cut, json_text
from codementor_cli.text.excerpts import shortened

_MESSAGE_CHARACTERS = 65_535
_OUTPUT_CHARACTERS = 470
"""The interface's 500, less the words that say how much was cut."""


def exercism(repository: RepositoryResult) -> str | None:
    """Return the results of one repository; None where we failed: the runner then claims nothing, by its exit code."""
    if repository.final is None:
        return None
    tests = all_rows(repository)
    ran = [row for row in tests if row.case is not None and row.case.verdict is not None]
    if not ran:
        message = "\n".join(dict.fromkeys(case_text(row) for row in tests)) or repository.reason
        return json_text({"version": 2, "status": "error", "message": shortened(message, _MESSAGE_CHARACTERS)})
    status = "pass" if all(row.passed for row in tests) else "fail"
    return json_text({"version": 2, "status": status, "message": None, "tests": [_test(row) for row in tests]})


def _test(row: Row) -> dict[str, Any]:
    wrong = row.case is not None and row.case.verdict is Verdict.WA
    status = "pass" if row.passed else "fail" if wrong else "error"
    test: dict[str, Any] = {"name": row.title, "status": status, "test_code": f"test case {row.name}"}
    if not row.passed:
        test["message"] = shortened(case_text(row), _MESSAGE_CHARACTERS)
    if row.case is not None and row.case.data.prints:
        test["output"] = cut(row.case.data.prints, _OUTPUT_CHARACTERS)[:500]
    return test
