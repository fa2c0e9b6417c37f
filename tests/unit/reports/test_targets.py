from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from codementor_cli.errors import UsageError, UserFileError
from codementor_cli.reports.targets import read_reports
from tests.fakes.grading import all_right, at_fault, grading, partly_right


def test_report_of_one_repository_is_the_file_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    read_reports([f"gradescope={path}"], several=False, host={}).write(grading(all_right()))
    assert json.loads(path.read_text())["score"] == 100


def test_report_a_repository_has_a_folder_each(tmp_path: Path) -> None:
    targets = read_reports([f"gradescope={tmp_path / 'out'}"], several=True, host={})
    targets.write(grading(all_right(), partly_right()))
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json"))
    assert written == ["out/ada/results.json", "out/ben/results.json"]


def test_format_without_words_for_our_fault_leaves_no_old_report(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    targets = read_reports([f"classroom50={path}"], several=False, host={"SUBMISSION_TAG": "submit/1"})
    targets.write(grading(all_right()))
    assert path.exists()
    targets.write(grading(at_fault()))
    assert not path.exists()


def test_several_formats_are_written_at_once(tmp_path: Path) -> None:
    wanted = [f"junit={tmp_path / 'a.xml'}", f"csv={tmp_path / 'b.csv'}"]
    read_reports(wanted, several=False, host={}).write(grading(all_right()))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xml", "b.csv"]


def test_unknown_format_names_a_near_one() -> None:
    with pytest.raises(UsageError) as caught:
        read_reports(["junti=x.xml"], several=False, host={})
    assert "junit" in caught.value.next_step


def test_format_of_a_service_that_ended_is_refused_with_what_there_is_instead() -> None:
    with pytest.raises(UsageError, match="GitHub Classroom ended in August 2026") as caught:
        read_reports(["github-classroom=results.json"], several=False, host={})
    for named in re.findall(r"--report ([\w-]+)=", caught.value.next_step):
        read_reports([f"{named}=x.txt"], several=False, host={})
    assert "--report classroom50=" in caught.value.next_step


@pytest.mark.parametrize("text", ["junit", "junit="])
def test_format_without_a_path_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_reports([text], several=False, host={})
    assert "--report junit=" in caught.value.next_step


def test_folder_where_a_file_is_meant_is_refused_before_grading(tmp_path: Path) -> None:
    with pytest.raises(UserFileError):
        read_reports([f"junit={tmp_path}"], several=False, host={})


HOSTILE = ("../../etc", "..", ".", "", "-x", "a/b", "a\nb", "\u202e", "x" * 300, ".git", "\udcff", "ada", "Ada", "ada")


def test_repositories_of_hostile_or_equal_names_get_folders_of_their_own(tmp_path: Path) -> None:
    repositories = [all_right(name) for name in HOSTILE]
    out = tmp_path / "out"
    read_reports([f"gradescope={out}"], several=True, host={}).write(grading(*repositories))
    written = [path.relative_to(out) for path in tmp_path.rglob("*.json")]
    assert len(written) == len(HOSTILE)
    assert len({str(path).casefold() for path in written}) == len(HOSTILE)
    assert all(len(path.parts) == 2 and str(path).isascii() and str(path).isprintable() for path in written)


def test_link_in_place_of_a_report_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    target, report = tmp_path / "target", tmp_path / "report.xml"
    target.write_text("mine")
    report.symlink_to(target)
    read_reports([f"junit={report}"], several=False, host={}).write(grading(all_right()))
    assert target.read_text() == "mine"
    assert report.read_text().startswith("<?xml")


@pytest.mark.parametrize("device", ["/dev/stdout", "/dev/null"])
def test_report_cannot_go_where_nothing_can_be_replaced(device: str, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("/dev/null")
    for path in (link, device):
        with pytest.raises(UserFileError, match="not an ordinary file"):
            read_reports([f"github={path}"], several=False, host={})


@pytest.mark.parametrize(
    "path", ["repository/reports/x.xml", "repository/reports/../x.xml", "repository/a/reports/x.xml"]
)
def test_report_does_not_go_where_a_link_of_the_student_leads(path: str, tmp_path: Path) -> None:
    repository, elsewhere = tmp_path / "repository", tmp_path / "elsewhere"
    (repository / "a").mkdir(parents=True)
    elsewhere.mkdir()
    for folder in (repository, repository / "a"):
        (folder / "reports").symlink_to(elsewhere)
    with pytest.raises(UserFileError, match="leads over a link"):
        read_reports([f"junit={tmp_path / path}"], several=False, host={}, repositories=[repository])


def test_report_may_lie_in_the_repository_as_hosts_want_it(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    (tmp_path / "link").symlink_to(repository)
    path = tmp_path / "link" / "results.xml"
    read_reports([f"junit={path}"], several=False, host={}, repositories=[repository]).write(grading(all_right()))
    assert path.exists()


def test_folder_of_reports_does_not_lie_in_a_repository(tmp_path: Path) -> None:
    with pytest.raises(UserFileError, match="lies in a repository"):
        read_reports([f"gradescope={tmp_path / 'out'}"], several=True, host={}, repositories=[tmp_path])


@pytest.mark.parametrize(("first", "second"), [("junit", "html"), ("gradescope", "prairielearn")])
def test_two_reports_of_one_path_are_refused(first: str, second: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(UsageError, match=f"The reports {first} and {second}"):
        read_reports([f"{first}={out}", f"{second}={tmp_path}/./out"], several=True, host={})


def test_two_reports_with_files_of_different_names_may_share_a_folder(tmp_path: Path) -> None:
    wanted = [f"gradescope={tmp_path / 'out'}", f"classroom50={tmp_path / 'out'}"]
    read_reports(wanted, several=True, host={}).write(grading(all_right()))
    assert sorted(path.name for path in (tmp_path / "out" / "ada").iterdir()) == ["result.json", "results.json"]


def test_folder_of_reports_that_may_not_be_written_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "ada").touch()
    targets = read_reports([f"gradescope={tmp_path}"], several=True, host={})
    with pytest.raises(UserFileError, match="cannot be made"):
        targets.write(grading(all_right()))
    assert list(tmp_path.iterdir()) == [tmp_path / "ada"]
