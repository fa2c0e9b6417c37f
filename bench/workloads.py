"""What is timed: four programs with their test cases, and the folders that they are laid out in."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from bench.measure import HOST_PYTHON

LIMITS = "limits: {time: 10s, memory: 256 MiB, output: 16 MiB}\n"

_PYTHON_SUM = """\
a, b = map(int, input().split())
print(a + b)
"""
_CPP_SUM = """\
#include <iostream>

int main() {
    long a, b;
    std::cin >> a >> b;
    std::cout << a + b << "\\n";
}
"""
# About 100 ms on a core of 2024; Python's speed of the host and of the image differ more than machines do.
_STEP_COUNT = 1_000_000
_PYTHON_CPU = """\
value = int(input())
for step in range(STEPS):
    value = (value * 31 + step) % 1000003
print(value)
"""


@dataclass(frozen=True, slots=True)
class Workload:
    """A program, its language and its test cases."""

    name: str
    title: str
    language: str
    source: str
    cases: tuple[tuple[str, str], ...]
    """Input and expected output of each."""
    is_run: bool = False
    """Whether codementor is asked to run it rather than to test it."""

    @property
    def file(self) -> str:
        """The name of the program's file."""
        return "main.py" if self.language == "python" else "main.cpp"

    @property
    def compile(self) -> str:
        """The shell command that compiles it."""
        return ":" if self.language == "python" else f"g++ -std=gnu++20 -O2 -Wall -o program {self.file}"

    def save(self, folder: Path) -> None:
        """Save the program as after an edit: what a judge kept of an earlier compilation is of no use then."""
        sign = "#" if self.language == "python" else "//"
        (folder / self.file).write_text(f"{self.source}{sign} saved at {time.time_ns()}\n")

    def start(self, python: str = HOST_PYTHON) -> str:
        """Return the shell command that starts it."""
        return f"{python} {self.file}" if self.language == "python" else "./program"


def standard() -> tuple[Workload, ...]:
    """Return W1 to W4."""
    sums = additions(100)
    cpu_source = _PYTHON_CPU.replace("STEPS", str(_STEP_COUNT))
    cpu_cases = tuple((f"{value}\n", f"{_after_steps(value)}\n") for value in range(20))
    hello = (("", "hello, world\n"),)
    return (
        Workload("W1", "Python, two integers added, 100 cases", "python", _PYTHON_SUM, sums),
        Workload("W2", "Python, about 100 ms of CPU, 20 cases", "python", cpu_source, cpu_cases),
        Workload("W3", "C++, two integers added, 100 cases, compiled once", "cpp", _CPP_SUM, sums),
        Workload("W4", "Python, hello world, one run", "python", 'print("hello, world")\n', hello, is_run=True),
    )


def growing(case_count: int) -> Workload:
    """Return W1 with another number of cases."""
    return Workload(f"{case_count}", "", "python", _PYTHON_SUM, additions(case_count))


def additions(count: int) -> tuple[tuple[str, str], ...]:
    """Return test cases of adding two integers."""
    return tuple((f"{index} {index * 7}\n", f"{index * 8}\n") for index in range(count))


def _after_steps(value: int) -> int:
    for step in range(_STEP_COUNT):
        value = (value * 31 + step) % 1000003
    return value


def lay_out(workload: Workload, folder: Path) -> Path:
    """Write the program, its cases as files and as CASES.yaml, and a pytest file; return the folder."""
    place = folder / workload.name
    (place / "cases").mkdir(parents=True)
    (place / workload.file).write_text(workload.source)
    entries = []
    for number, (given, expected) in enumerate(workload.cases, 1):
        (place / "cases" / f"{number:04}.in").write_text(given)
        (place / "cases" / f"{number:04}.out").write_text(expected)
        entries.append(f"  - {{name: case-{number}, input: {json.dumps(given)}, expected: {json.dumps(expected)}}}\n")
    (place / "CASES.yaml").write_text(f"{LIMITS}tests:\n{''.join(entries)}")
    (place / "test_cases.py").write_text(_PYTEST_FILE.replace("COMMAND", repr(workload.start().split())))
    return place


_PYTEST_FILE = """\
import subprocess
from pathlib import Path

import pytest


@pytest.mark.parametrize("path", sorted(Path("cases").glob("*.in")), ids=lambda path: path.stem)
def test_case(path):
    ended = subprocess.run(COMMAND, input=path.read_bytes(), capture_output=True, check=True, timeout=10)
    assert ended.stdout == path.with_suffix(".out").read_bytes()
"""
