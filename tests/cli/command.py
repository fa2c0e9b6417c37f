"""What the tests of the command line share."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

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


def run_in(folder: Path, home: Mapping[str, str], *arguments: str, **environment: str) -> Result:
    """Run the command in a folder, with nothing on its stdin."""
    done = subprocess.run(
        [COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=folder,
        env={**home, **environment},
        check=False,
        timeout=120,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


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
