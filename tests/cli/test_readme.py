"""What README shows of the command is what the command prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_the_readme_shows_help() -> None:
    assert _BLOCKS
