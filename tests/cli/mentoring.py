"""What the tests of the mentor's commands share."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import CHALLENGE

HINTED = (
    CHALLENGE.replace("id: add-two", "id: sum-two")
    + """\
hints:
  - "What does the statement say about the sign of the second number?"
  - "A sum of two numbers needs both of them, as they are."
"""
)
WRONG = "a, b = map(int, input().split())\nprint(a - b)\n"
RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"
JUDGED_HERE = {"CODEMENTOR_SANDBOX": "bubblewrap"}


def lay_out(work: Path, program: str = WRONG) -> None:
    """Put a challenge with hints and a program into the working folder."""
    folder = work / "challenges" / "sum-two"
    folder.mkdir(parents=True)
    (folder / "challenge.yaml").write_text(HINTED)
    (work / "a.py").write_text(program)
