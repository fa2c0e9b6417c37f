import errno
import os
from pathlib import Path

import pytest

from codementor_cli.catalog.workspace import lay_out, replace_unchanged
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.errors import EnvironmentFault, UserFileError

FILES = (SourceFile("main.py", b"print()\n"), SourceFile("README.md", b"# Title\n"))


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_missing_files_are_written_and_nothing_else_stays(tmp_path: Path) -> None:
    laid = lay_out(tmp_path / "new" / "folder", FILES)

    assert laid.written == ("main.py", "README.md")
    assert laid.kept == ()
    assert names(tmp_path / "new" / "folder") == ["README.md", "main.py"]
    assert (tmp_path / "new" / "folder" / "main.py").read_bytes() == b"print()\n"


def test_a_file_that_is_there_is_kept_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("mine")

    assert lay_out(tmp_path, FILES).kept == ("main.py",)
    assert (tmp_path / "main.py").read_text() == "mine"


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "main.py").symlink_to(tmp_path / "elsewhere.py")

    assert lay_out(tmp_path / "work", FILES).kept == ("main.py",)
    assert not (tmp_path / "elsewhere.py").exists()


def test_files_appear_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    assert lay_out(tmp_path, FILES).written == ("main.py", "README.md")
    assert names(tmp_path) == ["README.md", "main.py"]


def test_a_name_taken_in_the_same_moment_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    (tmp_path / "main.py").write_text("faster")

    assert lay_out(tmp_path, FILES).kept == ("main.py",)
    assert (tmp_path / "main.py").read_text() == "faster"


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, EnvironmentFault), (errno.EACCES, UserFileError)])
def test_what_was_written_before_a_failure_goes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    plain = os.link

    def fails_at_the_second(new: Path, target: Path, **options: bool) -> None:
        if target.name == "README.md":
            raise OSError(number, "no")
        plain(new, target, **options)

    monkeypatch.setattr(os, "link", fails_at_the_second)

    with pytest.raises(kind, match="cannot be written"):
        lay_out(tmp_path / "new", FILES)
    assert not (tmp_path / "new").exists()


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(UserFileError, match="taken cannot be written"):
        lay_out(tmp_path / "taken", FILES)


def test_only_unchanged_content_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("ours")

    assert replace_unchanged(path, b"ours", b"new")
    assert not replace_unchanged(path, b"ours", b"newer")
    assert path.read_text() == "new"
    assert names(tmp_path) == ["a"]
