"""Reports for hosts, as ``test`` and ``grade`` write them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.command import Command

WRONG = "a, b = map(int, input().split())\nassert a > 0\nprint(a + b)\n"
LIMITED = {"CODEMENTOR_SANDBOX": "bubblewrap"}


@pytest.fixture
def file(work: Path) -> str:
    (work / "add.py").write_text(WRONG)
    return "add.py"


def test_junit_of_one_file_goes_to_stdout(codementor: Command, file: str, challenge: str) -> None:
    result = codementor("test", file, "--challenge", challenge, "--format", "junit", **LIMITED)

    assert result.code == 1, result
    root = ET.fromstring(result.out)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "0")
    crashed = next(case for case in root.iter("testcase") if case.find("failure") is not None)
    assert (crashed.get("name"), crashed.get("file"), crashed.get("line")) == ("02 negative", "add.py", "2")


def test_junit_goes_to_a_file(codementor: Command, work: Path, file: str, challenge: str) -> None:
    options = ("--format", "junit", "--output", "results.xml")
    result = codementor("test", file, "--challenge", challenge, *options, **LIMITED)

    assert result.code == 1, result
    assert result.out == ""
    assert ET.parse(work / "results.xml").getroot().tag == "testsuites"


def test_github_annotates_the_line_that_crashed(codementor: Command, file: str, challenge: str) -> None:
    result = codementor("test", file, "--challenge", challenge, "--format", "github", **LIMITED)

    assert result.code == 1, result
    first, stop, *_, resume = result.out.splitlines()
    assert first.startswith("::error file=add.py,line=2,title=add-two%3A run-time error::02 negative: ")
    assert stop.startswith("::stop-commands::")
    assert resume == f"::{stop.removeprefix('::stop-commands::')}::"


def test_ad_hoc_cases_have_reports_too(codementor: Command, work: Path, file: str) -> None:
    (work / "cases.yaml").write_text('tests:\n  - {name: small, input: "1 2\\n", expected: "3\\n"}\n')
    result = codementor("test", file, "--tests", "cases.yaml", "--format", "junit", **LIMITED)

    assert result.code == 0, result
    assert ET.fromstring(result.out).get("tests") == "1"


def test_watch_has_no_other_formats(codementor: Command, file: str, challenge: str) -> None:
    result = codementor("test", file, "--challenge", challenge, "--format", "junit", "--watch")

    assert result.code == 2
    assert result.is_clear
