from __future__ import annotations

import errno
from pathlib import Path

import pytest

from codementor_cli.errors import EnvironmentFault, UserFileError
from codementor_cli.files.atomic import replacing, write_fault, write_folder, write_new


def test_a_failure_inside_leaves_the_target_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"old")

    def interrupted() -> None:
        with replacing(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, None)])
def test_a_private_file_is_its_owners_and_another_one_as_every_new_file(
    tmp_path: Path, *, private: bool, mode: int | None
) -> None:
    (tmp_path / "ordinary").touch()
    with replacing(tmp_path / ("x" * 200), private=private) as file:
        file.write(b"new")
    written = (tmp_path / ("x" * 200)).stat().st_mode & 0o777
    assert written == (mode or (tmp_path / "ordinary").stat().st_mode & 0o777)


def test_a_new_file_takes_no_place(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert not write_new(tmp_path / "link", b"new")
    assert write_new(tmp_path / "new", b"new")
    assert not write_new(tmp_path / "new", b"newer")
    assert (tmp_path / "new").read_bytes() == b"new"
    assert sorted(tmp_path.iterdir()) == [tmp_path / "link", tmp_path / "new"]


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="File name too long"):
        write_folder(tmp_path / "new", {"a": "1", "b" * 300: "2"})
    assert not (tmp_path / "new").exists()
    write_folder(tmp_path / "outer" / "new", {"a": "1", "in/b": "2"})
    assert (tmp_path / "outer" / "new" / "in" / "b").read_text() == "2"
    with pytest.raises(FileExistsError):
        write_folder(tmp_path / "outer" / "new", {})
    with pytest.raises(FileNotFoundError):
        write_folder(tmp_path / "missing" / "new", {}, parents=False)


@pytest.mark.parametrize(
    ("number", "kind", "step"),
    [
        (errno.EACCES, UserFileError, "elsewhere"),
        (errno.EROFS, UserFileError, "elsewhere"),
        (errno.ENAMETOOLONG, UserFileError, "elsewhere"),
        (errno.EIO, EnvironmentFault, "elsewhere"),
        (errno.ENOSPC, EnvironmentFault, "Make room on the disk, then try again."),
        (errno.EDQUOT, EnvironmentFault, "Make room on the disk, then try again."),
    ],
)
def test_what_another_path_mends_is_the_users(number: int, kind: type[Exception], step: str) -> None:
    fault = write_fault(OSError(number, "no"), "it cannot be written", "elsewhere")
    assert type(fault) is kind
    assert fault.next_step == step
