"""What the tests of the command line share."""

import atexit
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fakes.warm import PATIENCE_SECONDS, WarmCommands, is_startable

COMMAND = str(Path(sys.executable).with_name("codementor"))


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def is_clear(self) -> bool:
        """Whether a person was told what is wrong, without a traceback."""
        return "Traceback" not in self.err and self.err.startswith("error: ")


def imported(err: str) -> set[str]:
    """Return the modules that a command imported, which ran with ``PYTHONPROFILEIMPORTTIME``.

    Args:
        err: What it said on stderr.
    """
    return {text.rpartition("|")[2].strip() for text in err.splitlines() if text.startswith("import time")}


Command = Callable[..., Result]


def start(folder: Path, environment: Mapping[str, str], *arguments: str | bytes, stdin: bytes = b"") -> Result:
    """Run the installed command in a folder, from its start to its end."""
    done = subprocess.run(
        [COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        cwd=folder,
        env=environment,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    return result_of(done)


@cache
def _warm() -> WarmCommands:
    """Return the one warm interpreter of this process; it ends with it."""
    commands = WarmCommands(COMMAND)
    atexit.register(commands.close)
    return commands


def fork(folder: Path, environment: Mapping[str, str], *arguments: str | bytes, stdin: bytes = b"") -> Result:
    """Run the command in a folder as ``start`` does, in an interpreter that has imported it already.

    What is read when an interpreter starts still counts: with other values of that, the command is started.
    """
    if not is_startable(environment):
        return start(folder, environment, *arguments, stdin=stdin)
    return result_of(_warm().run(arguments, folder, environment, stdin))


def result_of(done: subprocess.CompletedProcess[bytes]) -> Result:
    """Return what a command did, as text."""
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_in(folder: Path, home: Mapping[str, str], *arguments: str, **environment: str) -> Result:
    """Run the command in a folder, with nothing on its stdin."""
    return fork(folder, {**home, **environment}, *arguments)


DOWN = {"DOCKER_HOST": "unix:///nonexistent.sock", "CODEMENTOR_SANDBOX": "docker"}
"""An environment in which no sandbox is to be had: what is refused in it is refused before one is asked for."""

CHALLENGE = """\
id: add-two
title: Add Two
difficulty: easy
tags: [sums]
description: Add two numbers.
instructions: |
  Read two numbers and print their *sum*.
limits: {time: 1s}
languages: {python: {}, cpp: {}}
tests:
  - {name: small, sample: true, input: "1 2\\n", expected: "3\\n"}
  - {name: negative, input: "-1 -2\\n", expected: "-3\\n"}
  - {name: secret, hidden: true, input: "40 2\\n", expected: "42\\n"}
"""
