"""``codementor grade --judge``: a class judged by real servers has the results that it has on one machine."""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.api.conftest import Serve
from tests.cli.command import COMMAND
from tests.fakes.engines import DEADLINE_SECONDS
from tests.fakes.gradings import lasting, result_of, wait_for_files
from tests.fakes.student_class import StudentClass, make_class
from tests.fakes.worker_process import machines

_KIND_COUNT = 12
"""A repository of each kind of program."""


@dataclass(frozen=True)
class Class:
    """A class of students, and the command that grades it."""

    students: StudentClass
    environment: Mapping[str, str]

    @contextmanager
    def grading(self, output: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
        """Begin to grade it; at the end of the context, the command ends too."""
        where = ["--root", str(self.students.root), "--assignment", str(self.students.assignment)]
        command = [COMMAND, "grade", *where, "--output", str(output), "--report", f"csv={output}.csv", "--quiet", *more]
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Return a class that is judged as the servers judge: in bubblewrap, with this machine's own toolchains."""
    folder = tmp_path_factory.mktemp("class")
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    own = {"HOME": str(folder), "LANG": "C.UTF-8", "CODEMENTOR_SANDBOX": "bubblewrap"}
    environment = {**kept, **own, "CODEMENTOR_BUBBLEWRAP_IMAGES": str(folder)}
    return Class(make_class(folder, _KIND_COUNT, challenge_count=1), environment)


@pytest.fixture(scope="module")
def here(course: Class, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return what the class comes to on this machine."""
    output = tmp_path_factory.mktemp("here") / "out"
    with course.grading(output) as process:
        _ended(process)
    return _bytes(output)


def _free_port() -> str:
    """Return a port that a server can take again and again."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def _ended(process: subprocess.Popen[str]) -> None:
    _, said = process.communicate(timeout=DEADLINE_SECONDS)
    assert (process.returncode, said) == (1, "")


def _bytes(output: Path) -> bytes:
    """Return the gradebook and the result of the class, without what differs in every run."""
    rows = list(csv.DictReader(output.with_suffix(".csv").read_text("utf-8").splitlines()))
    for row in rows:
        del row["graded_at"]
    return json.dumps([rows, lasting(result_of(output))]).encode()


def _kill(*processes: subprocess.Popen[str]) -> None:
    for each in processes:
        each.send_signal(signal.SIGKILL)
        each.wait()


def test_server_killed_and_started_again_in_the_middle_changes_no_byte_of_the_result(
    course: Class, here: bytes, serve: Serve, tmp_path: Path
) -> None:
    there, options = tmp_path / "there", ("--port", _free_port(), "--sandbox", "bubblewrap", "--database", "kept.db")
    with serve(*options) as running, course.grading(there, "--judge", running.url) as process:
        wait_for_files(there / "repositories", _KIND_COUNT // 3)
        _kill(running.process)
        with serve(*options):
            _ended(process)

    assert _bytes(there) == here


@pytest.fixture
def shared(postgres_url: str, broker_url: str) -> dict[str, str]:
    """Return the database and the broker of several machines, as variables."""
    return {"DATABASE_URL": postgres_url, "CODEMENTOR_BROKER_URL": broker_url}


def test_worker_and_server_killed_in_the_middle_change_no_byte_of_the_result(
    course: Class, here: bytes, serve: Serve, shared: dict[str, str], tmp_path: Path
) -> None:
    there, options = tmp_path / "there", ("--port", _free_port())
    with (
        machines(shared["DATABASE_URL"], shared["CODEMENTOR_BROKER_URL"], tmp_path) as several,
        several.worker("--lanes", "1") as lost,
        several.worker("--lanes", "1"),
        serve(*options, **shared) as running,
        course.grading(there, "--judge", running.url) as process,
    ):
        wait_for_files(there / "repositories", _KIND_COUNT // 4)
        _kill(lost.process, running.process)
        with serve(*options, **shared):
            _ended(process)

        assert _bytes(there) == here
        assert several.jobs.depth().unfinished_count == 0
