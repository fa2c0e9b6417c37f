"""The recipes for hosts: what they say to copy runs, and clones a class without a trace of its token."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.command import CHALLENGE, COMMAND
from tests.fakes.commits import commit

INTEGRATIONS = Path(__file__).parents[2] / "integrations"
CLONE = INTEGRATIONS / "clone-class"
TOKEN = "not-a-secret-4711"
RIGHT = b"a, b = map(int, input().split())\nprint(a + b)\n"
ASSIGNMENT = """\
id: week-1
title: Week 1
challenges:
  - {id: add-two, points: 10, files: ["**/add.py"]}
roster: roster.csv
"""


@pytest.fixture
def hosted(tmp_path: Path) -> Path:
    """Lay out what a host would have: the repositories of ada and ben, and the teacher's with a list of them."""
    for name in ("ada", "ben"):
        folder = tmp_path / "hosted" / name
        folder.mkdir(parents=True)
        commit(folder, {"add.py": RIGHT if name == "ada" else b"print(1)\n"}, datetime(2026, 11, 20, tzinfo=UTC))
    course = tmp_path / "course"
    (course / "challenges" / "add-two").mkdir(parents=True)
    (course / "challenges" / "add-two" / "challenge.yaml").write_text(CHALLENGE)
    (course / "assignment.yaml").write_text(ASSIGNMENT)
    (course / "roster.csv").write_text("repository,id,name\nada,1,Ada\nben,2,Ben\n")
    listed = "".join(f"{name} {tmp_path / 'hosted' / name}\n" for name in ("ada", "ben"))
    (course / "repositories.txt").write_text(f"# who hands in\n\n{listed}")
    return tmp_path


def run(script: str, folder: Path, home: Mapping[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    """Run a step of a host's job."""
    path = f"{Path(COMMAND).parent}{os.pathsep}{home['PATH']}"
    environment = {**home, "PATH": path, "CODEMENTOR_SANDBOX": "bubblewrap", **more}
    return subprocess.run(
        ["bash", "-euc", script], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=180
    )


def cloned(listed: str, folder: Path, home: Mapping[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    return run(f"'{CLONE}' '{folder}' <<< \"$LISTED\"", folder.parent, home, LISTED=listed, **more)


def test_class_is_cloned_a_folder_each_and_the_token_is_written_nowhere(hosted: Path, home: Mapping[str, str]) -> None:
    done = cloned((hosted / "course" / "repositories.txt").read_text(), hosted / "class", home, TOKEN=TOKEN)
    assert done.returncode == 0, done
    assert sorted(each.name for each in (hosted / "class").iterdir()) == ["ada", "ben"]
    assert (hosted / "class" / "ada" / "add.py").read_bytes() == RIGHT
    assert [path for path in hosted.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()] == []


def test_token_is_the_password_that_git_is_given(hosted: Path, home: Mapping[str, str]) -> None:
    client = hosted / "bin" / "git"
    client.parent.mkdir()
    client.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {hosted}/asked\n')
    client.chmod(0o755)
    script = f"PATH='{client.parent}':$PATH; '{CLONE}' class <<< 'ada https://host.invalid/ada'"
    assert run(script, hosted, home, TOKEN=TOKEN, TOKEN_USER="teacher").returncode == 0
    asked = (hosted / "asked").read_text()
    assert TOKEN not in asked
    helper = re.search(r"credential\.helper=!(.*)", asked)
    assert helper is not None
    answer = run(helper[1] + " get", hosted, home, TOKEN=TOKEN, TOKEN_USER="teacher").stdout
    assert answer.splitlines() == ["username=teacher", f"password={TOKEN}"]


@pytest.mark.parametrize(
    "listed", ["ada /nonexistent/ada", "../ada /x", "ada", "ada --upload-pack=touch /x", "ada ext::touch", "-x /x"]
)
def test_repository_that_cannot_be_cloned_stops_grading_with_its_line(
    listed: str, hosted: Path, home: Mapping[str, str]
) -> None:
    done = cloned(f"ben {hosted / 'hosted' / 'ben'}\n{listed}\n", hosted / "class", home)
    assert done.returncode == 4
    assert f"clone-class: {'ada' if 'nonexistent' in listed or 'ext' in listed else 'expected'}" in done.stderr


def test_hooks_and_settings_of_a_repository_do_nothing_when_it_is_cloned(hosted: Path, home: Mapping[str, str]) -> None:
    folder = hosted / "hosted" / "ada"
    for name in ("post-checkout", "reference-transaction"):
        hook = folder / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {hosted}/executed\n")
        hook.chmod(0o755)
    assert cloned(f"ada {folder}", hosted / "class", home).returncode == 0
    assert not (hosted / "executed").exists()


def graded(course: Path) -> str:
    text = (course / "gradebook.csv").read_text()
    assert "graded,10,10,yes" in text
    assert "graded,0,10,no" in text
    assert (course / "class.html").exists()
    return text


def test_workflow_of_a_class_on_github_clones_and_grades_it(hosted: Path, home: Mapping[str, str]) -> None:
    steps = yaml.safe_load((INTEGRATIONS / "github" / "class.yml").read_text())["jobs"]["grade"]["steps"]
    named = {step["name"]: step["run"] for step in steps if "name" in step}
    course = hosted / "course"
    (course / "codementor").symlink_to(INTEGRATIONS.parent)
    around = {"RUNNER_TEMP": str(hosted), "TOKEN": TOKEN, "ASSIGNMENT": "assignment.yaml"}
    for name in ("Clone the class", "Grade"):
        done = run(named[name], course, home, **around)
        assert done.returncode == 0, done
    graded(course)


def test_job_of_a_class_on_gitlab_clones_and_grades_it(hosted: Path, home: Mapping[str, str]) -> None:
    script = yaml.safe_load((INTEGRATIONS / "gitlab" / "class.gitlab-ci.yml").read_text())["codementor-class"]["script"]
    course = hosted / "course"
    (hosted / "course.codementor").symlink_to(INTEGRATIONS.parent)
    around = {"CI_PROJECT_DIR": str(course), "CODEMENTOR_ASSIGNMENT": "assignment.yaml", "CODEMENTOR_CLASS_USER": "t"}
    own = [step for step in script if not step.startswith(("pip ", "rm ", "git clone"))]
    done = run("\n".join(own), course, home, CODEMENTOR_CLASS_TOKEN=TOKEN, **around)
    assert done.returncode == 0, done
    graded(course)


def test_gitlab_template_clones_the_assignments_with_the_jobs_token_and_writes_it_nowhere(
    hosted: Path, home: Mapping[str, str]
) -> None:
    script = yaml.safe_load((INTEGRATIONS / "gitlab" / "codementor.gitlab-ci.yml").read_text())["codementor"]["script"]
    commit(hosted / "course", {"assignment.yaml": ASSIGNMENT.encode()}, datetime(2026, 11, 20, tzinfo=UTC))
    (hosted / "work").mkdir()
    around = {"CI_PROJECT_DIR": str(hosted / "work"), "CODEMENTOR_ASSIGNMENT_PROJECT": str(hosted / "course")}
    done = run("\n".join(script[1:4]), hosted / "work", home, CI_JOB_TOKEN=TOKEN, **around)
    assert done.returncode == 0, done
    assert (hosted / "work.assignment" / "assignment.yaml").read_text() == ASSIGNMENT
    assert [path for path in hosted.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()] == []


def blocks(page: str) -> list[Any]:
    """Return the YAML that a page shows."""
    return [yaml.safe_load(each) for each in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]


def test_workflow_that_the_page_shows_sets_inputs_that_the_action_has() -> None:
    (workflow,) = blocks((INTEGRATIONS / "github" / "README.md").read_text())
    action = yaml.safe_load((INTEGRATIONS.parent / "action.yml").read_text())
    ours = workflow["jobs"]["grade"]["steps"][-1]
    assert ours["uses"].endswith("/codementor@main")
    assert set(ours["with"]) <= set(action["inputs"])


@pytest.mark.parametrize("page", sorted(INTEGRATIONS.glob("*/README.md")), ids=lambda page: page.parent.name)
def test_files_that_a_page_links_to_are_there(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text()):
        assert (page.parent / link).exists(), link
