"""The installed command as a subprocess, away from the developer's home."""

import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.store import open_sqlite
from tests.cli.command import CHALLENGE, Command, Result, fork, start
from tests.fakes.submissions import AT, VISIBLE, call, submission


@pytest.fixture
def home(tmp_path: Path) -> Mapping[str, str]:
    """Return an environment with nothing of the developer's in it, but how to reach Docker."""
    kept = {name: os.environ[name] for name in ("PATH", "DOCKER_HOST", "DOCKER_CONTEXT") if name in os.environ}
    folder = tmp_path / "home"
    folder.mkdir()
    return {**kept, "HOME": str(folder), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


@pytest.fixture
def codementor(request: pytest.FixtureRequest, tmp_path: Path, home: Mapping[str, str]) -> Command:
    """Return a function that runs the command in an empty folder; from its start where a test is ``installed``."""
    folder = tmp_path / "work"
    folder.mkdir()

    run_command = start if request.node.get_closest_marker("installed") else fork

    def run(*arguments: str | bytes, stdin: bytes = b"", **environment: str) -> Result:
        return run_command(folder, {**home, **environment}, *arguments, stdin=stdin)

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


@pytest.fixture
def database(tmp_path: Path, filled_database: Path) -> str:
    """Return a database of 23 failing submissions and the accepted one after them, a minute apart."""
    return str(shutil.copy(filled_database, tmp_path / "submissions.db"))


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what ``database`` is a copy of."""
    path = tmp_path_factory.mktemp("database") / "submissions.db"
    good = replace(VISIBLE, verdict=Verdict.AC, points=50, difference=None, reason="")
    with closing(open_sqlite(path)) as store:
        for number in range(23):
            store.record(submission(f"{number:032x}", created_at=AT + timedelta(minutes=number)))
        store.record(
            submission(f"{99:032x}", verdict=Verdict.AC, results=(good,), created_at=AT + timedelta(minutes=40))
        )
        store.record_mentor_call(replace(call('{"hint": "Look at the sign."}'), submission_uid=f"{0:032x}"))
    return path
