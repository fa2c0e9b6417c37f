"""The scripts that hosts run, with what hosts set: GitHub's action, Gradescope's autograder, GitLab's template."""

from __future__ import annotations

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.cli.command import CHALLENGE, COMMAND
from tests.fakes.github_log import obeyed

ROOT = Path(__file__).parents[2]
RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"
CRASHING = "a, b = map(int, input().split())\nassert a > 0, '::error::owned'\nprint(a + b)\n"
ASSIGNMENT = """\
id: week-1
title: Week 1
challenges:
  - {id: add-two, points: 10, files: ["**/add.py"]}
"""


@dataclass(frozen=True)
class Course:
    """A student's repository, and an assignment that the student cannot reach."""

    folder: Path
    home: Mapping[str, str]

    @property
    def repository(self) -> Path:
        return self.folder / "repository"

    def hand_in(self, text: str, path: str = "src/add.py") -> None:
        file = self.repository / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def run(self, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "integrations" / script, *arguments],
            capture_output=True,
            text=True,
            cwd=self.repository,
            env={**self.home, "CODEMENTOR_SANDBOX": "bubblewrap", **environment},
            check=False,
            timeout=180,
        )

    def path(self, name: str) -> Path:
        return self.folder / name


@pytest.fixture
def course(tmp_path: Path, home: Mapping[str, str]) -> Course:
    challenge = tmp_path / "course" / "challenges" / "add-two" / "challenge.yaml"
    challenge.parent.mkdir(parents=True)
    challenge.write_text(CHALLENGE)
    (tmp_path / "course" / "assignment.yaml").write_text(ASSIGNMENT)
    (tmp_path / "repository").mkdir()
    (tmp_path / "temp").mkdir()
    path = f"{Path(COMMAND).parent}{os.pathsep}{home['PATH']}"
    return Course(tmp_path, {**home, "PATH": path})


def github(course: Course, **environment: str) -> subprocess.CompletedProcess[str]:
    return course.run(
        "github/grade",
        ASSIGNMENT=str(course.folder / "course" / "assignment.yaml"),
        REPOSITORY=".",
        RUNNER_TEMP=str(course.path("temp")),
        GITHUB_STEP_SUMMARY=str(course.path("summary")),
        GITHUB_OUTPUT=str(course.path("outputs")),
        **environment,
    )


def outputs(course: Course) -> dict[str, str]:
    return dict(line.split("=", 1) for line in course.path("outputs").read_text().splitlines())


def test_github_step_of_a_right_repository_passes(course: Course) -> None:
    course.hand_in(RIGHT)
    done = github(course)

    assert done.returncode == 0, done
    assert outputs(course) == {"state": "graded", "score": "10", "max-score": "10", "passed": "true"}
    assert "10 of 10 points" in course.path("summary").read_text().replace("\\", "")
    assert "::error" not in done.stdout


def test_github_step_annotates_the_students_line(course: Course) -> None:
    course.hand_in(CRASHING)
    done = github(course)

    assert done.returncode == 1, done
    assert "::error file=src/add.py,line=2,title=add-two%3A run-time error::" in done.stdout
    assert outputs(course)["passed"] == "false"
    assert [line for line in obeyed(done.stdout) if not line.startswith("::error file=src/add.py,line=2,")] == []


def test_github_obeys_nothing_that_a_message_on_a_folder_says(course: Course) -> None:
    course.hand_in(RIGHT)
    hostile = course.path("x ##[error]owned")
    hostile.write_text("")
    done = github(course, REPORTS=f"classroom50={hostile}/result.json")

    assert done.returncode == 3, done
    assert "owned" in done.stdout
    assert done.stderr == ""
    assert obeyed(done.stdout) == []


def docker(folder: Path, listed: str) -> str:
    """Write a Docker client that writes down what it is asked, and return the folder to put on PATH."""
    folder.mkdir()
    client = folder / "docker"
    client.write_text(
        "#!/bin/sh\n"
        f'echo "$@" >> {folder}/asked\n'
        f"[ $1 != images ] || printf '{listed}'\n"
        '[ $1 != save ] || echo archive > "$3"\n'
    )
    client.chmod(0o755)
    return str(folder)


def images(course: Course, what: str, folder: Path, path: str) -> None:
    done = course.run("github/images", what, str(folder), PATH=f"{path}{os.pathsep}{course.home['PATH']}")
    assert done.returncode == 0, done


def test_first_job_of_all_has_no_images_to_load(course: Course) -> None:
    path = docker(course.path("bin"), "")
    images(course, "load", course.path("a folder"), path)
    assert not course.path("bin/asked").exists()


def test_images_that_were_saved_are_loaded_by_the_next_job(course: Course) -> None:
    path = docker(course.path("bin"), "codementor/python:1\\ncodementor/c:2\\n")
    folder = course.path("a folder")
    images(course, "save", folder, path)
    images(course, "load", folder, path)

    assert [each.name for each in folder.iterdir()] == ["images.tar"]
    asked = course.path("bin/asked").read_text().splitlines()
    assert asked[1].endswith(".part codementor/python:1 codementor/c:2")
    assert asked[2] == f"load --quiet --input {folder}/images.tar"


def test_job_that_built_no_image_keeps_no_archive(course: Course) -> None:
    images(course, "save", course.path("folder"), docker(course.path("bin"), ""))
    assert list(course.path("folder").iterdir()) == []


def test_github_step_appends_to_what_earlier_steps_said(course: Course) -> None:
    course.hand_in(RIGHT)
    course.path("summary").write_text("earlier\n")
    course.path("outputs").write_text("earlier=1\n")
    github(course)

    assert course.path("summary").read_text().startswith("earlier\n## ")
    assert outputs(course)["earlier"] == "1"


def test_github_step_takes_a_minimum_and_more_reports(course: Course) -> None:
    course.hand_in(CRASHING)
    done = github(course, MINIMUM_SCORE="3", REPORTS=f"junit={course.path('results.xml')}\n")

    assert done.returncode == 0, done
    assert ET.parse(course.path("results.xml")).getroot().get("failures") == "1"


def test_github_step_can_succeed_whenever_it_graded(course: Course) -> None:
    course.hand_in(CRASHING)
    done = github(course, EXIT_ZERO="true")

    assert done.returncode == 0, done
    assert outputs(course)["passed"] == "false"


def test_github_step_without_a_sandbox_has_no_score(course: Course) -> None:
    course.hand_in(RIGHT)
    down = {"CODEMENTOR_SANDBOX": "docker", "DOCKER_HOST": "unix:///nonexistent.sock"}
    done = github(course, **down)

    assert done.returncode == 4, done
    assert outputs(course)["state"] == "fault"
    assert outputs(course).get("score", "") == ""
    assert "docker" in done.stdout.lower()
    assert obeyed(done.stdout) == [line for line in obeyed(done.stdout) if line.startswith("::error title=Not graded")]


def test_github_step_with_a_broken_assignment_says_where(course: Course) -> None:
    course.hand_in(RIGHT)
    (course.folder / "course" / "assignment.yaml").write_text("id: week-1\ntitel: Week 1\n")
    done = github(course)

    assert done.returncode == 3, done
    assert "assignment.yaml:2:1" in done.stdout
    assert outputs(course) == {"state": "fault"}


def test_action_passes_each_of_its_inputs_to_a_script_that_reads_it() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    steps = action["runs"]["steps"]
    grade = next(step for step in steps if step.get("id") == "grade")
    passed = {re.search(r"inputs\.([\w-]+)", value)[1]: name for name, value in grade["env"].items()}  # type: ignore[index]
    assert passed.keys() == action["inputs"].keys()
    script = (ROOT / "integrations/github/grade").read_text()
    for name in passed.values():
        assert re.search(rf"\$\{{{name}\b", script), name
    for step in steps:
        for path in re.findall(r"GITHUB_ACTION_PATH/([\w/]+)", step.get("run", "")):
            assert os.access(ROOT / path, os.X_OK)


def test_action_names_outputs_that_the_report_has(course: Course) -> None:
    course.hand_in(RIGHT)
    github(course)
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    assert action["outputs"].keys() == outputs(course).keys()


def gradescope(course: Course, **environment: str) -> subprocess.CompletedProcess[str]:
    root = course.path("autograder")
    (root / "source").mkdir(parents=True)
    (root / "source" / "assignment").symlink_to(course.folder / "course")
    (root / "submission").symlink_to(course.repository)
    return course.run("gradescope/run_autograder", AUTOGRADER_ROOT=str(root), **environment)


def gradescope_results(course: Course) -> dict[str, object]:
    results: dict[str, object] = json.loads(course.path("autograder/results/results.json").read_text())
    return results


def test_gradescope_takes_a_partial_score_as_a_success(course: Course) -> None:
    course.hand_in(CRASHING)
    done = gradescope(course)

    assert done.returncode == 0, done
    results = gradescope_results(course)
    assert results["score"] == pytest.approx(6.6667)


def test_gradescope_without_a_sandbox_fails_and_has_no_score(course: Course) -> None:
    course.hand_in(RIGHT)
    down = {"CODEMENTOR_SANDBOX": "docker", "DOCKER_HOST": "unix:///nonexistent.sock"}
    done = gradescope(course, **down)

    assert done.returncode == 4, done
    assert "score" not in gradescope_results(course)


def test_gitlab_job_grades_and_keeps_its_reports(course: Course) -> None:
    template = yaml.safe_load((ROOT / "integrations/gitlab/codementor.gitlab-ci.yml").read_text())
    job = template["codementor"]
    course.hand_in(CRASHING)
    (course.folder / "repository.assignment").symlink_to(course.folder / "course")
    done = subprocess.run(
        ["sh", "-ec", job["script"][-1]],
        cwd=course.repository,
        env={
            **course.home,
            "CODEMENTOR_SANDBOX": "bubblewrap",
            "CI_PROJECT_DIR": str(course.repository),
            "CODEMENTOR_ASSIGNMENT": "assignment.yaml",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 1, done
    assert ET.parse(course.repository / job["artifacts"]["reports"]["junit"]).getroot().get("tests") == "3"
    for path in job["artifacts"]["paths"]:
        assert (course.repository / path).exists()
