from __future__ import annotations

import os
from pathlib import Path

import pytest

from codementor_cli.files.runtime import make_private, runtime_folder


def test_the_folder_is_this_machines_and_this_users(tmp_path: Path) -> None:
    assert runtime_folder({"XDG_RUNTIME_DIR": str(tmp_path)}) == tmp_path / "codementor"
    assert runtime_folder({"XDG_RUNTIME_DIR": str(tmp_path / "gone"), "TMPDIR": "/somewhere"}) == Path(
        f"/somewhere/codementor-{os.geteuid()}"
    )
    assert runtime_folder({}) == Path(f"/tmp/codementor-{os.geteuid()}")


def test_made_folder_is_this_users_alone(tmp_path: Path) -> None:
    make_private(tmp_path / "own")
    make_private(tmp_path / "own")

    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700


def test_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to(tmp_path)

    for name in ("open", "link"):
        with pytest.raises(PermissionError):
            make_private(tmp_path / name)
