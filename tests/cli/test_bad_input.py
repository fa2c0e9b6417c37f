import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import CHALLENGE, DOWN, Command

SUM = "a, b = map(int, input().split())\nprint(a + b)\n"


def test_unknown_challenge_names_near_matches(codementor: Command, work: Path, challenge: str) -> None:
    (work / "a.py").write_text(SUM)

    for arguments in (("test", "a.py", "--challenge", "add-tow"), ("challenges", "show", "add-tow")):
        result = codementor(*arguments, **DOWN)

        assert result.code == 3
        assert result.is_clear
        assert challenge in result.err
        assert "→ codementor challenges list" in result.err


def test_unknown_language_names_near_matches(codementor: Command, work: Path) -> None:
    (work / "a.py").write_text(SUM)

    result = codementor("run", "a.py", "--language", "pyhton", **DOWN)

    assert result.code == 3
    assert "python" in result.err


Refuse = Callable[[str | bytes], str]
"""Names a file, checks that it is refused, and returns what was said."""


class TestFile:
    @pytest.fixture(params=["run", "test"])
    def refused(self, request: pytest.FixtureRequest, codementor: Command, challenge: str) -> Refuse:
        def refuse(name: str | bytes) -> str:
            after = ("--challenge", challenge) if request.param == "test" else ()
            result = codementor(request.param, *after, "--", name, **DOWN)

            assert result.code == 3, result
            assert result.is_clear
            assert result.out == ""
            return result.err

        return refuse

    def test_missing(self, refused: Refuse) -> None:
        assert "nowhere.py: there is no such file" in refused("nowhere.py")

    def test_empty_name_is_not_the_folder_we_are_in(self, refused: Refuse, work: Path) -> None:
        (work / "main.py").write_text(SUM)
        assert "The name of the file is empty" in refused("")

    def test_folder_without_a_main_file(self, refused: Refuse, work: Path) -> None:
        (work / "folder").mkdir()
        refused("folder")

    def test_empty(self, refused: Refuse, work: Path) -> None:
        (work / "a.py").write_text("")
        assert "empty" in refused("a.py")

    def test_binary(self, refused: Refuse, work: Path) -> None:
        (work / "a.py").write_bytes(b"\x7fELF\0\0\1")
        refused("a.py")

    def test_fifty_megabytes(self, refused: Refuse, work: Path) -> None:
        with (work / "a.py").open("wb") as file:
            file.truncate(50 * 1024 * 1024)
        refused("a.py")

    def test_unreadable(self, refused: Refuse, work: Path) -> None:
        path = work / "a.py"
        path.write_text(SUM)
        path.chmod(0)
        if os.geteuid() == 0:
            # root reads everything: a link that points to itself cannot be read by anyone.
            path.unlink()
            path.symlink_to("a.py")
        refused("a.py")

    def test_pipe_is_never_waited_for(self, refused: Refuse, work: Path) -> None:
        os.mkfifo(work / "a.py")
        assert stat.S_ISFIFO((work / "a.py").stat().st_mode)
        assert "name - for standard input" in refused("a.py")

    def test_device(self, refused: Refuse) -> None:
        refused("/dev/zero")

    def test_unknown_ending(self, refused: Refuse, work: Path) -> None:
        (work / "a.xyz").write_text(SUM)
        assert "--language" in refused("a.xyz")

    def test_name_with_a_newline_and_an_escape_stays_on_one_line(self, refused: Refuse) -> None:
        message = refused("two\nlines\x1b[31m.py")

        assert "\x1b" not in message
        assert message.count("\n") == 2

    def test_name_that_is_not_utf8(self, refused: Refuse) -> None:
        refused(b"\xff.py")

    def test_name_that_is_too_long(self, refused: Refuse) -> None:
        refused("x" * 5000 + ".py")


def test_stdin_file_that_is_missing(codementor: Command, work: Path) -> None:
    (work / "a.py").write_text(SUM)

    for name in ("nowhere.txt", "."):
        result = codementor("run", "a.py", "--stdin", name, **DOWN)

        assert result.code == 3
        assert result.is_clear


def test_language_that_the_challenge_does_not_take(codementor: Command, work: Path, challenge: str) -> None:
    (work / "a.rb").write_text("puts 1\n")

    result = codementor("test", "a.rb", "--challenge", challenge, **DOWN)

    assert result.code == 3
    assert "Python" in result.err
    assert result.is_clear


def test_broken_challenge_reports_all_errors_with_positions(codementor: Command, work: Path, challenge: str) -> None:
    (work / "a.py").write_text(SUM)
    broken = CHALLENGE.replace("difficulty: easy", "difficulty: simple").replace("title:", "titel:")
    (work / "challenges" / challenge / "challenge.yaml").write_text(broken)

    result = codementor("test", "a.py", "--challenge", challenge, **DOWN)

    assert result.code == 3
    assert result.is_clear
    assert "challenge.yaml:2:" in result.err
    assert "challenge.yaml:3:" in result.err


def test_broken_cases_file_reports_all_errors_with_positions(codementor: Command, work: Path) -> None:
    (work / "a.py").write_text(SUM)
    (work / "cases.yaml").write_text("tests:\n  - {name: one, inptu: '1'}\n  - {name: two, input: 1, expected: no}\n")

    result = codementor("test", "a.py", "--tests", "cases.yaml", **DOWN)

    assert result.code == 3
    assert result.is_clear
    assert "cases.yaml:2:" in result.err
    assert "cases.yaml:3:" in result.err


def test_missing_cases_file(codementor: Command, work: Path) -> None:
    (work / "a.py").write_text(SUM)

    result = codementor("test", "a.py", "--tests", "nowhere.yaml", **DOWN)

    assert result.code == 3
    assert result.is_clear


def test_broken_challenge_does_not_hide_the_others(codementor: Command, work: Path, challenge: str) -> None:
    (work / "challenges" / "broken").mkdir()
    (work / "challenges" / "broken" / "challenge.yaml").write_text(": : :")

    result = codementor("challenges", "list")

    assert result.code == 0
    assert challenge in result.out
    assert "broken" in result.err


@pytest.mark.parametrize("command", ["run", "test", "images", "verify"])
def test_docker_down_is_the_environments_fault_with_the_command_that_helps(
    codementor: Command, work: Path, challenge: str, command: str
) -> None:
    (work / "a.py").write_text(SUM)
    arguments = {
        "run": ("run", "a.py"),
        "test": ("test", "a.py", "--challenge", challenge),
        "images": ("images", "list"),
        "verify": ("challenges", "verify", "thermometer-log"),
    }[command]

    result = codementor(*arguments, **DOWN)

    assert result.code == 4
    assert result.is_clear
    assert "sudo systemctl start docker" in result.err


@pytest.mark.parametrize(("variable", "value"), [("CODE_EXECUTOR_HOST", "judge")])
def test_engines_that_are_not_there_are_said_and_never_replaced(
    codementor: Command, work: Path, variable: str, value: str
) -> None:
    (work / "a.py").write_text(SUM)

    result = codementor("run", "a.py", **{variable: value})

    assert result.code == 4
    assert result.is_clear


def test_report_that_cannot_be_written(codementor: Command, work: Path, challenge: str) -> None:
    (work / "a.py").write_text(SUM)

    for path in ("no/such/folder/report.json", "."):
        result = codementor("test", "a.py", "--challenge", challenge, "--output", path, **DOWN)

        assert result.code == 3
        assert result.is_clear


def test_verify_of_an_unknown_challenge_says_what_to_type(codementor: Command, work: Path, challenge: str) -> None:
    result = codementor("challenges", "verify", f"challenges/{challenge}", CODEMENTOR_SANDBOX="bubblewrap")

    assert result.code == 3
    assert f"→ Name it by its id: {challenge}" in result.err
