"""Kept readings: what they spare, and that nothing which is not there any more is ever taken for what is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.challenges import parse_cache as readings_module
from codementor_cli.catalog.challenges.cases import load_cases
from codementor_cli.catalog.challenges.challenge_file import load_challenge
from codementor_cli.catalog.challenges.parse_cache import Readings
from codementor_cli.catalog.languages import YamlLanguages, readings_folder
from codementor_cli.domain.challenge.challenge import Challenge, TestSuite
from codementor_cli.errors import UserFileError
from codementor_cli.files.disk_cache import DiskCache
from codementor_cli.files.folder import FolderFiles

SHIPPED = sorted(path.parent for path in data_folder("challenges").glob("*/challenge.yaml"))
CASES = (
    "tests:\n  - {input: '2', expected: '4'}\n  - {input: '3', expected: '6', name: three, hidden: true, points: 2}\n"
)
CHALLENGE = """\
id: all-kinds
title: All kinds
difficulty: easy
description: With a checker, files and languages.
instructions_file: statement.md
limits: {time: 500ms, wall_time: 6, memory: 64 MiB, output: 0.5, processes: 8}
languages: {python: {starter: starter.py, time_factor: 2}}
hints: [one, two]
tags: [kinds]
checker: {type: custom, program: checker.py}
tests:
  - files: "data/*.in"
"""


class Reader:
    """Reads as the catalog does, and counts how often."""

    def __init__(self, languages: YamlLanguages, kept: DiskCache | None, table: str = "table") -> None:
        self.count = 0
        self._languages = languages
        self._readings = Readings(kept, lambda: table)

    def challenge(self, folder: Path) -> Challenge:
        def read(files: FolderFiles) -> Challenge:
            self.count += 1
            return load_challenge(folder, self._languages, files)

        return self._readings.challenge(folder, read)

    def suite(self, path: Path) -> TestSuite:
        def read(files: FolderFiles) -> TestSuite:
            self.count += 1
            return load_cases(path, self._languages, files)

        return self._readings.suite(path, read)


@pytest.fixture
def kept(tmp_path: Path) -> DiskCache:
    return readings_folder(tmp_path / "cache" / "readings")


@pytest.fixture
def reader(languages: YamlLanguages, kept: DiskCache) -> Reader:
    return Reader(languages, kept)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.yaml"
    path.write_text(CASES)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a challenge that names files of every kind."""
    folder = tmp_path / "all-kinds"
    (folder / "data").mkdir(parents=True)
    (folder / "challenge.yaml").write_text(CHALLENGE)
    (folder / "statement.md").write_text("Print it.\n")
    (folder / "starter.py").write_text("print()\n")
    (folder / "checker.py").write_text("print('AC')\n")
    for number in (1, 2):
        (folder / "data" / f"{number}.in").write_bytes(b"\x00\xff\xe4 %d\n" % number)
        (folder / "data" / f"{number}.ans").write_bytes(b"%d\n" % number)
    return folder


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_challenge_comes_back_as_it_was_read(reader: Reader, path: Path) -> None:
    first = reader.challenge(path)
    assert reader.challenge(path) == first
    assert reader.count == 1


def test_challenge_with_everything_comes_back_as_it_was_read(reader: Reader, folder: Path) -> None:
    first = reader.challenge(folder)
    assert first.suite.checker.program is not None
    assert [case.input for case in first.suite.tests] == [b"\x00\xff\xe4 1\n", b"\x00\xff\xe4 2\n"]
    assert reader.challenge(folder) == first
    assert reader.count == 1


def test_suite_comes_back_as_it_was_read(reader: Reader, cases: Path) -> None:
    first = reader.suite(cases)
    assert reader.suite(cases) == first
    assert reader.count == 1


def _edit(name: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes().replace(b"1", b"7") + b" ")

    return edit


def _add_a_case(folder: Path) -> None:
    (folder / "data" / "3.in").write_text("3")
    (folder / "data" / "3.ans").write_text("3")


@pytest.mark.parametrize(
    "change",
    [_edit("statement.md"), _edit("data/1.in"), _edit("data/2.ans"), _edit("checker.py"), _add_a_case],
    ids=["statement", "input", "answer", "checker", "another case"],
)
def test_change_of_any_file_is_read(reader: Reader, folder: Path, change: Callable[[Path], None]) -> None:
    before = reader.challenge(folder)
    change(folder)
    after = reader.challenge(folder)
    assert reader.count == 2
    assert after != before


def test_mistake_made_since_is_told_and_so_is_the_same_one_again(reader: Reader, cases: Path) -> None:
    reader.suite(cases)
    cases.write_text("tests: [{input: 2}]\n")
    for _ in range(2):
        with pytest.raises(UserFileError):
            reader.suite(cases)
    cases.write_text(CASES)
    assert len(reader.suite(cases).tests) == 2


def test_file_that_is_gone_is_missed(reader: Reader, folder: Path) -> None:
    reader.challenge(folder)
    (folder / "checker.py").unlink()
    with pytest.raises(UserFileError):
        reader.challenge(folder)


def test_link_in_the_place_of_a_file_is_refused_although_its_content_is_the_same(reader: Reader, folder: Path) -> None:
    reader.challenge(folder)
    (folder / "checker.py").rename(folder / "elsewhere.py")
    (folder / "checker.py").symlink_to("elsewhere.py")
    with pytest.raises(UserFileError):
        reader.challenge(folder)


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b'{"seen": []}', b'{"seen": [], "read": [1, 2]}', b"{{{"])
def test_entry_that_is_none_is_made_anew(kept: DiskCache, reader: Reader, cases: Path, content: bytes) -> None:
    first = reader.suite(cases)
    (entry,) = kept.folder.iterdir()
    kept.keep(entry.stem, content)
    assert reader.suite(cases) == first
    assert reader.suite(cases) == first
    assert reader.count == 2


def test_reading_of_other_code_or_another_table_of_languages_is_not_believed(
    kept: DiskCache, reader: Reader, cases: Path, languages: YamlLanguages, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.suite(cases)
    other = Reader(languages, kept, "another table")
    other.suite(cases)
    assert other.count == 1
    monkeypatch.setattr(readings_module, "_stamp", lambda: [["changed"]])
    reader.suite(cases)
    assert reader.count == 2


def test_large_data_is_not_kept_twice(kept: DiskCache, reader: Reader, folder: Path) -> None:
    (folder / "data" / "1.in").write_bytes(bytes(2_000_000))
    reader.challenge(folder)
    assert kept.size() == (0, 0)
    assert reader.challenge(folder).suite.tests[0].input == bytes(2_000_000)


def test_files_of_one_name_in_two_folders_are_two(reader: Reader, cases: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "cases.yaml").write_text(CASES.replace("'4'", "'5'"))
    assert reader.suite(cases) != reader.suite(tmp_path / "other" / "cases.yaml")


def test_where_nothing_is_to_be_kept_every_file_is_read(languages: YamlLanguages, cases: Path) -> None:
    reader = Reader(languages, None)
    assert reader.suite(cases) == reader.suite(cases)
    assert reader.count == 2


def test_table_of_languages_is_the_same_from_what_was_kept(kept: DiskCache) -> None:
    table = data_folder("sandbox_images") / "languages.yaml"
    languages = YamlLanguages(table)
    for _ in range(2):
        assert YamlLanguages(table, kept=kept).all() == languages.all()
    (entry,) = kept.folder.iterdir()
    kept.keep(entry.stem, b"[]")
    assert YamlLanguages(table, kept=kept).all() == languages.all()
