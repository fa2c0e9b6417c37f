"""What is compiled ahead for bubblewrap: from the machine's headers alone, once for each toolchain."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.program import Language
from codementor_cli.sandbox.bubblewrap import headers
from codementor_cli.sandbox.bubblewrap.command import System
from codementor_cli.sandbox.bubblewrap.headers import AheadFolder
from codementor_cli.sandbox.policy import AHEAD, COMPILE_ENVIRONMENT
from codementor_cli.sandbox.runner import wire
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, Step, facts

PLACES = headers._NOBODYS
CPP = Language(
    name="cpp",
    title="C++",
    extensions=(".cpp",),
    main_name="main.cpp",
    compile=("g++", "-std=gnu++20", "-O2", "-o", "{build}/program", "{sources}"),
    run=("{build}/program",),
)


def made(folder: AheadFolder, **changes: object) -> ScriptedRunner:
    """Make it in a scripted lane; return the lane's end."""

    def answer(asked: Step, stdin: bytes, runner: ScriptedRunner) -> Facts:
        asked_for.append(asked)
        runner.send(wire.FILE, {"root": "build", "path": "iostream.gch", "executable": False}, b"compiled")
        return {**facts(**changes), "build_too_large": False}

    asked_for: list[Step] = []
    launcher = ScriptedLauncher(answer)
    folder.make(launcher, CPP)
    (step,) = asked_for
    options = ["g++", "-std=gnu++20", "-O2", "-x", "c++-header", "-o", "/box/build/iostream.gch", "iostream.h"]
    assert step["argv"] == options
    (runner,) = launcher.runners
    return runner


@pytest.fixture(autouse=True)
def nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the place whose path says nothing of the user: here, one of this test's own."""
    place = tmp_path / "nobodys"
    place.mkdir()
    monkeypatch.setattr(headers, "_NOBODYS", (tmp_path / "missing", place))
    return place


def path_of(folder: AheadFolder) -> Path:
    assert folder.path is not None
    return folder.path


@pytest.fixture
def folder(tmp_path: Path) -> AheadFolder:
    return AheadFolder(tmp_path / "ahead", "toolchain 1")


def test_header_comes_from_one_line_of_our_own(folder: AheadFolder) -> None:
    assert made(folder).files == {"source/iostream.h": b"#include <iostream>\n"}
    assert folder.is_tried
    assert (path_of(folder) / "iostream.gch").read_bytes() == b"compiled"


def test_any_user_of_a_lane_may_read_it_and_only_its_owner_may_write(folder: AheadFolder) -> None:
    mask = os.umask(0o077)
    try:
        made(folder)
    finally:
        os.umask(mask)
    made_there = path_of(folder)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (made_there, *made_there.iterdir())}
    assert modes == {made_there.name: 0o755, "iostream.gch": 0o644, "bin": 0o755}


def test_what_cannot_be_made_is_not_tried_again(folder: AheadFolder) -> None:
    made(folder, exit_code=1)
    assert folder.is_tried
    assert not (path_of(folder) / "iostream.gch").exists()


def test_lane_that_cannot_be_had_is_no_error(folder: AheadFolder) -> None:
    folder.make(ScriptedLauncher(lambda *_: facts(), refuse=True), CPP)
    assert folder.is_tried


def test_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = AheadFolder(tmp_path / "file" / "ahead", "toolchain 1")
    made(folder)
    assert not folder.is_tried


def test_another_toolchain_has_its_own_and_takes_the_place_of_the_older(
    tmp_path: Path, folder: AheadFolder, nobodys: Path
) -> None:
    made(folder)
    newer = AheadFolder(tmp_path / "ahead", "toolchain 2")
    assert not newer.is_tried
    (tmp_path / "ahead" / "of an older version").mkdir()
    made(newer)
    assert [link.readlink() for link in (tmp_path / "ahead").iterdir()] == [newer.path]
    assert list(nobodys.iterdir()) == [path_of(newer).parent]


def test_process_that_was_slower_leaves_what_is_there(folder: AheadFolder, nobodys: Path) -> None:
    made(folder)
    (path_of(folder) / "iostream.gch").write_bytes(b"the faster one's")
    made(folder)
    assert (path_of(folder) / "iostream.gch").read_bytes() == b"the faster one's"
    assert list(nobodys.iterdir()) == [path_of(folder).parent]


def test_mount_table_of_a_lane_names_no_folder_of_the_users(tmp_path: Path, folder: AheadFolder, nobodys: Path) -> None:
    made(folder)
    assert nobodys in path_of(folder).parents
    assert not path_of(folder).is_relative_to(tmp_path / "ahead")
    assert [str(place) for place in PLACES] == ["/var/tmp", "/tmp"]


def test_what_was_cleaned_away_is_made_again(folder: AheadFolder) -> None:
    made(folder)
    shutil.rmtree(path_of(folder).parent)
    assert not folder.is_tried
    made(folder)
    assert (path_of(folder) / "iostream.gch").read_bytes() == b"compiled"


def test_place_that_others_could_write_to_is_not_shown(folder: AheadFolder) -> None:
    made(folder)
    path_of(folder).parent.chmod(0o777)
    assert folder.path is None


def test_lanes_see_it_where_compilers_look(folder: AheadFolder) -> None:
    made(folder)
    system = folder.shown_in(System(binds=(("/usr", "/usr"),), links=(), python="/usr/bin/python3"))
    assert system.binds == (("/usr", "/usr"), (str(folder.path), AHEAD))
    assert {"CPLUS_INCLUDE_PATH": AHEAD, "COMPILER_PATH": f"{AHEAD}/bin"} == COMPILE_ENVIRONMENT
