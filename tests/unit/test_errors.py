from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import codementor_cli
from codementor_cli.cli.commands.root import _Commands
from codementor_cli.cli.failures import EXIT_BUG, exit_code
from codementor_cli.errors import (
    CodementorError,
    EnvironmentFault,
    ErrorKind,
    MentorFailure,
    MentorFault,
    NextStep,
    Problem,
    ProblemsError,
    SandboxFault,
    StoreFault,
    UsageError,
    UserFileError,
)

PROBLEM = Problem("challenge.yaml", "the key id is missing", 3)


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (CodementorError("x"), ErrorKind.BUG, EXIT_BUG),
        (UsageError("x"), ErrorKind.INVALID_INPUT, 2),
        (UserFileError("x"), ErrorKind.INVALID_INPUT, 3),
        (UserFileError("x", kind=ErrorKind.NOT_FOUND), ErrorKind.NOT_FOUND, 3),
        (ProblemsError((PROBLEM,)), ErrorKind.INVALID_INPUT, 3),
        (ProblemsError((PROBLEM,), kind=ErrorKind.BROKEN_CATALOG), ErrorKind.BROKEN_CATALOG, 3),
        (EnvironmentFault("x"), ErrorKind.ENVIRONMENT, 4),
        (SandboxFault("x"), ErrorKind.ENVIRONMENT, 4),
        (StoreFault("x"), ErrorKind.ENVIRONMENT, 4),
        (MentorFault("x", failure=MentorFailure.NO_KEY), ErrorKind.ENVIRONMENT, 4),
    ],
)
def test_every_error_has_a_kind_and_an_exit_code(error: CodementorError, kind: ErrorKind, code: int) -> None:
    assert (error.kind, exit_code(error)) == (kind, code)


def test_a_step_is_a_command_in_a_sentence_and_its_words_alone() -> None:
    error = UserFileError("x", NextStep(("challenges", "verify", "two sums"), "choose another id, or: {}"))
    assert error.next_step == "choose another id, or: codementor challenges verify 'two sums'"
    assert error.step is not None
    assert error.step.command == ("challenges", "verify", "two sums")
    assert UserFileError("x", "Check {}.").step is None
    assert UserFileError("x", "Check {}.").next_step == "Check {}."


def _texts() -> Iterator[tuple[str, str]]:
    """Yield what errors below the command line say: every text in the call of a class of ours."""
    package = Path(codementor_cli.__file__).parent
    for path in package.rglob("*.py"):
        if package / "cli" in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.search(r"(Fault|Error)$", getattr(node.func, "id", "")):
                for each in ast.walk(node):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        yield f"{path.relative_to(package)}:{each.lineno}", each.value


def test_commands_are_the_command_lines_words() -> None:
    named = re.compile(rf"\bcodementor ({'|'.join(_Commands.entries)})\b")
    assert [place for place, text in _texts() if named.search(text)] == []
