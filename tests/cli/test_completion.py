"""Completion, asked for as the shells ask: with what was typed in the environment, or by the script in a real bash."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, Command

CASES = "tests:\n  - {name: a square, input: '2', expected: '4'}\n  - {name: zero, input: '0', expected: '0'}\n"


def offered_in_bash(codementor: Command, *typed: str) -> list[str]:
    result = codementor(
        _CODEMENTOR_COMPLETE="complete_bash", COMP_WORDS=" ".join(typed), COMP_CWORD=str(len(typed) - 1)
    )
    return result.out.split("\n")[:-1] if result.out.strip() else []


def offered_in_fish(codementor: Command, typed: str) -> list[str]:
    """Return what fish and zsh get: a value, and after a tab what it is."""
    result = codementor(
        _CODEMENTOR_COMPLETE="complete_fish", _TYPER_COMPLETE_FISH_ACTION="get-args", _TYPER_COMPLETE_ARGS=typed
    )
    return result.out.split("\n")[:-1] if result.out.strip() else []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("codementor", "ha"), []),
        (("codementor", "his"), ["history"]),
        (("codementor", "challenges", "v"), ["verify"]),
        (("codementor", "run", "--sandbox", ""), ["auto", "docker", "bubblewrap"]),
        (("codementor", "test", "--format", "j"), ["json", "junit"]),
        (("codementor", "test", "--challenge", "hedge"), ["hedge-maze"]),
        (("codementor", "test", "--challenge", "hedge-maze", "--case", "si"), ["sideways"]),
        (("codementor", "test", "--tests", "cases.yaml", "--case", "z"), ["zero"]),
        (("codementor", "test", "--language", "py"), ["python"]),
        (("codementor", "history", "--verdict", "T"), ["TLE"]),
        (("codementor", "history", "--challenge", "even"), ["even-load"]),
        (("codementor", "grade", "--report", "ju"), ["junit="]),
        (("codementor", "challenges", "list", "--tag", "gr"), ["grid"]),
        (("codementor", "challenges", "list", "--difficulty", ""), ["easy", "medium", "hard"]),
        (("codementor", "schema", "exp"), ["export"]),
        (("codementor", "images", "build", "ru"), ["ruby", "rust"]),
        (("codementor", "--install-completion", ""), ["bash", "zsh", "fish"]),
    ],
    ids=" ".join,
)
def test_values_are_offered(codementor: Command, work: Path, typed: tuple[str, ...], offered: list[str]) -> None:
    (work / "cases.yaml").write_text(CASES)
    assert offered_in_bash(codementor, *typed) == offered


def test_working_folder_says_whose_cases_are_offered(codementor: Command, work: Path) -> None:
    (work / ".codementor.toml").write_text("[practice]\nchallenge = 'hedge-maze'\n")
    assert "sideways" in offered_in_bash(codementor, "codementor", "test", "--case", "")


def test_commands_are_offered_with_their_whole_line(codementor: Command) -> None:
    assert offered_in_fish(codementor, "codementor imag") == ["images\tList, build and remove the sandbox's images."]


def test_broken_settings_offer_nothing_and_say_nothing(codementor: Command, work: Path) -> None:
    (work / ".codementor.toml").write_text("no toml")
    assert offered_in_bash(codementor, "codementor", "challenges", "show", "h") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_of_the_named_shell_is_printed_and_installed(
    codementor: Command, home: Mapping[str, str], shell: str
) -> None:
    script = codementor("--show-completion", shell, SHELL="/bin/dash").out
    files = {
        "bash": ".local/share/bash-completion/completions/codementor",
        "zsh": ".zfunc/_codementor",
        "fish": ".config/fish/completions/codementor.fish",
    }
    result = codementor("--install-completion", shell, SHELL="/bin/dash")

    assert result.code == 0, result
    assert f"Completion for {shell} is in " in result.out
    assert Path(home["HOME"], files[shell]).read_text() == script


def test_without_a_name_the_shell_that_the_user_logs_in_to_is_meant(codementor: Command) -> None:
    assert codementor("--show-completion", SHELL="/usr/bin/zsh").out == codementor("--show-completion", "zsh").out


@pytest.mark.parametrize(("name", "login"), [("csh", "/bin/bash"), ("", "/bin/tcsh"), ("", "")])
def test_other_shells_are_refused_with_those_that_there_are(codementor: Command, name: str, login: str) -> None:
    result = codementor(*filter(None, ("--install-completion", name)), SHELL=login)

    assert result.code == 2
    assert result.is_clear
    assert "→ codementor --install-completion bash|zsh|fish" in result.err


def test_installing_twice_leaves_one_line_and_what_was_there(codementor: Command, home: Mapping[str, str]) -> None:
    rc = Path(home["HOME"], ".bashrc")
    rc.write_text("alias ll='ls -l'")
    for _ in range(2):
        codementor("--install-completion", "bash")

    assert rc.read_text().splitlines() == [
        "alias ll='ls -l'",
        'source "$HOME/.local/share/bash-completion/completions/codementor"',
    ]


def test_home_that_cannot_be_written_is_the_machines_fault(codementor: Command) -> None:
    result = codementor("--install-completion", "fish", HOME="/proc/nowhere")

    assert result.code == 4
    assert "→ codementor --show-completion fish" in result.err


def test_bash_gets_a_name_with_a_blank_as_one_word(codementor: Command, home: Mapping[str, str], work: Path) -> None:
    (work / "cases.yaml").write_text(CASES)
    (work / "complete.bash").write_text(codementor("--show-completion", "bash").out)
    script = """
        compopt() { printf "compopt %s %s\\n" "$@"; }
        source complete.bash
        COMP_WORDS=(codementor test a.py --tests cases.yaml --case 'a') COMP_CWORD=6
        _codementor_completion codementor
        printf '%s|' "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        capture_output=True,
        text=True,
        cwd=work,
        env={**home, "PATH": f"{Path(COMMAND).parent}:{home['PATH']}"},
        check=True,
    )
    # "filenames" has bash put a backslash before the blank.
    assert done.stdout == "compopt -o filenames\na square|"
