"""``evaluate-hints`` through the installed command, against a strict fake of Claude."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from pytest_httpserver import HTTPServer

from tests.cli.command import Command, Result
from tests.cli.mentoring import JUDGED_HERE, RIGHT, WRONG, lay_out
from tests.fakes import claude as fakes
from tests.fakes.claude import FakeClaude, Handler

HINT = {
    "hint": "Which sign stands between a and b in line 2?",
    "confidence": 0.8,
    "suggestedApproach": "Work out the small case by hand.",
    "nextSteps": ["Print a and b."],
}


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    yield from fakes.serving()


@pytest.fixture
def claude(server: HTTPServer) -> Iterator[FakeClaude]:
    yield from fakes.answering(server)


@pytest.fixture
def evaluating(claude: FakeClaude, codementor: Command, work: Path) -> Command:
    lay_out(work)
    (work / "a.py").unlink()
    folder = work / "challenges" / "sum-two" / "tried"
    folder.mkdir()
    (folder / "first.py").write_text(WRONG)
    (folder / "second.py").write_text(RIGHT)

    def run(*arguments: str, **environment: str) -> Result:
        return codementor("evaluate-hints", *arguments, **{**claude.environment, **JUDGED_HERE, **environment})

    return run


def _repair(code: str) -> Handler:
    return fakes.answer({"code": code})


def _script(without: str, chosen: str, again_without: str, again: str) -> list[Handler]:
    return [fakes.answer(HINT), *map(_repair, (without, chosen, again_without, again))]


def test_a_hint_that_helps_twice_counts_for_coverage_and_precision(evaluating: Command, claude: FakeClaude) -> None:
    claude.answers(*_script(WRONG, RIGHT, WRONG, RIGHT))

    result = evaluating("challenges", "--repairs", "1")

    assert result.code == 0
    assert "first.py (WA): 1 of 1 repaired with the hint, 0 without; helps again" in result.out
    assert "coverage  100%  1 of 1 failing program\n" in result.out
    assert "precision 100%  1 of 1 chosen hint help again\n" in result.out
    assert "1 accepted program left out" in result.out


def test_json_keeps_to_its_schema_and_a_hint_chosen_by_luck_costs_precision(
    evaluating: Command, claude: FakeClaude, codementor: Command
) -> None:
    claude.answers(*_script(WRONG, RIGHT, WRONG, WRONG))

    report = json.loads(evaluating("challenges", "--repairs", "1", "--json").out)

    jsonschema.validate(report, json.loads(codementor("schema", "evaluate-hints").out))
    assert (report["precision"], report["coverage"]) == (0, 1)
    assert report["trials"][0]["chosen"]["withHint"] == 1
    assert len(report["acceptedFiles"]) == 1


def test_a_hint_that_does_not_help_is_not_covered(evaluating: Command, claude: FakeClaude) -> None:
    claude.answers(fakes.answer(HINT), _repair(WRONG), _repair(WRONG), fakes.answer(HINT), _repair(WRONG))

    report = json.loads(evaluating("challenges", "--repairs", "1", "--json").out)

    assert (report["precision"], report["coverage"]) == (None, 0)
    assert "no better" in report["trials"][0]["checks"]


def test_without_claude_there_is_no_figure(evaluating: Command, claude: FakeClaude) -> None:
    claude.answers(fakes.error(529, "overloaded_error", "Overloaded", **{"retry-after-ms": "1"}))

    result = evaluating("challenges", "--repairs", "1", "--json")

    assert result.code == 4
    assert result.out == ""


def test_without_a_key_nothing_is_judged(evaluating: Command) -> None:
    result = evaluating("challenges", ANTHROPIC_API_KEY="")
    assert result.code == 4
    assert "Judging" not in result.err


def test_a_folder_without_programs_and_a_file_without_a_challenge_are_refused(evaluating: Command, work: Path) -> None:
    (work / "empty").mkdir()
    (work / "lonely.py").write_text(WRONG)
    for path in ("empty", "lonely.py"):
        result = evaluating(path)
        assert result.code == 2
        assert result.is_clear or "error: " in result.err


def test_named_engine_is_asked(evaluating: Command) -> None:
    for engine, says in (
        ("auto", "There is no sandbox"),
        ("docker", "No Docker daemon"),
        ("bubblewrap", "bubblewrap is"),
    ):
        environment = {"DOCKER_HOST": "unix:///nonexistent.sock", "PATH": "/nowhere"}
        result = evaluating("challenges", "--sandbox", engine, **environment)
        assert result.code == 4
        assert says in result.err, result
