"""Cleaning a lane: what is removed, and from how much on it is not worth removing."""

from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.sandbox.runner import box


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the shared folder of a lane that is made of folders of this test's own."""
    folder = tmp_path / "shm"
    folder.mkdir()
    monkeypatch.setattr(box, "BOX", str(tmp_path))
    monkeypatch.setattr(box, "SCRATCH", str(tmp_path / "scratch"))
    monkeypatch.setattr(box, "_SHARED", (str(folder), str(tmp_path / "missing")))
    box.prepare()
    return folder


def test_few_files_are_removed_and_leave_no_time(shared: Path) -> None:
    (shared / "left").write_text("left")
    inner = shared.parent / "scratch" / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "c").write_text("left")
    assert box.is_littered()
    box.clean([])
    assert not box.is_littered()
    assert shared.stat().st_mtime_ns == 0


@pytest.mark.parametrize("place", ["shm", "scratch", "scratch/inner"])
def test_more_files_than_are_worth_removing_stay_and_the_lane_goes(shared: Path, place: str) -> None:
    folder = shared.parent / place
    folder.mkdir(exist_ok=True)
    for number in range(box._MOST_CLEANED + 1):
        (folder / str(number)).touch()
    with pytest.raises(box.DirtyLaneError, match="more files stay"):
        box.clean([])
    assert len(list(folder.iterdir())) == box._MOST_CLEANED + 1, "none was removed first"


def test_what_a_compiler_made_is_counted_while_it_is_read(shared: Path) -> None:
    for number in range(20):
        (shared.parent / "build" / str(number)).touch()
    with pytest.raises(OverflowError):
        box.built(1 << 20, 10)
    assert len(box.built(1 << 20, 20)) == 20
