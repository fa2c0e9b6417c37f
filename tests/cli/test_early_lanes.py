"""Lanes that start before the command line is read: nobody is to notice, whatever becomes of the command."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, Command
from tests.fakes.engines import wait_until, what_is_left

ONE_CASE = "tests: [{input: '2', expected: '4'}]\n"
DOUBLE = "print(2 * int(input()))\n"


@pytest.mark.parametrize(
    ("cases", "more", "code"),
    [
        ("tests: [{input: 2}]\n", (), 3),
        (ONE_CASE, ("--case", "none of that name"), 3),
        (ONE_CASE, ("--no-such-option",), 2),
        (ONE_CASE, ("--memory-limit", "64MiB"), 0),
        (ONE_CASE, ("--memory-limit", "64"), 0),
        (ONE_CASE, ("--memory-limit=64",), 0),
        (ONE_CASE, ("--time-limit", "1"), 0),
        (ONE_CASE, ("--time-limit=500ms",), 0),
        (ONE_CASE, ("--jobs", "2"), 0),
        (f"limits: {{memory: 96 MiB, processes: 9}}\n{ONE_CASE}", (), 0),
        (f"limits: {{memory: 96 MiB}}\n{ONE_CASE}", (), 0),
    ],
)
def test_command_does_what_it_would_do_and_leaves_no_lane(
    home: Mapping[str, str], work: Path, cases: str, more: tuple[str, ...], code: int
) -> None:
    (work / "a.py").write_text(DOUBLE)
    (work / "cases.yaml").write_text(cases)
    with subprocess.Popen(
        [COMMAND, "test", "a.py", "--tests", "cases.yaml", *more],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=work,
        env={**home, "CODEMENTOR_SANDBOX": "docker"},
    ) as process:
        said = process.communicate()
    assert process.returncode == code, said
    wait_until(lambda: not what_is_left(process.pid), "no lane of the ended command is left")


def test_memory_limit_of_the_cases_holds_in_a_lane_that_started_before_they_were_read(
    codementor: Command, work: Path
) -> None:
    (work / "a.py").write_text("block = bytearray(80 << 20)\nprint(4)\n")
    for memory, code in (("48 MiB", 1), ("256 MiB", 0)):
        (work / "cases.yaml").write_text(
            f"tests:\n  - {{input: '2', expected: '4'}}\nlimits: {{time: 5s, memory: {memory}}}\n"
        )
        result = codementor("test", "a.py", "--tests", "cases.yaml", CODEMENTOR_SANDBOX="docker")
        assert result.code == code, result


@pytest.mark.parametrize("engine", ["docker", "bubblewrap"])
def test_option_that_names_another_engine_wins(codementor: Command, work: Path, engine: str) -> None:
    (work / "a.py").write_text("print(4)\n")
    other = {"docker": "bubblewrap", "bubblewrap": "docker"}[engine]
    result = codementor("run", "a.py", "--sandbox", engine, "--json", CODEMENTOR_SANDBOX=other)
    assert result.code == 0, result
    assert f'"sandbox": "{engine}"' in result.out
