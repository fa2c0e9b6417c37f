"""The shape of the package: rooms of a dozen, short files, short functions, a sign on every folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "codementor_cli"
MOST_SIBLINGS = 13
MOST_FILE_LINES = 310
MOST_FUNCTION_LINES = 60
LONG_FILES = {"ports/__init__.py"}
"""One page of Protocols, of which most lines say what can go wrong."""
LONG_FUNCTIONS = {"judge_file", "grade", "history"}
"""Commands with a parameter for each option, as Typer wants it."""


def rooms() -> Iterator[Path]:
    """Yield the package's folders of code."""
    for folder in (PACKAGE, *PACKAGE.rglob("*/")):
        if folder.is_dir() and any(folder.glob("*.py")):
            yield folder


@pytest.mark.parametrize("room", sorted(rooms()), ids=lambda room: str(room.relative_to(PACKAGE)))
def test_a_room_has_a_sign_and_no_more_than_a_dozen_or_so_siblings(room: Path) -> None:
    sign = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8")))
    siblings = [each.name for each in room.glob("*.py") if each.name != "__init__.py"]
    assert sign
    assert len(siblings) <= MOST_SIBLINGS, sorted(siblings)


def test_files_are_short() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {str(path.relative_to(PACKAGE)) for path, count in lines.items() if count > MOST_FILE_LINES} <= LONG_FILES


def test_functions_are_short() -> None:
    long = {
        node.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > MOST_FUNCTION_LINES
    }
    assert long <= LONG_FUNCTIONS
