"""Small challenges to write into folders, and what is asserted of every refusal."""

from __future__ import annotations

from pathlib import Path

from codementor_cli.catalog.challenges.cases import load_cases
from codementor_cli.domain.challenge.challenge import TestSuite
from codementor_cli.errors import ProblemsError
from codementor_cli.ports import Languages

REPOSITORY = Path(__file__).resolve().parents[2]
LANGUAGES_FILE = REPOSITORY / "sandbox_images" / "languages.yaml"
PACKAGED = REPOSITORY / "challenges"

HEAD = """\
id: sums
title: Sums
difficulty: easy
description: Add numbers.
instructions: Add.
"""
TESTS = """\
tests:
  - {name: one, input: "1", expected: "1"}
"""


class ChallengeFolder:
    """The folder ``sums`` of a challenge, empty at first."""

    def __init__(self, parent: Path) -> None:
        self.path = parent / "sums"
        self.path.mkdir()

    def write(self, yaml: str, files: dict[str, str] | None = None) -> Path:
        """Write challenge.yaml and what it names; return the folder."""
        for name, content in {"challenge.yaml": yaml, **(files or {})}.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return self.path


def said(error: ProblemsError) -> list[str]:
    """Return the problems without the file's name, having checked that each stays on its line."""
    lines = [str(problem).replace(f"{problem.file}:", "", 1) for problem in error.problems]
    if not lines or not all(line.isprintable() for line in lines):
        raise AssertionError(lines)
    return lines


def load_text(folder: Path, yaml: str, languages: Languages | None = None) -> TestSuite:
    """Return the ad hoc test cases of a text, whose files are in the folder."""
    path = folder / "cases.yaml"
    path.write_text(yaml, encoding="utf-8")
    return load_cases(path, languages)


def problems_of(folder: Path, yaml: str) -> list[str]:
    """Return the problems of ad hoc test cases, without the file's name."""
    try:
        load_text(folder, yaml)
    except ProblemsError as error:
        return said(error)
    raise AssertionError("this text has no problems")
