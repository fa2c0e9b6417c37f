"""Nothing outside a folder is ever read."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from codementor_cli.files import folder as files_module
from codementor_cli.files.folder import FolderFiles, Refused


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("../secret", "may not leave its folder"),
        ("data/../../secret", "may not leave its folder"),
        ("/etc/passwd", "not an absolute one"),
        ("data\\1.in", "has no backslash"),
        ("./1.in", "an empty name or a dot"),
        ("data//1.in", "an empty name or a dot"),
        ("data/", "an empty name or a dot"),
        ("a\0b", "do not print"),
        ("a\nb", "do not print"),
        ("a/" * 30 + "b", "deeper than 20"),
        ("x" * 300, "File name too long"),
        ("missing.in", "there is no file missing.in"),
        ("1.in/x", "there is no file|what is above it is a file"),
        ("data", "data is a folder, not a file"),
    ],
)
def test_path_that_is_no_file_in_the_folder_is_refused(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "1.in").write_text("x")
    with pytest.raises(Refused, match=words):
        FolderFiles(tmp_path).read(path)


def test_links_are_refused_at_every_level(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "1.in").write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    (root / "folder").symlink_to(outside)
    (root / "file").symlink_to(outside / "1.in")
    (root / "inside").write_text("x")
    (root / "within").symlink_to(root / "inside")
    for path in ("folder/1.in", "file", "within"):
        with pytest.raises(Refused, match="is a symbolic link"):
            FolderFiles(root).read(path)
    with pytest.raises(Refused, match="is a symbolic link"):
        FolderFiles(root).names("folder")


def test_pipes_and_sockets_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="pipe is a pipe"):
        FolderFiles(tmp_path).read("pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        folder = os.open(tmp_path, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{folder}/socket")
        os.close(folder)
        with pytest.raises(Refused, match="not a regular file"):
            FolderFiles(tmp_path).read("socket")


def test_files_have_a_cap_each_and_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    monkeypatch.setattr(files_module, "MAX_FOLDER_BYTES", 250)
    files = FolderFiles(tmp_path)
    with pytest.raises(Refused, match="a is larger than"):
        files.read("a", 99)
    assert files.read("a", 100) == b"x" * 100
    files.read("a")
    with pytest.raises(Refused, match="together"):
        files.read("a")


def test_missing_file_names_near_ones(tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text("x")
    with pytest.raises(Refused) as caught:
        FolderFiles(tmp_path).read("solutions.py")
    assert caught.value.suggestion == "did you mean solution.py?"


def test_near_names_are_looked_for_a_few_times_only(tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text("x")
    files = FolderFiles(tmp_path)
    suggestions = []
    for _ in range(100):
        with pytest.raises(Refused) as caught:
            files.read("solutions.py")
        suggestions.append(caught.value.suggestion)
    assert set(suggestions[:20]) == {"did you mean solution.py?"}
    assert set(suggestions[20:]) == {""}


def test_missing_folder_is_called_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for look, path, words in (
        (FolderFiles(tmp_path).names, "dat", "there is no folder dat$"),
        (FolderFiles(tmp_path).read, "dat/1.in", "there is no folder dat$"),
        (FolderFiles(tmp_path).read, "data/1.in", "there is no file data/1.in in the folder$"),
    ):
        with pytest.raises(Refused, match=words):
            look(path)


def test_names_that_start_with_a_dot_are_left_out_below(tmp_path: Path) -> None:
    for name in (".git/config", "__pycache__/x.pyc", "b/2.py", "a.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert FolderFiles(tmp_path).below("", 2) == ["a.py", "b/2.py"]
    with pytest.raises(Refused, match="too many files"):
        FolderFiles(tmp_path).below("", 1)
