"""What goes wrong around judging: no engine, interrupts, sudden ends, full disks. Nothing may be left running."""

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import docker
import docker.errors
import pytest
import requests

from tests.cli.command import COMMAND, Command, Result

SUM = "a, b = map(int, input().split())\nprint(a + b)\n"
WRONG = "print('wrong')\n"
SLEEP = "import time\nprint('started', flush=True)\ntime.sleep(600)\n"
_SMALL_FILE_BYTES = 2048


@pytest.fixture
def lanes() -> Iterator["Lanes"]:
    client = docker.from_env()
    yield Lanes(client)
    client.close()


_REMOVAL_SECONDS = 20


class Lanes:
    """The lanes of this machine's Docker daemon, by the process that owns them."""

    def __init__(self, client: docker.DockerClient) -> None:
        self._client = client

    def of(self, process: int) -> list[str]:
        """Return the ids of those that a process started."""
        found = self._client.api.containers(all=True, filters={"label": "codementor.lane"})
        return [each["Id"] for each in found if each["Labels"]["codementor.owner"].startswith(f"{process}:")]

    def go(self, process: int) -> bool:
        """Whether those of an ended process go; the daemon may be removing them yet, and lists them until it has."""
        for identity in self.of(process):
            try:
                self._client.api.wait(identity, timeout=_REMOVAL_SECONDS, condition="removed")
            except docker.errors.NotFound:
                continue
            except requests.exceptions.RequestException:
                return False
        return True


def start(folder: Path, environment: Mapping[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**environment, "CODEMENTOR_SANDBOX": "docker"},
    )


def test_no_engine_at_all_names_both_and_the_commands_that_install_them(
    codementor: Command, work: Path, challenge: str, tmp_path: Path
) -> None:
    (work / "a.py").write_text(SUM)
    empty = tmp_path / "empty"
    empty.mkdir()
    away = {"DOCKER_HOST": "unix:///nonexistent.sock", "PATH": str(empty)}

    for arguments in (
        ("run", "a.py"),
        ("test", "a.py", "--challenge", challenge),
        ("test", "a.py", "--challenge", challenge, "--json"),
        ("challenges", "verify", challenge),
    ):
        result = codementor(*arguments, **away)

        assert result.code == 4, result
        assert result.is_clear
        assert result.out == ""
        assert "unix:///nonexistent.sock" in result.err
        assert "→ Start Docker: sudo systemctl start docker" in result.err
        assert "sudo apt-get install bubblewrap" in result.err
        assert max(map(len, result.err.splitlines())) <= 120


def test_doctor_without_an_engine_says_what_to_install(codementor: Command, tmp_path: Path) -> None:
    result = codementor("doctor", DOCKER_HOST="unix:///nonexistent.sock", PATH=str(tmp_path))

    assert result.code == 4
    assert "sudo apt-get install bubblewrap" in result.out


def test_doctor_names_folders_of_challenges_that_are_not_there(codementor: Command) -> None:
    away = {"DOCKER_HOST": "unix:///nonexistent.sock", "CODEMENTOR_SANDBOX": "docker"}

    result = codementor("doctor", CODEMENTOR_CHALLENGES="/nowhere/at-all", **away)

    assert "there is no folder /nowhere/at-all" in result.out
    assert "→ challenges: Check CODEMENTOR_CHALLENGES" in result.out


class TestInterrupt:
    def test_of_live_run_leaves_no_lane(self, home: Mapping[str, str], work: Path, lanes: Lanes) -> None:
        (work / "a.py").write_text(SLEEP)
        command = start(work, home, "run", "a.py")
        assert command.stdout is not None
        assert command.stdout.readline() == b"started\n"
        assert len(lanes.of(command.pid)) == 1

        result = interrupted(command)

        assert result.code == 130
        assert result.err == ""
        assert lanes.go(command.pid)

    def test_of_judging_leaves_no_lane_and_no_report(
        self, home: Mapping[str, str], work: Path, challenge: str, lanes: Lanes
    ) -> None:
        # The second case never ends: the first one's line on stdout tells when to interrupt.
        (work / "a.py").write_text("line = input()\nwhile line != '1 2':\n    pass\nprint(3)\n")
        arguments = ("--challenge", challenge, "--time-limit", "60s", "--jobs", "1", "--output", "report.json")
        command = start(work, home, "test", "a.py", *arguments)
        assert command.stderr is not None
        assert b"accepted" in command.stderr.readline()
        assert lanes.of(command.pid)

        result = interrupted(command)

        assert result.code == 130
        assert lanes.go(command.pid)
        assert not (work / "report.json").exists()

    def test_before_anything_is_loaded_is_quiet(self, home: Mapping[str, str]) -> None:
        program = (
            "import os, signal, sys\n"
            "known = set(sys.modules)\n"
            "from codementor_cli.cli import app\n"
            "print(*sorted(set(sys.modules) - known))\n"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=home, check=True, text=True)

        assert set(done.stdout.split()) == {
            "__future__",
            "codementor_cli",
            "codementor_cli.cli",
            "codementor_cli.cli.app",
        }


def interrupted(command: "subprocess.Popen[bytes]") -> Result:
    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=60)
    return Result(command.returncode, out.decode(), err.decode())


def test_two_judgings_at_once_do_not_disturb_each_other(home: Mapping[str, str], work: Path, challenge: str) -> None:
    (work / "right.py").write_text(SUM)
    (work / "wrong.py").write_text(WRONG)
    names = ("right.py", "wrong.py")
    both = [start(work, home, "test", name, "--challenge", challenge, "--json") for name in names]

    answers = [command.communicate(timeout=100) for command in both]

    assert [command.returncode for command in both] == [0, 1]
    assert [json.loads(out)["verdict"] for out, _ in answers] == ["AC", "WA"]
    assert [err for _, err in answers] == [b"", b""]


def test_lane_of_a_killed_command_is_gone_after_the_next_one(
    home: Mapping[str, str], work: Path, lanes: Lanes, codementor: Command
) -> None:
    (work / "sleep.py").write_text(SLEEP)
    (work / "a.py").write_text("print('hello')\n")
    command = start(work, home, "run", "sleep.py")
    assert command.stdout is not None
    assert command.stdout.readline() == b"started\n"
    command.kill()
    command.communicate()

    assert codementor("run", "a.py", CODEMENTOR_SANDBOX="docker").out == "hello\n"

    assert lanes.go(command.pid)


class TestFullDisk:
    @pytest.mark.parametrize("more", [(), ("--json",)], ids=["live", "json"])
    def test_under_stdout_of_run_is_no_bug(self, home: Mapping[str, str], work: Path, more: tuple[str, ...]) -> None:
        (work / "a.py").write_text("print('hello')\n")
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [COMMAND, "run", "a.py", *more],
                stdin=subprocess.DEVNULL,
                stdout=full,
                stderr=subprocess.PIPE,
                cwd=work,
                env=home,
                check=False,
            )

        assert done.returncode == 4
        assert done.stderr.startswith(b"error: The output cannot be written: No space left on device.\n")

    def test_closed_stdout_takes_nothing(self, home: Mapping[str, str], work: Path) -> None:
        (work / "a.py").write_text("print('hello')\n")
        done = subprocess.run(
            ["sh", "-c", 'exec "$0" run a.py < /dev/null >&-', COMMAND],
            stderr=subprocess.PIPE,
            cwd=work,
            env=home,
            check=False,
        )

        assert (done.returncode, done.stderr) == (0, b"")

    def test_under_the_report_is_told_after_judging(self, codementor: Command, work: Path, challenge: str) -> None:
        (work / "a.py").write_text(SUM)

        result = codementor("test", "a.py", "--challenge", challenge, "--json", "--output", "/dev/full")

        assert result.code == 4
        assert result.is_clear
        assert "→ Make room on the disk" in result.err

    def test_leaves_the_report_before_it_whole(self, home: Mapping[str, str], work: Path, challenge: str) -> None:
        (work / "a.py").write_text(f"print('x' * {2 * _SMALL_FILE_BYTES})\n")
        (work / "report.json").write_text("the one before")
        done = subprocess.run(
            [COMMAND, "test", "a.py", "--challenge", challenge, "--json", "--output", "report.json"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=work,
            env=home,
            check=False,
            preexec_fn=_allow_small_files_only,
        )

        assert done.returncode == 4, done
        assert b"error: The report cannot be written to 'report.json'" in done.stderr
        assert (work / "report.json").read_text() == "the one before"
        assert not list(work.glob(".report.json*"))

    def test_leaves_no_half_a_challenge(self, home: Mapping[str, str], work: Path) -> None:
        done = subprocess.run(
            [COMMAND, "challenges", "new", "first"],
            capture_output=True,
            cwd=work,
            env=home,
            check=False,
            text=True,
            preexec_fn=_allow_no_files,
        )

        assert done.returncode in {3, 4}
        assert done.stderr.startswith("error: challenges/first cannot be written: ")
        assert "\n  → " in done.stderr
        assert not (work / "challenges" / "first").exists()


def _allow_small_files_only() -> None:
    _limit_files(_SMALL_FILE_BYTES)


def _allow_no_files() -> None:
    _limit_files(0)


def _limit_files(size: int) -> None:
    """Make larger writes fail with ``EFBIG``, as a full disk does with ``ENOSPC``."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("engine", ["docker", "bubblewrap"])
def test_home_that_cannot_be_written_costs_the_record_and_nothing_else(
    codementor: Command, work: Path, challenge: str, tmp_path: Path, engine: str
) -> None:
    (work / "a.py").write_text(SUM)
    # A file where the folders should be: root may write anywhere else.
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    folders = {f"XDG_{name}_HOME": str(blocked / name) for name in ("CACHE", "DATA", "STATE", "CONFIG")}

    result = codementor("test", "a.py", "--challenge", challenge, CODEMENTOR_SANDBOX=engine, **folders)

    assert result.code == 0, result
    assert "score 100 of 100" in result.out
    assert result.err.startswith("warning: The submission was not recorded. ")
    assert "error" not in result.err
