"""The first hour of a learner, with the installed command and a shipped challenge: each command leads to the next."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.command import Command, Result, start

ID = "two-pantries"
RIGHT = """\
def merge_pantries(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    result = dict(first)
    for item, amount in second.items():
        result[item] = result.get(item, 0) + amount
    return {item: amount for item, amount in result.items() if amount != 0}
"""


@pytest.mark.installed
def test_first_hour_of_a_learner(codementor: Command, work: Path, home: Mapping[str, str]) -> None:
    folder = work / ID

    def learner(*arguments: str) -> Result:
        result = start(folder, {**home, "CODEMENTOR_SANDBOX": "bubblewrap"}, *arguments)
        assert "Traceback" not in result.err, result
        return result

    # Pick a challenge and begin.
    assert ID in codementor("challenges", "list").out
    shown = codementor("challenges", "show", ID)
    assert "Two Pantries" in shown.out
    assert f"→ codementor start {ID}\n" in shown.err
    started = codementor("start", ID)
    assert started.code == 0, started
    assert started.err.endswith(f"→ cd {ID}\n→ codementor test\n")
    assert "def merge_pantries" in (folder / "main.py").read_text()

    # The starter code runs, and is not yet right.
    first = learner("test")
    assert first.code == 1, first
    assert "3 of 16 cases accepted, score 18.75 of 100" in first.out
    assert "→ codementor test --case 'one shared item'" in first.out
    assert learner("test", "--case", "one shared item").code == 1

    # A nudge, then another; nobody needs a key for these.
    for level in (1, 2):
        hint = learner("hint", "--offline")
        assert hint.code == 0, hint
        assert f"Hint {level} of 4" in hint.out
    assert "score 18.75 of 100" in learner("show").out

    # A slip, and then the fix.
    (folder / "main.py").write_text(RIGHT.replace("return {", "return {{"))
    broken = learner("test")
    assert broken.code == 1, broken
    assert "compile error" in broken.out
    (folder / "main.py").write_text(RIGHT)
    passed = learner("test")
    assert passed.code == 0, passed
    assert "16 of 16 cases accepted, score 100 of 100" in passed.out
    assert passed.err == "submission 3\n"

    # What has been achieved, and what comes next.
    history = learner("history")
    assert [line.split()[0] for line in history.out.splitlines()[1:4]] == ["3", "2", "1"]
    assert "1 of 10 challenges accepted\n" in learner("stats").out
    assert "accepted with number 3" in codementor("challenges", "show", ID).out
    following = learner("next")
    assert following.code == 0, following
    assert "→ codementor start " in following.out
    assert f"codementor start {ID}\n" not in following.out
