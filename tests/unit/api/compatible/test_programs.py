"""Programs of foreign clients."""

from __future__ import annotations

import pytest

from codementor_cli.api.compatible.programs import program_of
from codementor_cli.api.compatible.reading import UnusableError
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.text.units import MIB
from tests.fakes.compatible import LANGUAGES


def named(language: str, name: str, content: bytes = b"x") -> str:
    return program_of(LANGUAGES.get(language), name, content).main


@pytest.mark.parametrize(
    ("language", "name", "main"),
    [
        ("python", "", "main.py"),
        ("python", "test.py", "test.py"),
        ("python", "__tester__.python3", "__tester__.py"),
        ("python", "my prog.py", "main.py"),
        ("python", "../up.py", "main.py"),
        ("c", "prog", "prog.c"),
        ("cpp", "a.cc", "a.cc"),
    ],
)
def test_a_main_file_keeps_a_name_that_works_in_a_lane(language: str, name: str, main: str) -> None:
    assert named(language, name) == main


@pytest.mark.parametrize("name", ["", "prog.java", "Other.java", "NO_PUBLIC_CLASS_FOUND.java"])
def test_java_takes_the_name_of_the_public_class(name: str) -> None:
    assert named("java", name, b"import java.util.*;\npublic class Blah {\n}\n") == "Blah.java"


def test_an_empty_source_is_a_program() -> None:
    assert program_of(LANGUAGES.get("python"), "", b"").files == (SourceFile("main.py", b""),)


def test_the_main_file_comes_first() -> None:
    other = SourceFile("a.py", b"")
    assert [file.path for file in program_of(LANGUAGES.get("python"), "z.py", b"", [other]).files] == ["z.py", "a.py"]


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a//b", ".hidden", "-x", "", "a/../b", "a\0b", "x" * 101])
def test_paths_that_lead_elsewhere_are_refused(path: str) -> None:
    with pytest.raises(UnusableError):
        program_of(LANGUAGES.get("python"), "", b"", [SourceFile(path, b"")])


@pytest.mark.parametrize("paths", [["a", "a"], ["main.py"], ["a", "a/b"]])
def test_paths_that_collide_are_refused(paths: list[str]) -> None:
    with pytest.raises(UnusableError, match="same path"):
        program_of(LANGUAGES.get("python"), "", b"", [SourceFile(path, b"") for path in paths])


def test_too_many_files_are_refused() -> None:
    with pytest.raises(UnusableError, match="more than 100 files"):
        program_of(LANGUAGES.get("python"), "", b"", [SourceFile(f"f{number}", b"") for number in range(100)])


def test_too_much_is_refused() -> None:
    with pytest.raises(UnusableError, match="16 MiB"):
        program_of(LANGUAGES.get("python"), "", b"", [SourceFile("a", bytes(16 * MIB + 1))])
