import os
from pathlib import Path

import pytest

from codementor_cli.errors import UserFileError
from codementor_cli.files.output_file import check_target, replaceable, write_atomically


def test_report_replaces_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("old")

    write_atomically(path, "new\n")

    assert path.read_text() == "new\n"
    assert list(tmp_path.iterdir()) == [path]


def test_file_has_the_mode_of_every_new_file_and_no_thread_sees_another_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_mask: int) -> int:
        raise AssertionError("the umask is the whole process's")

    (tmp_path / "ordinary").touch()
    monkeypatch.setattr(os, "umask", refuse)
    write_atomically(tmp_path / "report.txt", "new\n")
    assert (tmp_path / "report.txt").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_failed_write_keeps_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.txt"
    path.write_text("old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserFileError, match="Permission denied"):
        write_atomically(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    write_atomically(path, "through the pipe")

    assert os.read(reader, 100) == b"through the pipe"
    assert path.is_fifo()
    os.close(reader)


@pytest.mark.parametrize("place", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/null"])
def test_stream_is_never_replaced_whatever_it_was_led_to(tmp_path: Path, place: str) -> None:
    link, loop = tmp_path / "link", tmp_path / "loop"
    link.symlink_to(place)
    loop.symlink_to(loop)
    assert not any(replaceable(path) for path in (Path(place), link, loop))


def test_ordinary_and_missing_files_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    (tmp_path / "link").symlink_to("there")
    assert all(replaceable(tmp_path / name) for name in ("there", "link", "missing"))


@pytest.mark.parametrize("name", [".", "missing/report.txt"])
def test_hopeless_target_is_refused_before_anything_is_judged(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserFileError):
        check_target(tmp_path / name)
