"""``codementor grade --judge``: a class judged by a real server has the results that it has on one machine."""

from __future__ import annotations

import csv
import json
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.api.conftest import Serve
from tests.cli.command import COMMAND
from tests.fakes.engines import DEADLINE_SECONDS
from tests.fakes.gradings import lasting, result_of, wait_for_files
from tests.fakes.student_class import StudentClass, make_class

_KIND_COUNT = 12
"""A repository of each kind of program."""


@pytest.fixture
def students(tmp_path: Path) -> StudentClass:
    return make_class(tmp_path / "class", _KIND_COUNT, challenge_count=1)


@pytest.fixture
def environment(serve_environment: Mapping[str, str]) -> Mapping[str, str]:
    """Judge as the server does."""
    return {**serve_environment, "CODEMENTOR_SANDBOX": "bubblewrap"}


@contextmanager
def _grading(
    students: StudentClass, environment: Mapping[str, str], output: Path, *more: str
) -> Iterator[subprocess.Popen[str]]:
    where = ["--root", str(students.root), "--assignment", str(students.assignment), "--output", str(output)]
    command = [COMMAND, "grade", *where, "--quiet", "--report", f"csv={output}.csv", *more]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _ended(process: subprocess.Popen[str]) -> None:
    _, said = process.communicate(timeout=DEADLINE_SECONDS)
    assert (process.returncode, said) == (1, "")


def _bytes(output: Path) -> bytes:
    """Return the gradebook and the result of the class, without what differs in every run."""
    rows = list(csv.DictReader(output.with_suffix(".csv").read_text("utf-8").splitlines()))
    for row in rows:
        del row["graded_at"]
    return json.dumps([rows, lasting(result_of(output))]).encode()


def test_server_killed_and_started_again_in_the_middle_changes_no_byte_of_the_result(
    students: StudentClass, environment: Mapping[str, str], serve: Serve, tmp_path: Path
) -> None:
    with _grading(students, environment, tmp_path / "here") as process:
        _ended(process)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    there, judge = tmp_path / "there", ("--judge", f"http://127.0.0.1:{port}")
    options = ("--port", str(port), "--sandbox", "bubblewrap", "--database", "kept.db")
    with serve(*options) as running, _grading(students, environment, there, *judge) as process:
        wait_for_files(there / "repositories", _KIND_COUNT // 3)
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
        with serve(*options):
            _ended(process)

    assert _bytes(there) == _bytes(tmp_path / "here")
