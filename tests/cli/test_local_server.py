"""``serve --local``: a user's own server, and commands that are done by it as they are done without."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.cli.warm.ask import _usual_socket
from codementor_cli.remote.address import socket_path
from tests.cli.command import COMMAND, DOWN, Result, result_of
from tests.fakes.terminal import Terminal

PATIENCE_SECONDS = 60.0
SUM = "print(sum(map(int, input().split())))\n"
CASES = "tests:\n- {name: one, input: '1 2', expected: '3'}\n- {name: two, input: '3 4', expected: '7'}\n"
BUBBLEWRAP = {**DOWN, "CODEMENTOR_SANDBOX": "bubblewrap"}
"""No image is unpacked for each test: this machine's own Python judges."""


@dataclass(frozen=True)
class Local:
    """A running server, and the folder that commands are typed in."""

    process: subprocess.Popen[str]
    work: Path
    environment: dict[str, str]

    def run(self, *words: str, stdin: bytes = b"", **environment: str) -> Result:
        """Run a command that may use the server."""
        command, surroundings = [COMMAND, *words], {**self.environment, **environment}
        return result_of(
            subprocess.run(
                command,
                input=stdin,
                capture_output=True,
                cwd=self.work,
                env=surroundings,
                check=False,
                timeout=PATIENCE_SECONDS,
            )
        )


@pytest.fixture
def surroundings(tmp_path: Path, home: Mapping[str, str]) -> dict[str, str]:
    (tmp_path / "run").mkdir(mode=0o700)
    return {**home, **BUBBLEWRAP, "XDG_RUNTIME_DIR": str(tmp_path / "run"), "CODE_EXECUTOR_HOST": "unix:"}


@contextmanager
def started(surroundings: dict[str, str], work: Path) -> Iterator[Local]:
    process = subprocess.Popen(
        [COMMAND, "serve", "--local"],
        cwd=work,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = ""
        while "use it:" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        yield Local(process, work, surroundings)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def local(surroundings: dict[str, str], tmp_path: Path) -> Iterator[Local]:
    work = tmp_path / "typed"
    work.mkdir()
    (work / "a.py").write_text(SUM)
    (work / "cases.yaml").write_text(CASES)
    with started(surroundings, work) as running:
        yield running


def judged(done: Result) -> Any:
    """Return a report without its figures."""
    text = re.sub(r'"(executionTime|cpuTime|memory|wallTime)": [0-9.]+', r'"\1": 0', done.out)
    return done.code, json.loads(text)


def wait_for(condition: Any, what: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.01)


def test_commands_answer_as_they_do_without_it(local: Local) -> None:
    for words in (["test", "a.py", "--tests", "cases.yaml", "--json"], ["run", "a.py", "--json"]):
        warm = local.run(*words, stdin=b"20 3\n")
        cold = local.run(*words, stdin=b"20 3\n", CODE_EXECUTOR_HOST="")

        assert judged(warm) == judged(cold)
        assert warm.err == cold.err


def test_input_output_and_exit_code_are_the_programs(local: Local) -> None:
    (local.work / "fail.py").write_text("import sys\nprint(input()); print('bad', file=sys.stderr); sys.exit(3)\n")
    warm, cold = (local.run("run", "fail.py", stdin=b"hello\n", **host) for host in ({}, {"CODE_EXECUTOR_HOST": ""}))

    assert (warm.code, warm.out) == (1, "hello\n")
    assert (warm.code, warm.out, warm.err) == (cold.code, cold.out, cold.err)


def test_errors_are_told_as_without_it(local: Local) -> None:
    for words in (["run", "none.py"], ["test", "a.py"], ["run"], ["test", "--nothing"]):
        warm, cold = local.run(*words), local.run(*words, CODE_EXECUTOR_HOST="")

        assert (warm.code, warm.out, warm.err) == (cold.code, cold.out, cold.err)


def test_interrupt_ends_the_program_and_the_command(local: Local) -> None:
    (local.work / "wait.py").write_text("print('ready', flush=True)\nimport time\ntime.sleep(600)\n")
    process = subprocess.Popen(
        [COMMAND, "run", "wait.py"],
        cwd=local.work,
        env=local.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == 130
    wait_for(lambda: not _runs("wait.py"), "the program is ended")


def _runs(name: str) -> list[str]:
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if name.encode() in each.read_bytes().split(b"\0"):
                found.append(str(each))
    return found


def test_person_at_a_terminal_sees_what_they_see_without_it(local: Local) -> None:
    (local.work / "ask.py").write_text(
        "name = input('name? ')\nprint('hello', name, __import__('sys').stdout.isatty())\n"
    )
    for host in ("unix:", ""):
        environment = {**local.environment, "CODE_EXECUTOR_HOST": host}
        with Terminal([COMMAND, "run", "ask.py"], local.work, environment) as terminal:
            terminal.until("name? ")
            terminal.type("Ada\r")

            assert "hello Ada True" in terminal.until("True")


def test_command_with_other_settings_is_judged_without_it(local: Local) -> None:
    done = local.run("test", "a.py", "--tests", "cases.yaml", CODEMENTOR_ZYGOTE="false")

    assert done.code == 0
    assert "note: " in done.err
    assert "with other settings" in done.err
    assert "This command judges without it." in done.err


def test_second_server_is_refused(local: Local) -> None:
    done = local.run("serve", "--local")

    assert (done.code, done.is_clear) == (4, True)
    assert "answers at unix:" in done.err


def test_killed_server_leaves_nothing_that_keeps_the_next_one_from_starting(
    local: Local, surroundings: dict[str, str]
) -> None:
    local.process.kill()
    local.process.wait()
    alone = local.run("test", "a.py", "--tests", "cases.yaml")
    with started(surroundings, local.work) as again:
        warm = again.run("test", "a.py", "--tests", "cases.yaml")

    assert "No judging server for this command" in alone.err
    assert (alone.code, warm.code, warm.err) == (0, 0, "")


def test_folder_that_others_can_enter_is_refused(surroundings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "run" / "codementor").mkdir(mode=0o755)
    (tmp_path / "run" / "codementor").chmod(0o755)
    done = subprocess.run([COMMAND, "serve", "--local"], env=surroundings, capture_output=True, check=False, text=True)

    assert done.returncode == 4
    assert "for you alone" in done.stderr


def test_socket_and_its_folder_are_this_users(local: Local, tmp_path: Path) -> None:
    folder = tmp_path / "run" / "codementor"

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o077 for each in folder.iterdir()} == {0}


def test_doctor_and_config_name_it(local: Local) -> None:
    assert "judge: the server at unix:" in local.run("config").out
    assert re.search(r"judge +the server at unix:\S+ answers", local.run("doctor").out)


@pytest.mark.parametrize("variables", [{"XDG_RUNTIME_DIR": "{}"}, {"TMPDIR": "{}"}, {"XDG_RUNTIME_DIR": "{}/gone"}, {}])
def test_both_sides_know_the_same_socket(
    variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_RUNTIME_DIR", "TMPDIR"):
        monkeypatch.delenv(name, raising=False)
    for name, text in variables.items():
        monkeypatch.setenv(name, text.format(tmp_path))

    assert _usual_socket() == str(socket_path(os.environ))
