"""The installed command from its start: what other tests fork from a warm interpreter does the same when started."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from codementor_cli.catalog.advice import FOLDER
from tests.cli.command import DOWN, Command, fork, start
from tests.fakes.warm import LOCALE, is_startable

ROOT = Path(__file__).parents[2]
CASES = "tests: [{input: '2', expected: '4'}]\n"
WORDS: list[tuple[str | bytes, ...]] = [
    (),
    ("--version",),
    ("--help",),
    ("tset",),
    ("test", "--help"),
    ("test",),
    ("test", "a.py", "--challenge", "add-tow"),
    ("test", "a.py", "--tests", "cases.yaml"),
    ("test", b"\xff.py", "--challenge", "add-two"),
    ("run", "missing.py"),
    ("hint",),
    ("config", "--json"),
    ("challenges", "list"),
    ("challenges", "show", "add-two", "--json"),
    ("schema", "challenge"),
    ("schema", "validate"),
    ("history",),
    ("show", "3"),
    ("grade", "--assignment", "missing.yaml"),
    ("images", "list"),
]
COMMANDS = [
    *("analyze", "assignment check", "assignment new", "evaluate-hints", "export", "grade", "hint", "import"),
    *("images unpack", "review", "challenges verify"),
]


@pytest.mark.usefixtures("challenge")
@pytest.mark.parametrize("words", WORDS, ids=repr)
def test_a_forked_command_does_what_a_started_one_does(
    words: tuple[str | bytes, ...], work: Path, home: Mapping[str, str]
) -> None:
    (work / "a.py").write_text("print(2 * int(input()))\n")
    (work / "cases.yaml").write_text(CASES)
    environment = {**home, **DOWN}
    assert is_startable(environment)

    started = start(work, environment, *words, stdin=b"{}")

    assert fork(work, environment, *words, stdin=b"{}") == started


@pytest.mark.installed
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_starts(codementor: Command, command: str) -> None:
    result = codementor(*command.split(), "--help")

    assert result.code == 0, result
    assert f"Usage: codementor {command} " in result.out


def test_what_an_interpreter_reads_when_it_starts_makes_a_command_start() -> None:
    assert is_startable({**LOCALE, "HOME": "/home/ada", "COLUMNS": "60"})
    assert not is_startable({})
    assert not is_startable({**LOCALE, "LC_ALL": "C"})
    assert not is_startable({**LOCALE, "TZ": "Asia/Yekaterinburg"})
    assert not is_startable({**LOCALE, "PYTHONIOENCODING": "ascii"})


def test_the_wheel_has_the_files_of_advice(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = {Path(name).name: wheel.read(name) for name in wheel.namelist() if name.endswith(".toml")}

    assert packed == {path.name: path.read_bytes() for path in FOLDER.glob("*.toml")}
