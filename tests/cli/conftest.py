"""The installed command as a subprocess, away from the developer's home."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.command import CHALLENGE, COMMAND, Command, Result


@pytest.fixture
def home(tmp_path: Path) -> Mapping[str, str]:
    """Return an environment with nothing of the developer's in it, but how to reach Docker."""
    kept = {name: os.environ[name] for name in ("PATH", "DOCKER_HOST", "DOCKER_CONTEXT") if name in os.environ}
    folder = tmp_path / "home"
    folder.mkdir()
    return {**kept, "HOME": str(folder), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


@pytest.fixture
def codementor(tmp_path: Path, home: Mapping[str, str]) -> Command:
    """Return a function that runs the command in an empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()

    def run(*arguments: str | bytes, stdin: bytes = b"", **environment: str) -> Result:
        done = subprocess.run(
            [COMMAND, *arguments],
            input=stdin,
            capture_output=True,
            cwd=folder,
            env={**home, **environment},
            check=False,
            timeout=120,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def work(tmp_path: Path, codementor: Command) -> Path:
    """Return the folder that the command runs in."""
    return tmp_path / "work"


@pytest.fixture
def challenge(work: Path) -> str:
    """Lay out a small challenge in the working folder, and return its id."""
    folder = work / "challenges" / "add-two"
    folder.mkdir(parents=True)
    (folder / "challenge.yaml").write_text(CHALLENGE)
    return "add-two"
