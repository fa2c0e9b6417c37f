"""Kept builds: who may share one, and what no damage, stranger or flood of them can do."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.judging.execution import CaseRun, Compilation
from codementor_cli.sandbox.lanes.builds import BuildFolder, Builds, entry_name
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.lanes.session import LaneSession
from codementor_cli.sandbox.lanes.step_report import BuiltFile
from codementor_cli.sandbox.policy import Step
from codementor_cli.sandbox.runner import wire
from tests.fakes.lanes import Facts, ScriptedLauncher, ScriptedRunner, facts
from tests.fakes.lanes import Step as Asked

LANGUAGE = Language(
    name="plain",
    title="Plain",
    extensions=(".txt",),
    main_name="main.txt",
    compile=("compile", "{build}/program", "{sources}"),
    run=("{build}/program",),
)
FILES = (BuiltFile("program", True, b"\x7fELF\0"), BuiltFile("inner/data", False, b""))
BUILD = (Compilation(success=True, output="warning: näh", wall_seconds=0.25), FILES)


def plan(content: bytes = b"text", language: Language = LANGUAGE, *more: SourceFile) -> Plan:
    files = (SourceFile("main.txt", content), *more)
    return Plan(language=language, program=Program(language="plain", files=files, main="main.txt"), limits=Limits())


def step(of: Plan) -> Step:
    found = of.compile_step
    assert found is not None
    return found


def name(of: Plan, toolchain: str = "sha256:1") -> str:
    return entry_name(of, step(of), toolchain)


@pytest.fixture
def folder(tmp_path: Path) -> BuildFolder:
    return BuildFolder(tmp_path / "cache" / "builds")


def test_what_was_kept_comes_back_as_it_was(folder: BuildFolder) -> None:
    folder.keep("a", BUILD)
    assert folder.find("a") == BUILD
    assert folder.find("b") is None


def test_no_entry_can_take_the_place_of_another(folder: BuildFolder) -> None:
    folder.keep("a", BUILD)
    (path,) = folder.folder.iterdir()
    path.rename(path.with_name(path.name.replace("a", "b", 1)))
    assert folder.find("b") is None
    assert list(folder.folder.iterdir()) == []


def test_entries_are_their_owners_alone(folder: BuildFolder) -> None:
    folder.keep("a", BUILD)
    assert [path.stat().st_mode & 0o777 for path in folder.folder.iterdir()] == [0o600]
    assert folder.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "other",
    [
        plan(b"other"),
        plan(b"text", replace(LANGUAGE, compile=("compile", "-O3", "{build}/program", "{sources}"))),
        plan(b"text", replace(LANGUAGE, environment=(("A", "1"),))),
        plan(b"text", LANGUAGE, SourceFile("a.txt", b"")),
        plan(b"text", LANGUAGE, SourceFile("a.h", b"")),
    ],
)
def test_whatever_differs_in_sources_or_command_has_an_entry_of_its_own(other: Plan) -> None:
    assert name(plan()) != name(other)
    assert name(plan()) == name(plan())


def test_another_toolchain_has_entries_of_its_own() -> None:
    assert name(plan(), "sha256:1") != name(plan(), "sha256:2")


def test_bytes_moved_from_a_files_name_or_to_the_next_file_make_another_name() -> None:
    names = {
        name(plan(b"text", LANGUAGE, *(SourceFile(path, content) for path, content in files)))
        for files in (
            [("a.h", b"bc")],
            [("a.hb", b"c")],
            [("a.h", b"b"), ("c", b"")],
            [("a.h", b""), ("bc", b"")],
            [("bc", b""), ("a.h", b"")],
        )
    }
    assert len(names) == 5


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.write_bytes(b"\x7fELF" + b"\0" * 1000)


def _open_to_all(path: Path) -> None:
    path.chmod(0o644)


def _link(path: Path) -> None:
    path.rename(path.with_name("real"))
    path.symlink_to("real")


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


@pytest.mark.parametrize("damage", [_cut, _flip, _empty, _foreign, _open_to_all, _link, _fifo])
def test_damaged_or_strange_entry_is_not_believed_and_made_anew(
    folder: BuildFolder, damage: Callable[[Path], None]
) -> None:
    folder.keep("a", BUILD)
    damage(folder.folder / "a.build")
    assert folder.find("a") is None
    folder.keep("a", BUILD)
    assert folder.find("a") == BUILD


def test_folder_that_cannot_be_made_keeps_nothing_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = BuildFolder(tmp_path / "file" / "builds")
    folder.keep("a", BUILD)
    assert folder.find("a") is None
    assert folder.size() == folder.clear() == (0, 0)


def test_entries_used_longest_ago_make_room(tmp_path: Path) -> None:
    folder = BuildFolder(tmp_path, most_count=10)
    for number in range(10):
        folder.keep(str(number), BUILD)
        os.utime(tmp_path / f"{number}.build", (number, number))
    assert folder.find("0") is not None  # and so it is the newest
    folder.keep("new", BUILD)
    left = {path.stem for path in tmp_path.iterdir()}
    assert left == {"0", "3", "4", "5", "6", "7", "8", "9", "new"}


def test_entries_never_take_more_than_their_bytes(tmp_path: Path) -> None:
    folder = BuildFolder(tmp_path, most_bytes=10_000)
    for number in range(20):
        folder.keep(str(number), (BUILD[0], (BuiltFile("program", True, os.urandom(2000)),)))
        assert folder.size()[1] <= 10_000
    folder.keep("huge", (BUILD[0], (BuiltFile("program", True, bytes(20_000)),)))
    assert folder.find("huge") is None
    assert folder.find("19") is not None


def test_clearing_removes_entries_and_what_dead_writers_left(folder: BuildFolder) -> None:
    folder.keep("a", BUILD)
    (folder.folder / ".scratch.build").write_bytes(b"half")
    (folder.folder / "notes.txt").write_text("mine")
    count, total = folder.size()
    assert folder.clear() == (count, total) == (2, total)
    assert [path.name for path in folder.folder.iterdir()] == ["notes.txt"]


class TestSession:
    """Sessions of a compiled program, over scripted lanes."""

    @staticmethod
    def compiled(builds: Builds, of: Plan, **changes: object) -> tuple[Compilation | None, int, bytes]:
        """Compile; return what that gave, how many lanes compiled, and the program that lanes got."""

        def answer(asked: Asked, _stdin: bytes, runner: ScriptedRunner) -> Facts:
            if asked["builds"]:
                runner.send(wire.FILE, {"root": "build", "path": "program", "executable": True}, b"machine code")
                return {**facts(**changes), "build_too_large": False}
            return facts()

        launcher = ScriptedLauncher(answer)
        launcher.known_builds = builds
        with LaneSession(launcher, of, 1) as session:
            compilation = session.compilation()
            if compilation is not None and compilation.success:
                list(session.run([CaseRun(key=0)]))
        got = b"".join(runner.files.get("build/program", b"") for runner in launcher.runners)
        return compilation, len(launcher.policies), got

    def test_second_time_compiles_nothing_and_says_the_same(self, folder: BuildFolder) -> None:
        first = self.compiled(Builds(folder, "x"), plan())
        second = self.compiled(Builds(folder, "x"), plan())
        assert first == (first[0], 2, b"machine code")
        assert second == (first[0], 1, b"machine code")

    @pytest.mark.parametrize("changes", [{"exit_code": 1}, {"stop": "cpu_time"}, {"oom_kills": 1}])
    def test_what_did_not_go_well_is_tried_again(self, folder: BuildFolder, changes: dict[str, object]) -> None:
        self.compiled(Builds(folder, "x"), plan(), **changes)
        assert folder.size() == (0, 0)

    def test_program_that_says_when_it_was_compiled_is_compiled(self, folder: BuildFolder) -> None:
        self.compiled(Builds(folder, "x"), plan(b'puts(__DATE__ " " __TIME__);'))
        assert folder.size() == (0, 0)

    def test_toolchain_that_nobody_can_name_keeps_nothing(self, folder: BuildFolder) -> None:
        self.compiled(Builds(folder, ""), plan())
        assert folder.size() == (0, 0)


def test_runner_that_a_lane_compiled_is_there_for_the_next_one_without_a_folder() -> None:
    builds = Builds(None, "")
    assert builds.find_runner() == b""
    builds.keep_runner(b"")
    assert builds.find_runner() == b""
    builds.keep_runner(b"compiled")
    assert builds.find_runner() == b"compiled"


def test_runner_is_read_once_from_the_folder(tmp_path: Path) -> None:
    Builds(BuildFolder(tmp_path), "gcc").keep_runner(b"compiled")
    builds = Builds(BuildFolder(tmp_path), "gcc")
    assert builds.find_runner() == b"compiled"
    BuildFolder(tmp_path).clear()
    assert builds.find_runner() == b"compiled"
    assert Builds(BuildFolder(tmp_path), "gcc").find_runner() == b""
