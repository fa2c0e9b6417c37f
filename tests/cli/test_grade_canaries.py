"""Hidden data is in no report and no kept result, whatever judged programs do with what they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.reports.formats import FORMATS
from tests.cli.command import Command

CANARIES = ("77331199", "CanaryInput", "88442200", "CanaryExpected")
CHALLENGE = """\
id: echo
title: Echo
difficulty: easy
description: Echo.
instructions: Read a number and print the next one.
limits: {time: 500ms, wall_time: 2s, memory: 64 MiB, output: 64 KiB}
languages: {python: {}, bash: {}}
tests:
  - {name: one, sample: true, input: "1\\n", expected: "2\\n"}
  - {name: number, hidden: true, input: "77331199\\n", expected: "CanaryExpected 88442200\\n"}
  - {name: words, hidden: true, input: "77331199 CanaryInput\\n", expected: "88442200\\n"}
"""
ASSIGNMENT = """\
id: echoes
title: Echoes
challenges:
  - {id: echo, points: 10, files: ["main.*"]}
"""


def forged(file: str = "'main.py'", line: str = "1", kind: str = "'ValueError'") -> str:
    """Return a program that writes a traceback of its own; its parts are expressions."""
    traceback = r"'Traceback (most recent call last):\n  File \"/box/source/%s\", line %s, in <module>\n%s\n'"
    return (
        f"import os, sys\nsys.stderr.write({traceback} % ({file}, {line}, {kind}))\nsys.stderr.flush()\nos._exit(1)\n"
    )


PROGRAMS = {
    "stdout": "import sys; sys.stdout.write(sys.stdin.read())",
    "stderr": "import sys; sys.stderr.write(sys.stdin.read()); sys.exit(1)",
    "exception-words": "raise ValueError(input())",
    "exception-class": "t = input(); raise type('X' + t.replace(' ', ''), (Exception,), {})(t)",
    "exception-key": "{}[input()]",
    "exit-code": "import sys; sys.exit(int(input().split()[0]) % 251)",
    "exit-words": "import sys; sys.exit(input())",
    "signal": "import os; os.kill(os.getpid(), int(input().split()[0]) % 30 + 1)",
    "flood": "t = input()\nwhile True: print(t)",
    "timeout": "t = input(); print(t, flush=True)\nwhile True: pass",
    "files": "t = input(); open('/tmp/' + t, 'w').write(t); print(t)",
    "forged-line": forged(line="input().split()[0]"),
    "forged-file": forged(file="input()"),
    "forged-class": forged(kind="input()"),
    "shell": 'read x; "$x"',
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    challenge = tmp_path / "course" / "challenges" / "echo" / "challenge.yaml"
    challenge.parent.mkdir(parents=True)
    challenge.write_text(CHALLENGE)
    assignment = tmp_path / "course" / "assignment.yaml"
    assignment.write_text(ASSIGNMENT)
    return assignment


@pytest.fixture
def students(tmp_path: Path) -> Path:
    for name, source in PROGRAMS.items():
        file = tmp_path / "students" / name / ("main.sh" if name == "shell" else "main.py")
        file.parent.mkdir(parents=True)
        file.write_text(source)
    return tmp_path / "students"


def test_no_hidden_data_is_in_any_report_or_kept_result(
    codementor: Command, course: Path, students: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    reports = [part for name in FORMATS for part in ("--report", f"{name}={tmp_path / 'reports' / name}")]
    (tmp_path / "reports").mkdir()
    asked = ["grade", "--root", str(students), "-a", str(course), "-o", str(output), "--verbose", *reports]
    done = codementor(*asked, CODEMENTOR_SANDBOX="bubblewrap")

    assert done.code == 1, done.err
    files = [path for folder in (output, tmp_path / "reports") for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 5 * len(PROGRAMS)
    said = {str(path): path.read_text() for path in files} | {"stdout": done.out, "stderr": done.err}
    found = [(place, word) for place, text in said.items() for word in CANARIES if word.casefold() in text.casefold()]
    assert found == []
    # What is not hidden is told: the programs did run, and did what they are for.
    html = said[str(tmp_path / "reports" / "html")]
    assert "KeyError" in html
    assert "exit code 1" in html
