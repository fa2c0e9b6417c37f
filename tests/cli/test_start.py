"""``codementor start``, and what the folder that it makes is good for."""

import re
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.command import DOWN, Command, Result, run_in

RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"
FAST = {"CODEMENTOR_SANDBOX": "bubblewrap"}


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def test_start_lays_out_a_folder_and_says_what_to_type_next(codementor: Command, work: Path, challenge: str) -> None:
    result = codementor("start", challenge)

    assert result == Result(
        0,
        f"{work / challenge}\n",
        "wrote main.py, README.md, .codementor.toml\n→ cd add-two\n→ codementor test\n",
    )
    assert sorted(contents(work / challenge)) == [".codementor.toml", "README.md", "main.py"]
    statement = (work / challenge / "README.md").read_text()
    assert "Read two numbers and print their *sum*." in statement
    assert "40 2" not in statement


def test_in_the_folder_and_below_it_test_needs_no_argument(
    codementor: Command, work: Path, challenge: str, home: Mapping[str, str]
) -> None:
    codementor("start", challenge)
    (work / challenge / "main.py").write_text(RIGHT)
    (work / challenge / "notes").mkdir()
    for folder in (work / challenge, work / challenge / "notes"):
        result = run_in(folder, home, "test", **FAST)

        assert result.code == 0, result
        assert "score 100 of 100" in result.out


def test_the_next_command_in_the_folder_is_short(
    codementor: Command, work: Path, challenge: str, home: Mapping[str, str]
) -> None:
    codementor("start", challenge)
    (work / challenge / "main.py").write_text("print(3)\n")

    assert "→ codementor test --case negative\n" in run_in(work / challenge, home, "test", **FAST).out


def test_nothing_is_overwritten(codementor: Command, work: Path, challenge: str) -> None:
    codementor("start", challenge)
    for path in (work / challenge).iterdir():
        path.write_text(path.read_text() + "# mine\n")
    before = contents(work / challenge)
    again = codementor("start", challenge)

    assert again.code == 0
    assert again.err.startswith("kept main.py, README.md, .codementor.toml, as they were\n")
    assert contents(work / challenge) == before


def test_a_second_language_joins_and_is_judged_from_then_on(codementor: Command, work: Path, challenge: str) -> None:
    codementor("start", challenge)
    result = codementor("start", challenge, "--language", "cpp")

    assert "wrote main.cpp\nkept README.md, as it was\ncodementor test judges main.cpp from now on\n" in result.err
    assert tomllib.loads((work / challenge / ".codementor.toml").read_text())["practice"]["file"] == "main.cpp"
    assert codementor("start", challenge).err.startswith("kept main.cpp, README.md, .codementor.toml")


def test_settings_that_somebody_edited_stay_and_the_whole_command_is_said(
    codementor: Command, work: Path, challenge: str
) -> None:
    codementor("start", challenge)
    settings = work / challenge / ".codementor.toml"
    settings.write_text(settings.read_text() + "# mine\n")
    result = codementor("start", challenge, "--language", "cpp")

    assert "→ codementor test main.cpp --challenge add-two\n" in result.err
    assert tomllib.loads(settings.read_text())["practice"]["file"] == "main.py"


def test_two_starts_at_once_lay_out_one_whole_folder(work: Path, challenge: str, home: Mapping[str, str]) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: run_in(work, home, "start", challenge), range(4)))

    assert [result.code for result in results] == [0] * 4
    wrote = [name for result in results for name in re.findall(r"^wrote (.*)$", result.err, re.MULTILINE)]
    assert sorted(", ".join(wrote).split(", ")) == [".codementor.toml", "README.md", "main.py"]
    assert sorted(each.name for each in (work / challenge).iterdir()) == [".codementor.toml", "README.md", "main.py"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add-tow",), "did you mean add-two?"),
        (("add-two", "--language", "java"), "The challenge add-two takes cpp, python."),
        (("add-two", "--language", "pyton"), "pyton"),
        (("add-two", "--folder", "a-file"), "a-file is there already, and is not a folder."),
        (("add-two", "--folder", "other"), "is the working folder of equal-trays."),
        (("add-two", "--folder", "broken"), "is not TOML"),
    ],
)
def test_what_cannot_be_started_is_said_and_nothing_is_made(
    codementor: Command, work: Path, challenge: str, arguments: tuple[str, ...], said: str
) -> None:
    (work / "a-file").write_text("")
    for name, text in (("other", '[practice]\nchallenge = "equal-trays"\n'), ("broken", "a = \n")):
        (work / name).mkdir()
        (work / name / ".codementor.toml").write_text(text)
    before = sorted(work.rglob("*"))
    result = codementor("start", *arguments)

    assert result.code == 3
    assert result.is_clear
    assert said in result.err
    assert sorted(work.rglob("*")) == before


def test_a_link_is_not_followed_unless_it_is_named(
    codementor: Command, work: Path, challenge: str, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (work / challenge).symlink_to(tmp_path / "elsewhere")
    result = codementor("start", challenge)

    assert result.code == 3
    assert f"add-two is a link to {tmp_path / 'elsewhere'}." in result.err
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert codementor("start", challenge, "--folder", challenge).code == 0
    assert len(list((tmp_path / "elsewhere").iterdir())) == 3


def test_a_folder_that_may_not_be_written_is_named(codementor: Command, challenge: str) -> None:
    # Root may write anywhere but here.
    result = codementor("start", challenge, "--folder", "/proc/self/fd")

    assert result.code == 3
    assert result.is_clear
    assert "cannot be written" in result.err


def test_broken_settings_of_a_working_folder_stop_test_with_their_line(
    codementor: Command, work: Path, challenge: str, home: Mapping[str, str]
) -> None:
    codementor("start", challenge)
    settings = work / challenge / ".codementor.toml"
    settings.write_text('[practice]\nchallenge = "add-two"\nfile = "../main.py"\nfiel = 1\n')
    result = run_in(work / challenge, home, "test", **DOWN)

    assert result.code == 3
    assert f"{settings}:3: practice.file: expected the name of a file in this folder" in result.err
    assert f"{settings}:4: unknown key 'practice.fiel'" in result.err


def test_a_working_folder_without_its_file_says_which_line_names_it(
    codementor: Command, work: Path, challenge: str, home: Mapping[str, str]
) -> None:
    codementor("start", challenge)
    (work / challenge / "main.py").unlink()
    result = run_in(work / challenge, home, "test", **DOWN)

    assert result.code == 3
    assert ".codementor.toml:6 names main.py, and there is no such file." in result.err
