from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from codementor_cli.catalog.assignments.assignment_file import load_assignment
from codementor_cli.catalog.assignments.scaffold import new_assignment
from codementor_cli.catalog.assignments.schema import assignment_schema, parse_due, parse_minimum
from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.grading.assignment import Assignment, Disclosure
from codementor_cli.errors import ProblemsError, UserFileError
from tests.fakes.catalog import PACKAGED, said

KNOWN = ("equal-trays", "room-gaps")
GOOD = """\
id: week-1
title: Week 1
challenges:
  - {id: equal-trays, points: 10.25, files: ["trays/*.py", "**/trays.py"], languages: [python]}
  - {id: room-gaps, points: 4.75, files: [gaps.c], more_files: ["*.h"]}
due: 2026-11-30 23:59 Europe/Berlin
late_due: "2026-12-07T12:00:00+01:00"
late: {percent_per_day: 12.5, cap: 40}
show: actual
minimum_score: 60%
roster: roster.csv
"""
ROSTER = 'repository,id,name,email,section\nada,1001,"Lovelace, Ada",ada@example.org,A\nben,1002,Ben,,\n'


def _load(folder: Path, text: str, languages: YamlLanguages, roster: str = ROSTER) -> Assignment:
    (folder / "assignment.yaml").write_text(text, encoding="utf-8")
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    return load_assignment(folder / "assignment.yaml", KNOWN, languages)


def _problems(folder: Path, text: str, languages: YamlLanguages, roster: str = ROSTER) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        _load(folder, text, languages, roster)
    return said(caught.value)


def test_assignment_is_what_its_file_says(tmp_path: Path, languages: YamlLanguages) -> None:
    assignment = _load(tmp_path, GOOD, languages)
    first, second = assignment.challenges
    assert (first.challenge_id, first.points, first.files) == (
        "equal-trays",
        Decimal("10.25"),
        ("trays/*.py", "**/trays.py"),
    )
    assert (first.languages, second.more_files) == (("python",), ("*.h",))
    assert (assignment.max_points, assignment.minimum_points) == (Decimal(15), Decimal(9))
    assert assignment.due_at is not None
    assert assignment.due_at.utcoffset() == timedelta(hours=1)
    assert (assignment.late_policy.percent_per_day, assignment.late_policy.cap_percent) == (
        Decimal("12.5"),
        Decimal(40),
    )
    assert assignment.disclosure is Disclosure.ACTUAL
    assert [(each.key, each.id, each.name) for each in assignment.roster] == [
        ("ada", "1001", "Lovelace, Ada"),
        ("ben", "1002", "Ben"),
    ]


def test_small_assignment_has_gentle_defaults(tmp_path: Path, languages: YamlLanguages) -> None:
    text = "id: a\ntitle: A\nchallenges: [{id: room-gaps, points: 1, files: [a.py]}]\n"
    assignment = _load(tmp_path, text, languages)
    assert (assignment.due_at, assignment.minimum_points, assignment.roster) == (None, None, ())
    assert assignment.late_policy.percent_per_day == 0
    assert assignment.disclosure is Disclosure.ALL


def test_digest_changes_with_what_decides_a_score_and_with_nothing_else(
    tmp_path: Path, languages: YamlLanguages
) -> None:
    digest = _load(tmp_path, GOOD, languages).digest
    same = (("title: Week 1", "title: Other"), ("60%", "50%"), ("# x", "# y"))
    other = (
        ("10.25", "10.26"),
        ("12.5", "12"),
        ("actual", "all"),
        ("23:59", "23:58"),
        ("gaps.c", "g.c"),
        ("*.h", "*.c"),
    )
    for old, new in same:
        assert _load(tmp_path, GOOD.replace(old, new), languages).digest == digest
    for old, new in other:
        assert _load(tmp_path, GOOD.replace(old, new), languages).digest != digest


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("10.25", "10.255", "4:31: expected at most two decimals"),
        ("10.25", "-1", "4:31: expected 0 or more"),
        ("10.25", "010", '4:31: YAML reads 010 as the number 8 (write 8, or "010" in quotes for text)'),
        ("equal-trays", "equal-tray", "4:10: there is no challenge equal-tray (did you mean equal-trays?)"),
        ("room-gaps", "equal-trays", "5:10: the challenge equal-trays is in this assignment twice"),
        ("[python]", "[pyton]", "there is no language pyton (did you mean python?)"),
        ("gaps.c", "../gaps.c", "expected a pattern inside the repository, like src/*.py: no leading /, no . or .."),
        ("gaps.c", "/gaps.c", "expected a pattern inside the repository"),
        ("gaps.c", "a**/x", "** stands for folders and is a part of its own"),
        ("gaps.c", "a/**", "** stands for folders and is a part of its own"),
        (" Europe/Berlin", "", "expected a time zone behind the time, like Europe/Berlin, +01:00 or Z"),
        ("Europe/Berlin", "Europe/Berlim", "there is no time zone Europe/Berlim"),
        ("2026-11-30 23:59", "2026-11-31 23:59", "there is no such time"),
        ("2026-11-30 23:59", "2026-03-29 02:30", "the clocks in Europe/Berlin skip this time"),
        ("2026-12-07", "2026-11-07", "expected a time after due"),
        ('"2026-12-07T12:00:00+01:00"', "2026-12-07T12:00:00+01:00", "expected text, but YAML reads"),
        ("12.5", "112.5", "expected at most 100"),
        ("actual", "acutal", "expected all, actual or nothing, not acutal (did you mean actual?)"),
        ("60%", "101%", "expected at most 100%"),
        ("60%", "true", "expected points, like 12.5, or a part of all, like 60%"),
        ("roster:", "rooster:", "unknown key rooster (did you mean roster?)"),
        ("id: week-1", "id: Week_1", "expected an id of a-z, 0-9 and -"),
    ],
)  # fmt: skip
def test_problem_is_named_with_its_place_and_fix(
    old: str, new: str, problem: str, tmp_path: Path, languages: YamlLanguages
) -> None:
    found = _problems(tmp_path, GOOD.replace(old, new, 1), languages)
    assert len(found) == 1
    assert problem in found[0]


def test_every_problem_is_named_at_once(tmp_path: Path, languages: YamlLanguages) -> None:
    text = GOOD.replace("10.25", "ten").replace("gaps.c", "/x").replace("actual", "some")
    assert len(_problems(tmp_path, text, languages)) == 3


def test_late_policy_without_a_due_date_is_refused(tmp_path: Path, languages: YamlLanguages) -> None:
    text = "\n".join(line for line in GOOD.splitlines() if not line.startswith(("due", "late_due")))
    assert "without a due date nothing is late" in _problems(tmp_path, text, languages)[0]


@pytest.mark.parametrize(
    ("roster", "problem"),
    [
        ("id,name\n1,A\n", "1: the column repository is missing"),
        ("repository,id,mail\n", "1: unknown column mail"),
        ("repository,id,id\n", "1: the column id is here twice"),
        ("repository,id\nada,1\nada,2\n", "3: ada is on the roster twice; first in line 2"),
        ("repository,id\nada\n", "2: expected 2 cells, not 1 (write a comma for each cell that is empty)"),
        ("repository,id\nada,1,2\n", "2: expected 2 cells, not 3 (put cells with commas in double quotes)"),
        ("repository,id\n,1\n", "2: expected a repository and an id"),
        ("repository,id\nada,1\x1b[2J\n", "2: id: expected at most 200 characters that print"),
        ('repository,id\n"ada,1\n', "this is not CSV"),
    ],
)  # fmt: skip
def test_problem_of_the_roster_is_named_with_its_line(
    roster: str, problem: str, tmp_path: Path, languages: YamlLanguages
) -> None:
    assert problem in _problems(tmp_path, GOOD, languages, roster)[0]


def test_roster_of_a_spreadsheet_is_read(tmp_path: Path, languages: YamlLanguages) -> None:
    roster = "\ufeffRepository, ID\r\nada,1\r\n,\r\n"
    assert [each.key for each in _load(tmp_path, GOOD, languages, roster).roster] == ["ada"]


def test_line_of_the_roster_that_begins_with_a_hash_is_a_comment(tmp_path: Path, languages: YamlLanguages) -> None:
    roster = "repository,id\n# ada,1\n#\nben,2\n"
    assert [each.key for each in _load(tmp_path, GOOD, languages, roster).roster] == ["ben"]


def test_roster_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path, languages: YamlLanguages) -> None:
    _load(tmp_path, GOOD, languages)
    (tmp_path / "roster.csv").write_bytes(b"repository,id\nada,caf\xe9\n")
    with pytest.raises(ProblemsError, match=r"roster\.csv:2: expected UTF-8 text"):
        load_assignment(tmp_path / "assignment.yaml", KNOWN, languages)


def test_roster_outside_of_the_assignments_folder_is_refused(tmp_path: Path, languages: YamlLanguages) -> None:
    with pytest.raises(UserFileError, match=r"may not leave its folder"):
        _load(tmp_path, GOOD.replace("roster.csv", "../roster.csv"), languages)


@pytest.mark.parametrize(
    ("text", "offset_hours"),
    [("2026-07-01 12:00 Europe/Berlin", 2), ("2026-07-01T12:00 Z", 0), ("2026-07-01 12:00:30+05:00", 5)],
)
def test_due_date_keeps_its_zone(text: str, offset_hours: int) -> None:
    assert parse_due(text).utcoffset() == timedelta(hours=offset_hours)


@pytest.mark.parametrize(("value", "points"), [("50%", "7.5"), (3, "3"), (2.5, "2.5"), ("12.5", "12.5"), ("0%", "0")])
def test_minimum_is_points_or_a_part_of_all(value: Any, points: str) -> None:
    assert parse_minimum(value, Decimal(15)) == Decimal(points)


def test_json_schema_takes_what_the_loader_takes(tmp_path: Path, languages: YamlLanguages) -> None:
    schema = assignment_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(yaml.safe_load(GOOD))
    for old, new in (("actual", "some"), ("60%", "x%"), ("roster:", "rooster:"), (" Europe/Berlin", "")):
        assert not validator.is_valid(yaml.safe_load(GOOD.replace(old, new)))


def test_new_assignment_is_valid_as_it_stands_and_puts_nobody_into_the_gradebook(
    tmp_path: Path, languages: YamlLanguages
) -> None:
    file = new_assignment(tmp_path, "010")
    catalog = FolderCatalog([PACKAGED], languages)
    assignment = load_assignment(file, catalog.ids(), languages)
    assert (assignment.id, assignment.max_points, len(assignment.roster)) == ("010", Decimal(20), 0)
    assert "# ada-example,1001,Ada Example" in file.with_name("roster.csv").read_text(encoding="utf-8")


def test_new_assignment_overwrites_nothing(tmp_path: Path) -> None:
    new_assignment(tmp_path, "week-1")
    with pytest.raises(UserFileError, match="is there already"):
        new_assignment(tmp_path, "week-1")


def test_name_that_is_no_id_is_refused_with_a_better_one(tmp_path: Path) -> None:
    with pytest.raises(UserFileError) as caught:
        new_assignment(tmp_path, "Week 1")
    assert caught.value.next_step == "codementor assignment new week-1"
