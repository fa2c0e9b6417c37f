from __future__ import annotations

import json
from pathlib import Path

import pytest

from codementor_cli.cli.report_targets import folder_name, report_targets
from codementor_cli.errors import UsageError, UserFileError
from tests.fakes.grading import all_right, at_fault, grading, partly_right


def test_report_of_one_repository_is_the_file_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    report_targets([f"gradescope={path}"], several=False, host={}).write(grading(all_right()))
    assert json.loads(path.read_text())["score"] == 100


def test_report_a_repository_has_a_folder_each(tmp_path: Path) -> None:
    targets = report_targets([f"gradescope={tmp_path / 'out'}"], several=True, host={})
    targets.write(grading(all_right(), partly_right()))
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json"))
    assert written == ["out/ada/results.json", "out/ben/results.json"]


def test_format_without_words_for_our_fault_leaves_no_old_report(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    targets = report_targets([f"classroom50={path}"], several=False, host={"SUBMISSION_TAG": "submit/1"})
    targets.write(grading(all_right()))
    assert path.exists()
    targets.write(grading(at_fault()))
    assert not path.exists()


def test_several_formats_are_written_at_once(tmp_path: Path) -> None:
    wanted = [f"junit={tmp_path / 'a.xml'}", f"csv={tmp_path / 'b.csv'}"]
    report_targets(wanted, several=False, host={}).write(grading(all_right()))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xml", "b.csv"]


def test_unknown_format_names_a_near_one() -> None:
    with pytest.raises(UsageError) as caught:
        report_targets(["junti=x.xml"], several=False, host={})
    assert "junit" in caught.value.next_step


@pytest.mark.parametrize("text", ["junit", "junit="])
def test_format_without_a_path_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        report_targets([text], several=False, host={})
    assert "--report junit=" in caught.value.next_step


def test_folder_where_a_file_is_meant_is_refused_before_grading(tmp_path: Path) -> None:
    with pytest.raises(UserFileError):
        report_targets([f"junit={tmp_path}"], several=False, host={})


@pytest.mark.parametrize("key", ["../../etc", "..", ".", "", "-x", "a/b", "a\nb", "\u202e", "x" * 300, ".git"])
def test_folder_of_a_repository_is_below_the_reports_folder(key: str) -> None:
    name = folder_name(key, 0)
    assert name.startswith("001-")
    assert "/" not in name
    assert len(name) < 100
    assert name.isascii()
    assert name.isprintable()


def test_plain_names_keep_their_folder() -> None:
    assert folder_name("week-3.ada_1", 5) == "week-3.ada_1"
