from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.catalog.repository.find import named_repositories, repositories_below
from codementor_cli.errors import UserFileError


def test_repositories_below_a_folder_are_its_folders(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    found = repositories_below(tmp_path)
    assert [(each.name, each.refusal) for each in found] == [
        ("a", ""),
        ("b", ""),
        ("link", "The repository is a symbolic link."),
    ]


def test_folder_without_repositories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserFileError, match="holds no folders"):
        repositories_below(tmp_path)
    with pytest.raises(UserFileError, match="cannot be looked into"):
        repositories_below(tmp_path / "none")


def test_repository_named_twice_is_one(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert len(named_repositories([tmp_path / "a", tmp_path / "a" / ".." / "a"])) == 1


def test_named_repository_must_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserFileError, match="is not a folder"):
        named_repositories([tmp_path / "file"])
    with pytest.raises(UserFileError, match="There is no repository"):
        named_repositories([tmp_path / "none"])
