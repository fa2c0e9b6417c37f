from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.results import RepositoryResult
from codementor_cli.errors import UserFileError
from codementor_cli.store.result_folder import ResultFolder
from tests.fakes.grading import all_right, at_fault, case, challenge, grading, repository

NAMES = ("ada", "ben")


def _kept(folder: Path, result: RepositoryResult) -> RepositoryResult:
    printed = replace(result, fingerprint="abc")
    ResultFolder(folder, NAMES).write(1, grading(printed))
    return printed


def test_result_is_kept_while_its_fingerprint_is_the_same(tmp_path: Path) -> None:
    result = _kept(tmp_path, all_right())
    again = ResultFolder(tmp_path, NAMES)
    assert again.kept(1, "abc") == result
    assert again.kept(1, "other") is None
    assert again.kept(0, "abc") is None


def test_fault_is_never_kept(tmp_path: Path) -> None:
    _kept(tmp_path, at_fault())
    assert ResultFolder(tmp_path, NAMES).kept(1, "abc") is None


def test_time_limit_that_an_earlier_grading_found_stays_as_it_is(tmp_path: Path) -> None:
    slow = _kept(tmp_path, repository("ben", challenge("sums", case(1, Verdict.TLE))))
    assert ResultFolder(tmp_path, NAMES).kept(1, "abc") == slow


def test_result_of_a_version_that_told_no_start_is_kept(tmp_path: Path) -> None:
    result = _kept(tmp_path, all_right())
    file = tmp_path / "repositories" / "ben.json"
    older = json.loads(file.read_text())
    del older["startedAt"]
    file.write_text(json.dumps(older))
    assert ResultFolder(tmp_path, NAMES).kept(1, "abc") == result


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"{}"])
def test_damaged_file_is_graded_again(content: bytes, tmp_path: Path) -> None:
    _kept(tmp_path, all_right())
    (tmp_path / "repositories" / "ben.json").write_bytes(content)
    assert ResultFolder(tmp_path, NAMES).kept(1, "abc") is None


def test_result_of_a_class_is_none_of_a_repository(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path, NAMES)
    folder.write_class(grading(all_right(), all_right()))
    (tmp_path / "result.json").rename(tmp_path / "repositories" / "ada.json")
    assert folder.kept(0, all_right().fingerprint) is None


def test_folder_that_cannot_be_made_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserFileError, match="cannot be made"):
        ResultFolder(tmp_path / "file", NAMES)


def test_folder_is_held_by_one_grading_at_a_time(tmp_path: Path) -> None:
    folder, other = ResultFolder(tmp_path, NAMES), ResultFolder(tmp_path, NAMES)
    with folder.held(), pytest.raises(UserFileError, match="Another grading"), other.held():
        pass
    with other.held():
        assert sorted(path.name for path in tmp_path.iterdir()) == ["repositories"]
