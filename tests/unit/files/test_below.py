from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from codementor_cli.files.below import NotOpenedError, kind_of, open_below, open_root


@pytest.fixture
def root(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "file").write_bytes(b"content")
    (tmp_path / "link").symlink_to("in")
    (tmp_path / "in" / "link").symlink_to("file")
    descriptor = open_root(tmp_path)
    yield descriptor
    os.close(descriptor)


def test_a_file_is_opened_below_a_folder(root: int) -> None:
    with os.fdopen(open_below(root, ("in", "file")), "rb") as file:
        assert file.read() == b"content"


@pytest.mark.parametrize(
    ("path", "number", "index"),
    [
        ("link/file", errno.ELOOP, 0),
        ("in/link", errno.ELOOP, 1),
        ("in/file/x", errno.ENOTDIR, 1),
        ("in/missing", errno.ENOENT, 1),
        ("missing/file", errno.ENOENT, 0),
    ],
)
def test_an_error_says_what_stands_in_the_way_and_where(root: int, path: str, number: int, index: int) -> None:
    with pytest.raises(NotOpenedError) as caught:
        open_below(root, path.split("/"))
    assert (caught.value.errno, caught.value.index) == (number, index)


def test_a_pipe_opens_without_a_writer_and_is_told_by_its_mode(tmp_path: Path, root: int) -> None:
    os.mkfifo(tmp_path / "pipe")
    descriptor = open_below(root, ("pipe",))
    assert kind_of(os.fstat(descriptor).st_mode) == "a pipe"
    assert not stat.S_ISREG(os.fstat(descriptor).st_mode)
    os.close(descriptor)


def test_a_root_that_is_a_link_is_followed_where_its_owner_names_it(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    os.close(open_root(tmp_path / "link"))
    with pytest.raises(OSError, match=r"symbolic link|Not a directory"):
        open_root(tmp_path / "link", follow=False)
