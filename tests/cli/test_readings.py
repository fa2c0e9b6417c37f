"""Each judging reads its test cases, and nothing that takes long; of the rest, the cache folder keeps what it may."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command, imported

CASES = "tests: [{input: '2', expected: '4'}]\n"
ARGUMENTS = ("test", "a.py", "--tests", "cases.yaml")


@pytest.fixture
def judged_once(codementor: Command, work: Path) -> None:
    (work / "a.py").write_text("print(2 * int(input()))\n")
    (work / "cases.yaml").write_text(CASES)
    assert codementor(*ARGUMENTS).code == 0


@pytest.mark.usefixtures("judged_once")
def test_cases_are_read_and_judged_without_pydantic(codementor: Command) -> None:
    result = codementor(*ARGUMENTS, "--json", PYTHONPROFILEIMPORTTIME="1")
    assert result.code == 0
    assert not {"pydantic", "pydantic_core"} & imported(result.err)


@pytest.mark.usefixtures("judged_once")
def test_changed_cases_are_judged_as_they_are(codementor: Command, work: Path) -> None:
    (work / "cases.yaml").write_text(CASES.replace("'4'", "'5'"))
    assert codementor(*ARGUMENTS).code == 1
    (work / "cases.yaml").write_text("tests: [{input: 2}]\n")
    result = codementor(*ARGUMENTS)
    assert result.code == 3
    assert "cases.yaml:1:" in result.err


@pytest.mark.usefixtures("judged_once")
def test_nothing_is_kept_where_that_is_not_wanted(codementor: Command, home: dict[str, str]) -> None:
    kept = Path(home["HOME"]) / ".cache" / "codementor" / "readings"
    before = sorted(kept.iterdir())
    assert before
    for entry in before:
        entry.unlink()
    assert codementor(*ARGUMENTS, CODEMENTOR_COMPILE_CACHE="0").code == 0
    assert not list(kept.iterdir())
