"""What is compiled ahead for bubblewrap: from the machine's headers alone, once for each toolchain."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codementor_cli.domain.program import Language
from codementor_cli.sandbox.bubblewrap.command import System
from codementor_cli.sandbox.bubblewrap.headers import AheadFolder
from codementor_cli.sandbox.policy import AHEAD, COMPILE_ENVIRONMENT
from codementor_cli.sandbox.runner import wire
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, Step, facts

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


@pytest.fixture
def folder(tmp_path: Path) -> AheadFolder:
    return AheadFolder(tmp_path / "ahead", "toolchain 1")


def test_header_comes_from_one_line_of_our_own(folder: AheadFolder) -> None:
    assert made(folder).files == {"source/iostream.h": b"#include <iostream>\n"}
    assert folder.is_tried
    assert (folder.path / "iostream.gch").read_bytes() == b"compiled"


def test_any_user_of_a_lane_may_read_it_and_only_its_owner_may_write(folder: AheadFolder) -> None:
    mask = os.umask(0o077)
    try:
        made(folder)
    finally:
        os.umask(mask)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder.path, *folder.path.iterdir())}
    assert modes == {folder.path.name: 0o755, "iostream.gch": 0o644, "bin": 0o755}


def test_what_cannot_be_made_is_not_tried_again(folder: AheadFolder) -> None:
    made(folder, exit_code=1)
    assert folder.is_tried
    assert not (folder.path / "iostream.gch").exists()


def test_lane_that_cannot_be_had_is_no_error(folder: AheadFolder) -> None:
    folder.make(ScriptedLauncher(lambda *_: facts(), refuse=True), CPP)
    assert folder.is_tried


def test_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = AheadFolder(tmp_path / "file" / "ahead", "toolchain 1")
    made(folder)
    assert not folder.is_tried


def test_another_toolchain_has_its_own_and_takes_the_place_of_the_older(tmp_path: Path, folder: AheadFolder) -> None:
    made(folder)
    newer = AheadFolder(tmp_path / "ahead", "toolchain 2")
    assert not newer.is_tried
    made(newer)
    assert list((tmp_path / "ahead").iterdir()) == [newer.path]


def test_process_that_was_slower_leaves_what_is_there(folder: AheadFolder) -> None:
    folder.path.mkdir(parents=True)
    (folder.path / "iostream.gch").write_bytes(b"the faster one's")
    made(folder)
    assert (folder.path / "iostream.gch").read_bytes() == b"the faster one's"


def test_lanes_see_it_where_compilers_look(folder: AheadFolder) -> None:
    system = folder.shown_in(System(binds=(("/usr", "/usr"),), links=(), python="/usr/bin/python3"))
    assert system.binds == (("/usr", "/usr"), (str(folder.path), AHEAD))
    assert {"CPLUS_INCLUDE_PATH": AHEAD, "COMPILER_PATH": f"{AHEAD}/bin"} == COMPILE_ENVIRONMENT
