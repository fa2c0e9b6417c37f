"""``codementor grade`` and ``assignment`` as installed: exit codes, streams, files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.command import CHALLENGE, DOWN, Command
from tests.fakes.commits import commit

ASSIGNMENT = """\
id: week-1
title: Week 1
challenges:
  - {id: add-two, points: 10, files: ["**/add.py"]}
due: 2026-11-20 12:00 Z
late: {percent_per_day: 10}
roster: roster.csv
"""
RIGHT = b"a, b = map(int, input().split())\nprint(a + b)\n"
WRONG = b"a, b = map(int, input().split())\nprint(abs(a) + abs(b))\n"
BUBBLEWRAP = {"CODEMENTOR_SANDBOX": "bubblewrap"}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Lay out a course beside the working folder, and return its assignment."""
    folder = tmp_path / "course"
    (folder / "challenges" / "add-two").mkdir(parents=True)
    (folder / "challenges" / "add-two" / "challenge.yaml").write_text(CHALLENGE)
    (folder / "assignment.yaml").write_text(ASSIGNMENT)
    (folder / "roster.csv").write_text("repository,id,name\nada,1,Ada\nben,2,Ben\neve,3,Eve\n")
    return folder / "assignment.yaml"


@pytest.fixture
def students(tmp_path: Path) -> Path:
    """Lay out the repositories of ada, who is right, and of ben, who is not; eve has none."""
    root = tmp_path / "students"
    for name, source in (("ada", RIGHT), ("ben", WRONG)):
        (root / name).mkdir(parents=True)
        (root / name / "add.py").write_bytes(source)
        commit(root / name, {"add.py": source}, datetime(2026, 11, 20, 11, tzinfo=UTC))
    return root


def test_class_is_graded_into_a_table_and_files(
    codementor: Command, course: Path, students: Path, tmp_path: Path
) -> None:
    output, gradebook = tmp_path / "out", tmp_path / "gradebook.csv"
    done = codementor(
        "grade",
        "--root",
        str(students),
        "-a",
        str(course),
        "-o",
        str(output),
        "--report",
        f"csv={gradebook}",
        **BUBBLEWRAP,
    )
    assert done.code == 1, done.err
    rows = {line.split()[0]: line for line in done.out.splitlines() if line}
    assert "10 of 10" in rows["Ada"]
    assert "6.6667 of 10" in rows["Ben"]
    assert "missing" in rows["Eve"]
    result = json.loads((output / "result.json").read_text())
    assert [each["identity"]["id"] for each in result["repositories"]] == ["1", "2", "3"]
    assert sorted(path.name for path in (output / "repositories").iterdir()) == ["ada.json", "ben.json", "eve.json"]
    assert "Ada" in gradebook.read_text()


def test_who_handed_in_nothing_or_the_wrong_language_is_told_from_who_was_graded(
    codementor: Command, course: Path, students: Path
) -> None:
    (students / "eve").mkdir()
    (students / "fay").mkdir()
    (students / "fay" / "Add.java").write_text("class Add {}\n")
    text = course.read_text()
    course.write_text(text.replace('["**/add.py"]}', '["**/add.py"], languages: [python]}'))
    asked = ["grade", "--root", str(students), "-a", str(course)]
    done = codementor(*asked, "--json", **BUBBLEWRAP)
    found = {each["identity"]["key"]: each for each in json.loads(done.out)["repositories"]}
    assert {key: each["state"] for key, each in found.items()} == {
        "ada": "graded",
        "ben": "graded",
        "eve": "empty",
        "fay": "refused",
    }
    assert found["fay"]["reason"] == "Add Two: Add.java: it is Java 21; taken here: Python 3.13."
    rows = {line.split()[0]: line for line in codementor(*asked, **BUBBLEWRAP).out.splitlines() if line}
    assert "passed" in rows["student"]
    assert "Nothing was handed in" in rows["Eve"]


def test_one_student_who_is_right_passes(codementor: Command, course: Path, students: Path) -> None:
    done = codementor("grade", str(students / "ada"), "--assignment", str(course), **BUBBLEWRAP)
    assert done.code == 0, done.err
    assert "passed: 10 of 10 points" in done.out


def test_minimum_score_decides_the_exit_code(codementor: Command, course: Path, students: Path) -> None:
    asked = ["grade", str(students / "ben"), "--assignment", str(course), "--quiet"]
    assert codementor(*asked, **BUBBLEWRAP).code == 1
    assert codementor(*asked, "--min-score", "60%", **BUBBLEWRAP).code == 0
    assert codementor(*asked, "--min-score", "9", **BUBBLEWRAP).code == 1
    assert codementor(*asked, "--exit-zero", **BUBBLEWRAP).code == 0


def test_json_is_the_published_result_and_alone_on_stdout(codementor: Command, course: Path, students: Path) -> None:
    done = codementor("grade", str(students / "ada"), "-a", str(course), "--json", **BUBBLEWRAP)
    result = json.loads(done.out)
    assert (result["schema"], result["finished"], result["sandbox"]) == ("codementor/result/v1", True, "bubblewrap")


def test_only_some_are_graded(codementor: Command, course: Path, students: Path) -> None:
    done = codementor(
        "grade", "--root", str(students), "-a", str(course), "--only", "1", "--only", "eve", "--json", **BUBBLEWRAP
    )
    assert [each["identity"]["key"] for each in json.loads(done.out)["repositories"]] == ["ada", "eve"]


def test_graded_submissions_reach_the_history_only_when_asked(
    codementor: Command, course: Path, students: Path
) -> None:
    codementor("grade", str(students / "ada"), "-a", str(course), "--quiet", **BUBBLEWRAP)
    assert json.loads(codementor("history", "--json").out)["total"] == 0
    codementor("grade", str(students / "ada"), "-a", str(course), "--quiet", "--record", **BUBBLEWRAP)
    (recorded,) = json.loads(codementor("history", "--json").out)["submissions"]
    assert (recorded["source"], recorded["verdict"]) == ("grade", "AC")


def test_lane_that_is_not_to_be_had_is_a_fault_and_never_a_score(
    codementor: Command, course: Path, students: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    done = codementor("grade", "--root", str(students), "-a", str(course), "-o", str(output), **DOWN)
    assert done.code == 4
    assert done.is_clear
    ada, ben, eve = json.loads((output / "result.json").read_text())["repositories"]
    assert {(each["state"], each["final"]) for each in (ada, ben)} == {("fault", None)}
    assert "No Docker daemon answers" in ada["reason"]
    assert eve["state"] == "missing"
    # A fault is not kept.
    again = codementor("grade", "--root", str(students), "-a", str(course), "-o", str(output), "--resume", **BUBBLEWRAP)
    assert again.code == 1, again.err


def test_without_any_sandbox_reports_are_there_and_say_so(
    codementor: Command, course: Path, students: Path, tmp_path: Path
) -> None:
    output, junit = tmp_path / "out", tmp_path / "results.xml"
    where = ["--root", str(students), "-a", str(course), "-o", str(output), "--report", f"junit={junit}"]
    done = codementor("grade", *where, DOCKER_HOST=DOWN["DOCKER_HOST"], PATH=str(tmp_path))
    assert done.code == 4
    assert done.is_clear
    result = json.loads((output / "result.json").read_text())
    assert not result["finished"]
    assert {(each["state"], each["final"]) for each in result["repositories"]} == {("fault", None)}
    assert "There is no sandbox" in result["repositories"][0]["reason"]
    assert "There is no sandbox" in junit.read_text()


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["grade"], (2, "Say which assignment to grade by")),
        (["grade", "-a", "{course}", "--resume"], (2, "--resume needs the folder that holds the results")),
        (["grade", "-a", "{course}", "--min-score", "many"], (2, "--min-score many")),
        (["grade", "-a", "{course}", "--report", "junti=x.xml"], (2, "There is no report format")),
        (["grade", "-a", "{course}", "--report", "github-classroom=x.json"], (2, "--report classroom50=")),
        (["grade", "-a", "none.yaml"], (3, "none.yaml")),
        (["grade", "-a", "{course}", "none"], (3, "There is no repository none")),
        (["grade", "-a", "{course}", "--root", "none"], (3, "none cannot be looked into")),
        (["grade", "-a", "{course}", "--root", "{students}", "--only", "adda"], (3, "There is no repository adda")),
        (["grade", "-a", "{course}", "{course_folder}"], (3, "whoever hands that in could change it")),
        (["grade", "-a", "{course}", "-o", "results", "."], (3, "whoever hands that in could change it")),
        (["assignment", "check", "none.yaml"], (3, "none.yaml")),
        (["assignment", "new", "Week 1"], (3, "Week 1 is not an id")),
    ],
)
def test_mistake_is_told_before_anything_is_judged(
    arguments: list[str], wanted: tuple[int, str], codementor: Command, course: Path, students: Path
) -> None:
    code, words = wanted
    places = {"course": course, "course_folder": course.parent, "students": students}
    done = codementor(*(each.format(**places) for each in arguments), **DOWN)
    assert done.code == code, done.err
    assert done.is_clear
    assert words in done.err
    assert done.out == ""


def test_settings_of_the_students_repository_are_not_read(
    codementor: Command, course: Path, students: Path, work: Path, home: Mapping[str, str]
) -> None:
    (work / ".codementor.toml").write_text("this is not even TOML")
    (work / "add.py").write_bytes(RIGHT)
    done = codementor("grade", "--assignment", str(course), "--json", **BUBBLEWRAP)
    assert done.code == 0, done.err
    notes = json.loads(done.out)["repositories"][0]["notes"]
    assert any(".codementor.toml is not used" in note for note in notes)


def test_new_assignment_checks_as_it_stands(codementor: Command, work: Path) -> None:
    assert codementor("assignment", "new", "week-1").code == 0
    text = (work / "week-1" / "assignment.yaml").read_text()
    (work / "week-1" / "assignment.yaml").write_text(text.replace("[python, java]", "[python]"))
    done = codementor("assignment", "check", "week-1/assignment.yaml", "--json", **BUBBLEWRAP)
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert report["findings"] == []
    assert {each["agrees"] for each in report["programs"]} == {True}


def test_assignment_whose_challenge_has_no_reference_does_not_check(codementor: Command, course: Path) -> None:
    done = codementor("assignment", "check", str(course), **BUBBLEWRAP)
    assert done.code == 1
    assert "add-two has no accepted reference submission" in done.out


def test_student_of_a_repository_can_be_named(codementor: Command, course: Path, students: Path) -> None:
    asked = ["grade", str(students / "ben"), "--assignment", str(course), "--json", "--student", "ada"]
    (repository,) = json.loads(codementor(*asked, **BUBBLEWRAP).out)["repositories"]
    assert (repository["identity"]["name"], repository["repository"]) == ("Ada", "ben")


def test_student_of_a_whole_class_is_a_usage_error(codementor: Command, course: Path, students: Path) -> None:
    done = codementor("grade", "--root", str(students), "--assignment", str(course), "--student", "ada", **DOWN)
    assert done.code == 2
    assert done.is_clear
