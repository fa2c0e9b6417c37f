"""The manual of custom checkers shows a challenge: it verifies, and judges as the manual says."""

import re
from pathlib import Path

import pytest

from tests.cli.command import Command

MANUAL = (Path(__file__).parents[2] / "docs" / "custom-checkers.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`(challenges/[^`]+)`:\n\n```\w+\n(.*?)^```$", MANUAL, re.DOTALL | re.MULTILINE))


@pytest.fixture
def example(work: Path) -> Path:
    """Lay out the manual's challenge, and return its folder."""
    for name, content in FILES.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(content, encoding="utf-8")
    return work / "challenges" / "near-split"


def test_example_of_the_manual_verifies(codementor: Command, example: Path) -> None:
    assert sorted(path.name for path in example.iterdir()) == ["challenge.yaml", "checker.py", "submissions"]
    result = codementor("challenges", "verify", "near-split")
    assert result.code == 0, result
    assert "1 challenge, 2 reference submissions: all as expected" in result.out


@pytest.mark.parametrize(
    ("program", "judged"),
    [
        ("n = int(input())\nprint(n // 2, n - n // 2)\n", (0, "2 of 2 cases accepted, score 100 of 100")),
        ("print(0, input())\n", (0, "2 of 2 cases accepted, score 75 of 100")),
        ("print(1, 2)\n", (1, "The checker rejects the output: 1 and 2 do not add up to 7.")),
        ("print('9' * 100_000, 1)\n", (1, "The checker rejects the output: Print two whole numbers.")),
    ],
)
def test_example_of_the_manual_judges_as_it_says(
    codementor: Command, work: Path, example: Path, program: str, judged: tuple[int, str]
) -> None:
    assert example.is_dir()
    (work / "a.py").write_text(program)
    result = codementor("test", "a.py", "--challenge", "near-split")
    assert result.code == judged[0], result
    assert judged[1] in result.out


def test_checker_as_testlib_wants_it_is_led_to_the_manual(codementor: Command, work: Path, example: Path) -> None:
    (example / "checker.py").write_text("import sys\nsys.exit(0)\n")
    (work / "a.py").write_text("print(3, 4)\n")
    result = codementor("test", "a.py", "--challenge", "near-split", "--case", "seven")
    assert result.code == 4, result
    assert "It ended with exit code 0. What a checker is given and answers: docs/custom-checkers.md." in " ".join(
        result.out.split()
    )
