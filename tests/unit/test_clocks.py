"""No test fails because the machine is busy: none looks at how long an example or a call takes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TESTS = Path(__file__).parents[1]
FILES = sorted(path for path in TESTS.rglob("*.py") if "programs" not in path.parts)
"""The tests and their helpers; what lanes run may not even be Python."""


def calls(text: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def timed(text: str) -> list[int]:
    """Return the lines in which settings of Hypothesis bring back one of its clocks."""
    found = []
    for call in calls(text):
        for keyword in call.keywords:
            value = ast.unparse(keyword.value)
            deadline = keyword.arg == "deadline" and value != "None"
            slow = keyword.arg == "suppress_health_check" and "too_slow" not in value
            if ast.unparse(call.func).startswith("settings") and (deadline or slow):
                found.append(call.lineno)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_has_a_deadline_for_its_examples(path: Path) -> None:
    assert timed(path.read_text()) == []


def test_settings_that_look_at_the_clock_are_found() -> None:
    text = "settings(deadline=200)\nsettings(max_examples=3)\nsettings(suppress_health_check=[])\n"
    assert timed(text) == [1, 3]


@given(example=st.integers())
@settings(max_examples=1)
def test_settings_of_a_tests_own_have_no_deadline_either(example: int) -> None:
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check
