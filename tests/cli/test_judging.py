"""Real judging in Docker lanes through the installed command."""

import json
import os
import pty
import re
import signal
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from codementor_cli.schemas.public.published import published_schema
from tests.cli.command import COMMAND, Command

RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"
WRONG = "a, b = map(int, input().split())\nprint(abs(a) + abs(b))\n"
ESCAPES = 'print("\\x1b[2J\\u202e[red]")\n'
LOOP = "print('started', flush=True)\nwhile True:\n    pass\n"


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return name


def fits(name: str, text: str) -> dict[str, object]:
    value: dict[str, object] = json.loads(text)
    Draft202012Validator(published_schema(name)).validate(value)
    return value


class TestTest:
    def test_right_program_is_accepted(self, codementor: Command, work: Path, challenge: str) -> None:
        result = codementor("test", write(work, "a.py", RIGHT), "--challenge", challenge)

        assert result.code == 0, result
        assert result.out.count("✓ accepted") == 4
        assert "score 100 of 100" in result.out

    def test_wrong_program_sees_its_first_failure_in_full(
        self, codementor: Command, work: Path, challenge: str
    ) -> None:
        result = codementor("test", write(work, "a.py", WRONG), "--challenge", challenge)

        assert result.code == 1, result
        assert "✗ wrong answer           negative" in result.out
        assert "  Input\n    -1 -2\n" in result.out
        assert "  > -3↵\n    ^\n" in result.out
        assert "  > 3↵\n    ^\n" in result.out
        assert "→ codementor test a.py --challenge add-two --case negative\n" in result.out
        assert result.out.endswith("→ codementor hint a.py --challenge add-two\n")

    def test_hidden_data_is_nowhere(self, codementor: Command, work: Path, challenge: str) -> None:
        source = "a, b = map(int, input().split())\nassert a < 40, (a, b)\nprint(a + b)\n"
        for more in ((), ("--json",), ("--verbose",)):
            result = codementor("test", write(work, "a.py", source), "--challenge", challenge, *more)

            assert result.code == 1
            assert "secret" in result.out
            assert "40 2" not in result.out
            assert "(40" not in result.out
            assert not re.search(r"(?<![\d.])42(?![\d.]| [a-zA-Z])", result.out)  # a time or a size may have it

    def test_json_fits_its_schema(self, codementor: Command, work: Path, challenge: str) -> None:
        result = codementor("test", write(work, "a.py", WRONG), "--challenge", challenge, "--json")
        value = fits("validate", result.out)

        assert result.code == 1
        assert result.err == ""
        assert value["verdict"] == "WA"
        assert value["challengeId"] == challenge

    def test_ad_hoc_cases_need_no_challenge(self, codementor: Command, work: Path) -> None:
        cases = "tests:\n  - {name: one, input: '1 2', expected: '3'}\n"
        name = write(work, "a.py", RIGHT)
        result = codementor("test", name, "--tests", write(work, "cases.yaml", cases), "--json")

        assert result.code == 0, result
        assert fits("test", result.out)["passedTests"] == 1

    def test_output_goes_to_a_file_whole(self, codementor: Command, work: Path, challenge: str) -> None:
        name = write(work, "a.py", RIGHT)
        result = codementor("test", name, "--challenge", challenge, "--format", "json", "--output", "out.json")

        assert result.code == 0
        assert result.out == ""
        fits("validate", (work / "out.json").read_text())
        assert stat.S_IMODE((work / "out.json").stat().st_mode) & 0o600 == 0o600
        assert not list(work.glob(".out.json*"))

    def test_exit_zero_is_for_hosts_that_want_it(self, codementor: Command, work: Path, challenge: str) -> None:
        assert codementor("test", write(work, "a.py", WRONG), "--challenge", challenge, "--exit-zero").code == 0

    def test_quiet_says_the_result_only(self, codementor: Command, work: Path, challenge: str) -> None:
        result = codementor("test", write(work, "a.py", WRONG), "--challenge", challenge, "--quiet")

        assert result.out == "✗ wrong answer: 2 of 3 cases accepted, score 66.67 of 100\n"
        assert result.err == ""

    def test_fail_fast_and_chosen_cases_leave_the_rest_not_run(
        self, codementor: Command, work: Path, challenge: str
    ) -> None:
        name = write(work, "a.py", WRONG)

        assert "1 not run" in codementor("test", name, "--challenge", challenge, "--fail-fast").out
        assert "2 not run" in codementor("test", name, "--challenge", challenge, "--case", "small").out

    def test_unknown_case_names_near_matches(self, codementor: Command, work: Path, challenge: str) -> None:
        result = codementor("test", write(work, "a.py", RIGHT), "--challenge", challenge, "--case", "smal")

        assert result.code == 3
        assert "small" in result.err

    def test_program_on_stdin(self, codementor: Command, challenge: str) -> None:
        arguments = ("test", "-", "--language", "python", "--challenge", challenge)

        assert codementor(*arguments, stdin=RIGHT.encode()).code == 0

    def test_what_a_program_prints_reaches_the_terminal_escaped(
        self, codementor: Command, work: Path, challenge: str
    ) -> None:
        result = codementor("test", write(work, "a.py", ESCAPES), "--challenge", challenge)

        assert result.code == 1
        assert "\x1b" not in result.out
        assert "\u202e" not in result.out
        assert "\\x1b[2J\\u202e[red]" in result.out

    def test_syntax_error_is_shown_before_any_case(self, codementor: Command, work: Path, challenge: str) -> None:
        result = codementor("test", write(work, "a.py", "print(\n"), "--challenge", challenge)

        assert result.code == 1
        assert "compile error" in result.out
        assert "SyntaxError" in result.out

    @pytest.mark.parametrize("name", ["two words.py", "quo'te\".py", "new\nline.py", "-dash.py", "größe.py", "a.b.py"])
    def test_any_file_name_works(self, codementor: Command, work: Path, challenge: str, name: str) -> None:
        write(work, name, RIGHT)
        result = codementor("test", "--challenge", challenge, "--", name)

        assert result.code == 0, result


class TestRun:
    def test_input_arguments_and_output_pass_through(self, codementor: Command, work: Path) -> None:
        source = "import sys\nprint(sys.argv[1:], sys.stdin.read())\nprint('oops', file=sys.stderr)\n"
        result = codementor("run", write(work, "a.py", source), "one", "--two", stdin=b"typed")

        assert (result.code, result.out, result.err) == (0, "['one', '--two'] typed\n", "oops\n")

    def test_options_after_two_dashes_are_the_programs(self, codementor: Command, work: Path) -> None:
        result = codementor("run", "--", write(work, "a.py", "import sys\nprint(sys.argv[1:])\n"), "--json", "-q")

        assert result.out == "['--json', '-q']\n"

    def test_arguments_that_are_too_large_are_a_usage_error(self, codementor: Command, work: Path) -> None:
        result = codementor("run", write(work, "a.py", RIGHT), "x" * 60_000)

        assert result.code == 2, result
        assert "--stdin PATH" in result.err

    def test_stdin_comes_from_a_file(self, codementor: Command, work: Path) -> None:
        write(work, "in.txt", "from the file")
        result = codementor("run", write(work, "a.py", "print(input())\n"), "--stdin", "in.txt")

        assert result.out == "from the file\n"

    def test_crash_is_told_in_one_line_after_its_traceback(self, codementor: Command, work: Path) -> None:
        result = codementor("run", write(work, "a.py", "raise SystemExit(3)\n"))

        words = "  The program ended with exit code 3, which means that it failed; end it with 0.\n"
        assert (result.code, result.out, result.err) == (1, "", f"✗ run-time error: exit code 3\n{words}")

    def test_crash_is_explained_as_a_judgement_does_and_quietly_not_at_all(
        self, codementor: Command, work: Path
    ) -> None:
        path = write(work, "a.py", "print(1 / 0)\n")
        result, quiet = (codementor("run", path, *more) for more in ((), ("--quiet",)))

        words = "  The program crashed in a.py, line 1: ZeroDivisionError: division by zero. This means: the program"
        assert words in result.err.split("✗ run-time error: exit code 1\n")[1]
        assert quiet.err.endswith("✗ run-time error: exit code 1\n")

    def test_limit_is_told_with_its_figure(self, codementor: Command, work: Path) -> None:
        result = codementor("run", write(work, "a.py", LOOP), "--time-limit", "300ms")

        assert result.code == 1
        assert result.err.startswith("✗ time limit exceeded: CPU time ")
        assert ", limit 0.3 s\n  The program used " in result.err

    def test_json_fits_its_schema(self, codementor: Command, work: Path) -> None:
        result = codementor("run", write(work, "a.py", "print(input())\n"), "--json", stdin=b"\x00\xff\n")
        value = fits("run", result.out)

        assert result.code == 0, result
        assert value["output"] == "\0\ufffd\n"

    def test_terminal_is_a_terminal_for_the_program(self, home: Mapping[str, str], work: Path) -> None:
        write(work, "a.py", "import sys\nname = input('name? ')\nprint('hi', name, sys.stdin.isatty())\n")
        shown, code = typed(["run", "a.py"], work, home, ask=b"name? ", answer=b"Ann\n")

        assert code == 0
        assert b"hi Ann True" in shown

    def test_interrupt_from_the_keyboard_ends_it(self, home: Mapping[str, str], work: Path) -> None:
        write(work, "a.py", LOOP)
        _, code = typed(["run", "a.py"], work, home, ask=b"started", answer=b"\x03")

        assert code == 130

    @pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_signals_end_it_quietly(
        self, home: Mapping[str, str], work: Path, number: signal.Signals, code: int
    ) -> None:
        write(work, "a.py", LOOP)
        command = subprocess.Popen(
            [COMMAND, "run", "a.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=work, env=home
        )
        assert command.stdout is not None
        assert command.stdout.readline() == b"started\n"
        command.send_signal(number)
        _, errors = command.communicate()

        assert command.returncode == code
        assert errors == b""


def test_shipped_challenge_verifies(codementor: Command) -> None:
    result = codementor("challenges", "new", "first")
    assert result.code == 0

    result = codementor("challenges", "verify", "first")

    assert result.code == 0, result
    assert "all as expected" in result.out


def test_wrong_reference_fails_verification(codementor: Command, work: Path, challenge: str) -> None:
    folder = work / "challenges" / challenge / "submissions" / "accepted"
    folder.mkdir(parents=True)
    write(folder, "right.py", RIGHT)
    write(folder, "wrong.py", WRONG)

    result = codementor("challenges", "verify", challenge)

    assert result.code == 1, result
    assert "✗ add-two  accepted/wrong.py  expected accepted, found wrong answer" in result.out
    assert codementor("challenges", "verify", challenge, "--json").code == 1


def typed(arguments: list[str], folder: Path, home: Mapping[str, str], ask: bytes, answer: bytes) -> tuple[bytes, int]:
    """Run on a terminal, answer once when asked, and return what was shown and the exit code."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execve(COMMAND, [COMMAND, *arguments], dict(home))
    shown = b""
    while ask not in shown:
        shown += os.read(terminal, 4096)
    os.write(terminal, answer)
    try:
        while more := os.read(terminal, 4096):
            shown += more
    except OSError:
        # EIO: the other end is closed.
        pass
    os.close(terminal)
    return shown, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_checker_that_fails_is_its_authors_to_verify(codementor: Command, work: Path, challenge: str) -> None:
    folder = work / "challenges" / challenge
    write(folder, "checker.py", "import sys\nopen(sys.argv[3] + '/score.txt', 'w').write('7')\nsys.exit(42)\n")
    path = folder / "challenge.yaml"
    path.write_text(path.read_text() + "checker: {type: custom, program: checker.py}\n")

    result = codementor("test", write(work, "a.py", RIGHT), "--challenge", challenge)

    assert result.code == 4, result
    assert 'The checker wrote "7" to score.txt, which is no number from 0 to 1.\n' in result.out
    assert "→ codementor challenges verify add-two\n→ codementor doctor\n" in result.out
