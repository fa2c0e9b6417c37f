"""``challenges verify`` keeps what it has found, whatever happens to the machine or to the person's patience."""

import json
import re
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.sandbox.images.recipes import Recipes
from tests.cli.command import COMMAND, DOWN, Command

RIGHT = "print(sum(map(int, input().split())))\n"
RIGHT_CPP = "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }\n"
PYTHON_ALONE = {"CODE_EXECUTOR_DOCKER_IMAGE": Recipes(data_folder("sandbox_images")).tag("python")}
"""An image without a C++ compiler: a fault of the machine, for programs in C++ alone."""


@pytest.fixture
def accepted(work: Path, challenge: str) -> Path:
    """Return the folder of the challenge's accepted references, with one."""
    folder = work / "challenges" / challenge / "submissions" / "accepted"
    folder.mkdir(parents=True)
    (folder / "a.py").write_text(RIGHT)
    return folder


def test_what_the_machine_cannot_judge_is_named_and_the_rest_is_judged(codementor: Command, accepted: Path) -> None:
    (accepted / "a.cpp").write_text(RIGHT_CPP)

    result = codementor("challenges", "verify", "add-two", **PYTHON_ALONE)

    assert result.code == 4, result
    assert re.search(r"^– add-two  accepted/a\.cpp  not judged: .*`g\+\+`.*$", result.out, re.MULTILINE)
    assert "✓ add-two  accepted/a.py  accepted\n" in result.out
    assert "✗ 1 challenge, 1 reference submission: 1 not judged\n" in result.out
    assert "→ codementor challenges verify add-two --resume\n" in result.err

    report = json.loads(codementor("challenges", "verify", "add-two", "--json", **PYTHON_ALONE).out)
    [found] = report["challenges"]
    assert [each["name"] for each in found["submissions"]] == ["accepted/a.py"]
    assert [each["name"] for each in found["notJudged"]] == ["accepted/a.cpp"]
    assert report["complete"] is False


def test_a_machine_that_fails_again_and_again_is_not_asked_for_ever(codementor: Command, accepted: Path) -> None:
    for number in range(9):
        (accepted / f"a{number}.cpp").write_text(RIGHT_CPP)

    result = codementor("challenges", "verify", "add-two", **PYTHON_ALONE)

    assert result.code == 4, result
    assert "The machine failed 5 times in a row: the rest is not judged.\n" in result.err


def test_resume_judges_only_what_has_changed(codementor: Command, accepted: Path) -> None:
    (accepted / "b.py").write_text(RIGHT)
    assert codementor("challenges", "verify", "add-two").code == 0
    (accepted / "b.py").write_text(f"# changed\n{RIGHT}")

    result = codementor("challenges", "verify", "add-two", "--resume")

    assert result.code == 0, result
    assert "✓ add-two  accepted/a.py  accepted, as before\n✓ add-two  accepted/b.py  accepted\n" in result.out
    assert "as before" not in codementor("challenges", "verify", "add-two").out
    path = accepted.parents[1] / "challenge.yaml"
    path.write_text(path.read_text().replace('"42\\n"', '"42"'))
    assert "as before" not in codementor("challenges", "verify", "add-two", "--resume").out


def test_pruning_forgets_verdicts(codementor: Command, accepted: Path) -> None:
    assert accepted.is_dir()
    assert codementor("challenges", "verify", "add-two").code == 0
    # Without a daemon no image of this machine is touched.
    codementor("images", "prune", **DOWN)
    assert "as before" not in codementor("challenges", "verify", "add-two", "--resume").out


def test_resume_where_nothing_is_kept_says_so(codementor: Command, accepted: Path) -> None:
    assert accepted.is_dir()
    result = codementor("challenges", "verify", "add-two", "--resume", CODEMENTOR_COMPILE_CACHE="0")
    assert result.code == 0, result
    assert "Nothing is kept (CODEMENTOR_COMPILE_CACHE is 0): everything is judged.\n" in result.err


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_interrupted_verification_shows_what_is_done(
    work: Path, accepted: Path, home: Mapping[str, str], options: tuple[str, ...]
) -> None:
    whole = accepted.parents[1] / "challenge.yaml"
    later = work / "challenges" / "later"
    (later / "submissions" / "accepted").mkdir(parents=True)
    text = whole.read_text().replace("id: add-two", "id: later").replace("time: 1s", "time: 100s")
    (later / "challenge.yaml").write_text(text)
    (later / "submissions" / "accepted" / "sleeps.py").write_text("import time\ntime.sleep(100)\n")
    with subprocess.Popen(
        [COMMAND, "challenges", "verify", "add-two", "later", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=work,
        env=home,
    ) as command:
        assert command.stderr is not None
        while command.stderr.readline() != b"verifying later (2 of 2)\n":
            pass
        command.send_signal(signal.SIGINT)
        out, err = command.communicate()

    assert command.returncode == 130
    assert b"interrupted: 1 challenge not done, or not all of it\n" in err
    assert "→ codementor challenges verify add-two later --resume\n" in err.decode()
    if options:
        report = json.loads(out)
        assert [each["challengeId"] for each in report["challenges"]] == ["add-two", "later"]
        assert report["challenges"][0]["submissions"][0]["verdict"] == "AC"
        assert report["complete"] is False
    else:
        assert out.decode().startswith("✓ add-two  accepted/a.py  accepted\n")
        assert "1 challenge not done\n" in out.decode()


def test_new_challenge_says_that_it_is_an_example(codementor: Command, work: Path) -> None:
    result = codementor("challenges", "new", "digit-sum")
    assert result.code == 0, result
    assert "It holds an example, the sum of two numbers. Replace it by your own" in result.err
    assert (work / "challenges" / "digit-sum" / "challenge.yaml").read_text().startswith("# An example to replace: ")

    assert "Example to replace" in codementor("challenges", "list").out
    assert codementor("challenges", "verify", "digit-sum").code == 0


def test_points_on_some_cases_alone_are_a_finding(codementor: Command, accepted: Path) -> None:
    path = accepted.parents[1] / "challenge.yaml"
    path.write_text(path.read_text().replace("hidden: true,", "hidden: true, points: 3,"))

    result = codementor("challenges", "verify", "add-two")

    assert result.code == 1, result
    assert "✗ add-two has points in the test case secret, and none in 1 other: negative." in result.out
