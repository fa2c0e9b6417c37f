from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.files.commands import absolute_folders, find_command


def test_relative_folders_of_the_path_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert find_command("git", {"PATH": f".::bin:{tmp_path}"}) == str(program)
    assert find_command("git", {"PATH": ".:"}) is None


def test_a_command_is_not_looked_for_in_an_empty_path() -> None:
    assert absolute_folders({"PATH": "."}) == ""
    assert find_command("sh", {"PATH": "."}) is None
    assert find_command("sh", {}) is not None
