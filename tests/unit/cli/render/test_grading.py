from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from codementor_cli.cli.render.grading import class_lines, points_text, repository_lines
from codementor_cli.cli.render.text import Look, to_text
from codementor_cli.cli.terminal.grading_progress import GradingProgress
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Identity
from codementor_cli.domain.grading.results import RepositoryState
from codementor_cli.services.grading.workers import Graded, Started
from tests.fakes.grading import (
    AWKWARD,
    all_right,
    at_fault,
    case,
    challenge,
    empty,
    grading,
    missing,
    partly_right,
    refused,
    repository,
)
from tests.fakes.grading_inputs import candidate

LOOK = Look()


def test_table_has_a_row_for_everybody_and_a_summary() -> None:
    text = to_text(class_lines(grading(all_right(), partly_right(), at_fault()), LOOK), LOOK)
    rows = text.split("\n")
    assert "100 of 100" in text
    assert "? of 100" in text
    assert rows[-2] == "3 students: 1 passed, 1 not, 1 without a score."


@pytest.mark.parametrize("width", [80, 100])
def test_terminal_has_room_for_every_column_and_remarks_below_the_table(width: int) -> None:
    look = Look(width=width, terminal=True)
    long = replace(refused("x" * 200), identity=Identity(key="x", id="x", name="y" * 200))
    rows = to_text(class_lines(grading(all_right(), long, missing()), look), look).splitlines()
    head = rows[0]
    assert head.split() == ["student", "repository", "score", "passed", "challenges", "state"]
    assert all(len(row) <= width for row in rows)
    assert [row[head.index("state") :] for row in rows[1:4]] == ["graded", "graded", "missing"]
    assert "Trees: src/main.py is a link out of the repository" in " ".join(rows)
    assert "Eve (eve): There is no such repository." in rows


def test_file_has_a_remark_in_each_row() -> None:
    rows = to_text(class_lines(grading(all_right(), missing()), LOOK), LOOK).splitlines()
    assert rows[0].endswith("remark")
    assert rows[2].endswith("There is no such repository.")


def test_nothing_that_a_repository_says_acts_on_the_terminal() -> None:
    hostile = replace(partly_right(), reason=AWKWARD, notes=(AWKWARD,), state=RepositoryState.REFUSED)
    hostile = replace(
        hostile, challenges=tuple(replace(each, reason=AWKWARD, notes=(AWKWARD,)) for each in hostile.challenges)
    )
    result = grading(hostile)
    for lines in (class_lines(result, LOOK), repository_lines(result, hostile, LOOK)):
        assert all(character.isprintable() or character == "\n" for character in to_text(lines, LOOK))


def test_alone_every_challenge_and_the_standing_are_told() -> None:
    result = grading(partly_right())
    text = to_text(repository_lines(result, result.repositories[0], LOOK), LOOK)
    for each in result.repositories[0].challenges:
        assert each.title in text
    assert "points" in text


def test_fault_is_no_score() -> None:
    result = grading(at_fault())
    assert "no score" in to_text(repository_lines(result, result.repositories[0], LOOK), LOOK)


def test_points_have_no_needless_zeros() -> None:
    assert [points_text(Decimal(each)) for each in ("10.0000", "2.5000", "0.3333", "0")] == ["10", "2.5", "0.3333", "0"]
    assert points_text(None) == "?"


def test_progress_says_what_runs_and_how_long_it_may_take() -> None:
    told: list[str] = []
    progress = GradingProgress([candidate("ada"), candidate("ben")], 2, told.append, live=True)
    progress.happened(Started(index=0, title="Echo"))
    progress.happened(Started(index=1, title="Again"))
    progress.happened(Graded(index=0, result=all_right()))
    assert told[1] == "0 of 2 graded; now ada: Echo, ben: Again"
    assert told[2].startswith("1 of 2 graded; about 1 second left; now ben: Again")


def test_progress_in_a_log_is_sparing() -> None:
    told: list[str] = []
    progress = GradingProgress([candidate("ada")], 1, told.append, live=False)
    progress.happened(Started(index=0, title="Echo"))
    assert told == []


def test_table_says_who_passed_and_who_handed_in_nothing() -> None:
    rows = to_text(class_lines(grading(all_right(), empty(), at_fault(), missing()), LOOK), LOOK).splitlines()
    place = rows[0].index("passed")
    assert [row[place:].split()[0] for row in rows[1:5]] == ["yes", "no", "?", "no"]
    state = rows[0].index("state")
    assert [row[state:].split("  ")[0] for row in rows[1:5]] == ["graded", "empty", "not judged", "missing"]
    assert "Nothing was handed in: no file is where the assignment looks for one." in rows[2]
    assert rows[-1] == "4 students: 1 passed, 2 not, 1 without a score, 1 with nothing handed in, 1 missing."


def test_limit_that_was_hit_has_a_remark_after_what_was_never_judged() -> None:
    slow = repository("max", challenge("sums", case(1, Verdict.TLE), case(2, Verdict.AC)))
    rows = to_text(class_lines(grading(slow, refused()), LOOK), LOOK).splitlines()
    assert rows[1].endswith("Sums: time limit exceeded in 1 of 2 cases")
    wanted = "Trees: src/main.py is a link out of the repository; Sums: output limit exceeded in 1 of 3 cases"
    assert rows[2].endswith(wanted)
