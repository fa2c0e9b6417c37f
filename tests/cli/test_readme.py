"""What README shows of the command is what the command prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from codementor_cli.settings import KEYS
from codementor_cli.settings.project import Project

_ROOT = Path(__file__).parents[2]
_BLOCKS = re.findall(
    r"```console\n\$ (codementor [^\n]*--help)\n(.*?)```", (_ROOT / "README.md").read_text("utf-8"), re.DOTALL
)


@pytest.mark.parametrize(("command", "shown"), _BLOCKS, ids=[command for command, _ in _BLOCKS])
def test_help_in_the_readme_is_what_the_command_prints(command: str, shown: str, tmp_path: Path) -> None:
    words = [str(Path(sys.executable).with_name("codementor")), *command.split()[1:]]
    environment = {"HOME": str(tmp_path), "COLUMNS": "80", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, cwd=tmp_path, check=True)
    assert done.stdout.rstrip() == shown.rstrip()


_PROJECT_WORDS = {
    Project.RANKED: "yes",
    Project.LOWER: "tightens",
    Project.OFF: "tightens",
    Project.DOCKER: "`docker` only",
    Project.NEVER: "no",
}


def test_table_of_settings_is_the_table_of_keys() -> None:
    section = (_ROOT / "README.md").read_text("utf-8").partition("## Settings\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in section.splitlines() if row.startswith("| ")][1:]
    shown = {name.strip("`"): (variable.strip("`"), project) for variable, name, project, _ in rows}

    assert shown == {key.name: (key.variable, _PROJECT_WORDS[key.project]) for key in KEYS.values()}
    assert {name.strip("`") for _, name, _, says in rows if "not used yet" in says} == {
        key.name for key in KEYS.values() if key.unused
    }


def test_the_readme_shows_help() -> None:
    assert _BLOCKS
