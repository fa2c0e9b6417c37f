"""Programs of learners: what they name, and what it is called inside a lane."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codementor_cli.catalog import programs as programs_module
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.catalog.programs import read_program
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.errors import UserFileError


def refusal(path: Path, languages: YamlLanguages, language: str | None = None) -> UserFileError:
    with pytest.raises(UserFileError) as caught:
        read_program(path, languages, language)
    assert "\n" not in caught.value.message
    assert caught.value.next_step
    return caught.value


def saved(path: Path, content: str = "print(1)\n") -> Path:
    path.write_text(content)
    return path


@pytest.mark.parametrize(
    ("name", "lane_name"),
    [
        ("sum.py", "sum.py"),
        ("my sum.py", "main.py"),
        ("it's.py", "main.py"),
        ("two\nlines.py", "main.py"),
        ("-rf.py", "main.py"),
        ("été.py", "main.py"),
        ("SUM.PY", "SUM.py"),
        ("a.b-c+d.py", "a.b-c+d.py"),
        ("sum.cc", "sum.cc"),
        ("$(reboot).c", "main.c"),
    ],
)
def test_any_file_name_works_and_is_safe_inside_the_lane(
    tmp_path: Path, languages: YamlLanguages, name: str, lane_name: str
) -> None:
    program = read_program(saved(tmp_path / name), languages)
    assert program.main == lane_name
    assert program.files == (SourceFile(lane_name, b"print(1)\n"),)


@pytest.mark.parametrize(
    ("name", "content", "lane_name"),
    [
        ("x.java", "import java.util.*;\npublic class Solver {}\nclass Other {}", "Solver.java"),
        ("x.java", "  public final class Solver<T> {}", "Solver.java"),
        ("Solution.java", "class Solution {}", "Solution.java"),
        ("solution.java", "class Main {}", "Main.java"),
        ("my file.java", "class Main {}", "Main.java"),
        ("x.java", "// public class Nope\nclass Main {}", "Main.java"),
    ],
)
def test_java_file_is_named_after_its_public_class(
    tmp_path: Path, languages: YamlLanguages, name: str, content: str, lane_name: str
) -> None:
    assert read_program(saved(tmp_path / name, content), languages).main == lane_name


def test_missing_file_is_a_clear_line(tmp_path: Path, languages: YamlLanguages) -> None:
    assert "there is no such file" in refusal(tmp_path / "nope.py", languages).message


def test_name_in_a_message_is_escaped(tmp_path: Path, languages: YamlLanguages) -> None:
    assert "a\\nb\\x1b[31m.py: it is empty" in refusal(saved(tmp_path / "a\nb\x1b[31m.py", " \n"), languages).message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b" \n\t\n", "it is empty"),
        (b"\x7fELF\0\0", "it holds NUL bytes"),
        ("print(1)".encode("utf-16"), "UTF-16"),
        (b"#" * (programs_module.MAX_SOURCE_BYTES + 1), "larger than 1 MiB"),
    ],
)
def test_content_that_is_no_program_is_refused(
    tmp_path: Path, languages: YamlLanguages, content: bytes, words: str
) -> None:
    (tmp_path / "a.py").write_bytes(content)
    assert words in refusal(tmp_path / "a.py", languages).message


def test_endless_and_waiting_files_are_refused_at_once(tmp_path: Path, languages: YamlLanguages) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert "it is a pipe" in refusal(tmp_path / "a.py", languages).message
    assert "it is a device" in refusal(Path("/dev/zero"), languages).message


def test_path_that_the_system_refuses_is_a_clear_line(languages: YamlLanguages) -> None:
    assert "cannot be read" in refusal(Path("a\0b.py"), languages).message
    assert "cannot be read" in refusal(Path("x" * 5000 + ".py"), languages).message


def test_unknown_ending_names_the_known_ones_and_the_option(tmp_path: Path, languages: YamlLanguages) -> None:
    error = refusal(saved(tmp_path / "a.pas"), languages)
    assert "no language has the ending .pas" in error.message
    assert ".py" in error.next_step
    assert "--language" in error.next_step
    assert "no ending" in refusal(saved(tmp_path / "script"), languages).message


def test_language_option_beats_the_ending(tmp_path: Path, languages: YamlLanguages) -> None:
    program = read_program(saved(tmp_path / "notes.txt"), languages, "python")
    assert (program.language, program.main) == ("python", "main.py")
    with pytest.raises(UserFileError, match="no language pyton"):
        read_program(tmp_path / "notes.txt", languages, "pyton")


def test_link_to_a_program_is_followed(tmp_path: Path, languages: YamlLanguages) -> None:
    (tmp_path / "link.py").symlink_to(saved(tmp_path / "real.py"))
    assert read_program(tmp_path / "link.py", languages).main == "link.py"


def test_folder_with_a_main_file_is_a_program(tmp_path: Path, languages: YamlLanguages) -> None:
    saved(tmp_path / "main.py")
    saved(tmp_path / "tools.py", "")
    (tmp_path / "data").mkdir()
    saved(tmp_path / "data" / "words.txt")
    program = read_program(tmp_path, languages)
    assert program.main == "main.py"
    assert [file.path for file in program.files] == ["data/words.txt", "main.py", "tools.py"]


def test_folder_with_one_program_file_is_a_program(tmp_path: Path, languages: YamlLanguages) -> None:
    saved(tmp_path / "sum.rb")
    saved(tmp_path / "notes.txt")
    assert read_program(tmp_path, languages).main == "sum.rb"


def test_folder_without_a_plain_main_file_asks_for_it(tmp_path: Path, languages: YamlLanguages) -> None:
    assert "no program in a known language" in refusal(tmp_path, languages).message
    saved(tmp_path / "a.py")
    saved(tmp_path / "b.py")
    error = refusal(tmp_path, languages)
    assert "any of a.py or b.py could be the file that starts" in error.message
    assert "main.py" in error.next_step


def test_folder_with_names_that_a_sandbox_cannot_take_says_so(tmp_path: Path, languages: YamlLanguages) -> None:
    saved(tmp_path / "main.py")
    saved(tmp_path / "-o x.py")
    assert "does not work in a sandbox" in refusal(tmp_path, languages).message


STDIN = Path("-")


def test_standard_input_needs_a_language(languages: YamlLanguages) -> None:
    with pytest.raises(UserFileError, match="standard input") as caught:
        read_program(STDIN, languages, None, b"print(1)")
    assert "--language" in caught.value.next_step
    assert read_program(STDIN, languages, "python", b"print(1)").main == "main.py"
    assert read_program(STDIN, languages, "java", b"public class A {}").main == "A.java"
    with pytest.raises(UserFileError, match="standard input: it is empty"):
        read_program(STDIN, languages, "python", b"")


@given(content=st.binary(max_size=200), name=st.sampled_from(["python", "java", "c", "bash"]))
@settings(database=None)
def test_any_bytes_are_a_program_or_a_clear_line(languages: YamlLanguages, content: bytes, name: str) -> None:
    try:
        program = read_program(STDIN, languages, name, content)
    except UserFileError:
        return
    assert program.files[0].content == content
    assert programs_module._SAFE_NAME.fullmatch(program.main)
