"""A class of every kind of repository, graded by the installed command: right, whole, and the same every time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import COMMAND
from tests.fakes.engines import DEADLINE_SECONDS, engines
from tests.fakes.gradings import lasting, result_of, wait_for_files
from tests.fakes.hostile_repositories import WITNESS
from tests.fakes.student_class import StudentClass, make_class

_KIND_COUNT = 57
"""A repository of each kind."""

Environment = Mapping[str, str]


@pytest.fixture(scope="module")
def students(tmp_path_factory: pytest.TempPathFactory) -> StudentClass:
    return make_class(tmp_path_factory.mktemp("class"), _KIND_COUNT, challenge_count=2)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, image_files: Path) -> Iterator[Environment]:
    """Judge in bubblewrap, on our own images' files."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: os.environ[name] for name in ("DOCKER_HOST", "DOCKER_CONTEXT") if name in os.environ}
    # A folder of the student's first, as a careless teacher may have it.
    path = f".:{os.environ['PATH']}"
    with engines("bubblewrap", image_files):
        yield {
            **kept,
            "PATH": path,
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "CODEMENTOR_SANDBOX": "bubblewrap",
            "CODEMENTOR_BUBBLEWRAP_IMAGES": str(image_files),
            "TMPDIR": str(tmp_path_factory.mktemp("temporary")),  # what a killed grader leaves there is not for /tmp
        }


def _command(students: StudentClass, output: Path, *more: str) -> list[str]:
    where = ["--root", str(students.root), "--assignment", str(students.assignment), "--output", str(output)]
    return [COMMAND, "grade", *where, "--quiet", *more]


def _graded(students: StudentClass, environment: Environment, output: Path, *more: str) -> dict[str, Any]:
    """Grade to the end, and return the class's result."""
    done = subprocess.run(
        _command(students, output, *more), env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return result_of(output)


@pytest.fixture(scope="module")
def graded(
    students: StudentClass, environment: Environment, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    return _graded(students, environment, tmp_path_factory.mktemp("out"), "--jobs", "2")


def test_every_state_verdict_and_score_is_what_the_repository_deserves(
    students: StudentClass, graded: dict[str, Any]
) -> None:
    found = {
        each["identity"]["key"]: (
            each["state"],
            tuple((one["state"], one["verdict"] or "", one["earned"]) for one in each["challenges"]),
            each["final"],
        )
        for each in graded["repositories"]
    }
    wanted = {each.key: (each.state, each.challenges, pytest.approx(each.final)) for each in students.expected}
    assert found == wanted


def test_nothing_of_a_repository_was_executed(students: StudentClass, graded: dict[str, Any]) -> None:
    assert graded["finished"]
    assert not (students.root / WITNESS).exists()


def test_every_score_is_the_sum_of_its_cases(graded: dict[str, Any]) -> None:
    for repository in graded["repositories"]:
        for challenge in repository["challenges"]:
            if challenge["state"] == "judged":
                for points in ("earned", "final", "maxPoints"):
                    assert sum(case[points] for case in challenge["cases"]) == pytest.approx(
                        challenge[points], abs=1e-9
                    )
        assert sum(each["final"] for each in repository["challenges"]) == pytest.approx(repository["final"], abs=1e-9)


def test_no_data_of_a_hidden_case_and_no_expected_output_is_in_any_file(graded: dict[str, Any]) -> None:
    cases = [case for each in graded["repositories"] for one in each["challenges"] for case in one["cases"]]
    assert [
        case for case in cases if case["hidden"] and any(value is not None for value in case["data"].values())
    ] == []
    assert [case for case in cases if case["data"]["expected"] or case["data"]["input"]] == []
    assert [case for case in cases if case["data"]["actual"]]


def test_what_is_wrong_with_a_repository_is_said_in_one_line(graded: dict[str, Any]) -> None:
    for repository in graded["repositories"]:
        for challenge in repository["challenges"]:
            assert bool(challenge["reason"]) is (challenge["verdict"] != "AC")
            for said in (challenge["reason"], *challenge["notes"], *repository["notes"]):
                assert said.isprintable(), said


def test_one_job_at_a_time_gives_the_same(
    students: StudentClass, environment: Environment, graded: dict[str, Any], tmp_path: Path
) -> None:
    assert lasting(_graded(students, environment, tmp_path, "--jobs", "1")) == lasting(graded)


def test_grading_killed_three_times_and_resumed_gives_the_same(
    students: StudentClass, environment: Environment, graded: dict[str, Any], tmp_path: Path
) -> None:
    repositories = tmp_path / "repositories"
    for number in (1, 2, 3):
        with _running(_command(students, tmp_path, "--resume", "--jobs", "2"), environment) as process:
            wait_for_files(repositories, number * 12)
            process.send_signal(signal.SIGKILL)
        for path in repositories.glob("[!.]*.json"):
            assert json.loads(path.read_text("utf-8"))["repositories"][0]["state"] != "fault"
        assert not result_of(tmp_path)["finished"]
    before = {path: path.stat().st_mtime_ns for path in repositories.glob("[!.]*.json")}
    assert lasting(_graded(students, environment, tmp_path, "--resume", "--jobs", "2")) == lasting(graded)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_two_graders_at_once_do_not_disturb_each_other(
    students: StudentClass, environment: Environment, graded: dict[str, Any], tmp_path: Path
) -> None:
    with _running(_command(students, tmp_path / "other", "--jobs", "1"), environment) as other:
        assert lasting(_graded(students, environment, tmp_path / "own", "--jobs", "1")) == lasting(graded)
        assert other.wait(timeout=300) == 1
    assert lasting(result_of(tmp_path / "other")) == lasting(graded)


def test_interrupt_leaves_valid_results_and_resume_goes_on(
    students: StudentClass, environment: Environment, graded: dict[str, Any], tmp_path: Path
) -> None:
    report = tmp_path / "results.xml"
    with _running(_command(students, tmp_path, "--report", f"junit={report}"), environment) as process:
        wait_for_files(tmp_path / "repositories", 5)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=DEADLINE_SECONDS) == 130
    interrupted = result_of(tmp_path)
    assert not interrupted["finished"]
    assert {each["state"] for each in interrupted["repositories"]} >= {"graded", "fault"}
    assert report.read_text("utf-8").endswith("</testsuites>\n")
    assert list(tmp_path.rglob(".*")) == []
    assert lasting(_graded(students, environment, tmp_path, "--resume")) == lasting(graded)


def test_student_in_the_own_repository_is_graded_like_in_the_class(
    students: StudentClass, environment: Environment, graded: dict[str, Any]
) -> None:
    for each in graded["repositories"]:
        if each["repository"].endswith(("executable-git", "own-settings", "configured", "two-days-late")):
            done = subprocess.run(
                [COMMAND, "grade", "--assignment", str(students.assignment), "--json", "--exit-zero"],
                cwd=students.root / each["repository"],
                env=environment,
                capture_output=True,
                check=True,
                timeout=60,
            )
            (alone,) = json.loads(done.stdout)["repositories"]
            assert lasting(alone) == lasting(each)
    assert not (students.root / WITNESS).exists()


@contextmanager
def _running(command: list[str], environment: Environment) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
