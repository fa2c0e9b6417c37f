"""Submissions that ``codementor test`` leaves behind, and when it leaves none."""

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.store import open_sqlite
from tests.cli.command import COMMAND, DOWN, Command

RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"
WRONG = "a, b = map(int, input().split())\nprint(abs(a) + abs(b))\n"
FAST = {"CODEMENTOR_SANDBOX": "bubblewrap"}


@pytest.fixture
def database(home: Mapping[str, str]) -> Path:
    return Path(home["HOME"], ".local", "share", "codementor", "submissions.db")


def kept(database: Path) -> list[tuple[Verdict, int]]:
    """Return verdict and accepted count of each submission, newest first; no file, no submission."""
    if not database.exists():
        return []
    store = open_sqlite(database)
    try:
        return [(each.verdict, each.passed_count) for each in store.page(LOCAL, HistoryQuery()).entries]
    finally:
        store.close()


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return name


def test_each_submission_has_a_number(codementor: Command, work: Path, challenge: str, database: Path) -> None:
    wrong = codementor("test", write(work, "a.py", WRONG), "--challenge", challenge, **FAST)
    right = codementor("test", write(work, "a.py", RIGHT), "--challenge", challenge, "--json", **FAST)

    assert wrong.code == 1, wrong
    assert wrong.err == "submission 1\n"
    assert json.loads(right.out)["submissionId"] == 2
    assert right.err == ""
    assert kept(database) == [(Verdict.AC, 3), (Verdict.WA, 2)]


@pytest.mark.parametrize(
    "options", [("--no-record",), ("--case", "small"), ("--time-limit", "3s"), ("--memory-limit", "512MiB")]
)
def test_what_is_no_whole_submission_is_not_recorded(
    codementor: Command, work: Path, challenge: str, database: Path, options: tuple[str, ...]
) -> None:
    name = write(work, "a.py", RIGHT)
    result = codementor("test", name, "--challenge", challenge, "--json", *options, **FAST)

    assert result.code == 0, result
    assert json.loads(result.out)["submissionId"] is None
    assert not database.exists()


def test_failing_fast_is_still_a_submission(codementor: Command, work: Path, challenge: str, database: Path) -> None:
    codementor("test", write(work, "a.py", "print()\n"), "--challenge", challenge, "--fail-fast", **FAST)

    assert kept(database) == [(Verdict.WA, 0)]


def test_ad_hoc_cases_are_not_recorded(codementor: Command, work: Path, database: Path) -> None:
    cases = write(work, "cases.yaml", "tests:\n  - {name: one, input: '1 2', expected: '3'}\n")

    assert codementor("test", write(work, "a.py", RIGHT), "--tests", cases, **FAST).code == 0
    assert not database.exists()


def test_our_own_fault_is_no_submission(codementor: Command, work: Path, challenge: str, database: Path) -> None:
    folder = work / "challenges" / challenge
    write(folder, "checker.py", "import sys\nsys.exit(7)\n")
    path = folder / "challenge.yaml"
    path.write_text(path.read_text() + "checker: {type: custom, program: checker.py}\n")
    result = codementor("test", write(work, "a.py", RIGHT), "--challenge", challenge, "--json", **FAST)

    assert result.code == 4, result
    assert json.loads(result.out)["submissionId"] is None
    assert kept(database) == []


def test_a_program_that_does_not_compile_is_one(
    codementor: Command, work: Path, challenge: str, database: Path
) -> None:
    codementor("test", write(work, "a.py", "print(\n"), "--challenge", challenge, **FAST)

    assert kept(database) == [(Verdict.CE, 0)]


@pytest.mark.parametrize(("source", "code"), [(RIGHT, 0), (WRONG, 1)])
def test_a_store_that_fails_changes_nothing_but_a_warning(
    codementor: Command, work: Path, challenge: str, source: str, code: int
) -> None:
    write(work, "not-a-database", "text " * 1000)
    arguments = ("test", write(work, "a.py", source), "--challenge", challenge, "--database", "not-a-database")
    text = codementor(*arguments, **FAST)
    value = codementor(*arguments, "--json", **FAST)

    assert (text.code, value.code) == (code, code), (text, value)
    assert "cases accepted, score" in text.out
    assert text.err.startswith("warning: The submission was not recorded. ")
    assert "\n  → " in text.err
    assert json.loads(value.out)["submissionId"] is None
    assert (work / "not-a-database").read_text() == "text " * 1000


def test_the_file_judged_last_is_remembered_and_said(codementor: Command, work: Path, challenge: str) -> None:
    codementor("test", write(work, "trays.py", WRONG), "--challenge", challenge, **FAST)
    again = codementor("test", "--challenge", challenge, **FAST)

    assert again.code == 1, again
    assert again.err == "judging trays.py, as last time\nsubmission 2\n"

    (work / "trays.py").unlink()
    gone = codementor("test", "--challenge", challenge, **DOWN)

    assert gone.code == 3
    assert gone.err.startswith(f"error: {work / 'trays.py'}, judged last for add-two, is not there any more.\n")


def test_nothing_judged_yet_means_that_a_file_is_asked_for(
    codementor: Command, challenge: str, home: Mapping[str, str]
) -> None:
    result = codementor("test", "--challenge", challenge, **DOWN)

    assert result.code == 2
    assert result.err == "error: Say which file to judge.\n  → codementor test FILE --challenge add-two\n"
    assert list(Path(home["HOME"]).iterdir()) == []


def test_processes_at_once_record_every_submission(
    codementor: Command, work: Path, challenge: str, database: Path
) -> None:
    names = [write(work, f"{number}.py", RIGHT) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        results = list(
            pool.map(lambda name: codementor("test", name, "--challenge", challenge, "--json", **FAST), names)
        )

    assert [result.code for result in results] == [0] * 4, results
    assert sorted(json.loads(result.out)["submissionId"] for result in results) == [1, 2, 3, 4]
    assert kept(database) == [(Verdict.AC, 3)] * 4


def test_an_interrupted_judging_records_nothing(
    work: Path, challenge: str, home: Mapping[str, str], database: Path
) -> None:
    loop = "if input() == '1 2':\n    print(3)\nelse:\n    while True:\n        pass\n"
    with subprocess.Popen(
        [COMMAND, "test", write(work, "a.py", loop), "--challenge", challenge, "--jobs", "1"],
        cwd=work,
        env={**home, **FAST, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        while b"small" not in (line := process.stdout.readline()):
            assert line, "it ended before its first case did"
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=60)

    assert process.returncode == 130
    assert kept(database) == []


def test_showing_a_challenge_says_what_was_done_and_makes_nothing(
    codementor: Command, work: Path, challenge: str, home: Mapping[str, str]
) -> None:
    before = codementor("challenges", "show", challenge)

    assert "Done so far" not in before.out
    assert "→ codementor start add-two" in before.err
    assert [path.name for path in Path(home["HOME"]).iterdir()] == [".cache"]

    codementor("test", write(work, "a.py", WRONG), "--challenge", challenge, **FAST)
    assert "Done so far: 1 submission, best score 66.67 of 100, not accepted yet\n" in (
        codementor("challenges", "show", challenge).out
    )
    codementor("test", write(work, "a.py", RIGHT), "--challenge", challenge, **FAST)
    assert "Done so far: 2 submissions, accepted with number 2\n" in codementor("challenges", "show", challenge).out


def test_a_statement_is_shown_whatever_is_wrong_with_the_store(
    codementor: Command, challenge: str, database: Path
) -> None:
    database.parent.mkdir(parents=True)
    database.write_text("text " * 1000)
    result = codementor("challenges", "show", challenge)

    assert result.code == 0
    assert "Add Two" in result.out
    assert "Done so far" not in result.out
