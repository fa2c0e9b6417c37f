"""Challenges in folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.challenge.challenge import Challenge, ChallengeSummary, Difficulty
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.errors import ProblemsError, UserFileError
from tests.fakes.catalog import HEAD, PACKAGED, TESTS, ChallengeFolder, said


def loaded(folder: Path, languages: YamlLanguages) -> Challenge:
    return FolderCatalog([folder.parent], languages).load(folder.name)


def problems(folder: Path, languages: YamlLanguages) -> list[str]:
    """The problems without the file's name."""
    with pytest.raises(ProblemsError) as caught:
        loaded(folder, languages)
    assert caught.value.next_step == f"codementor challenges verify {folder.name}"
    return said(caught.value)


def test_challenge_is_read_whole(sums: ChallengeFolder, languages: YamlLanguages) -> None:
    folder = sums.write(
        HEAD
        + TESTS
        + "tags: [a, b]\nhints: [What?, Why?]\nlanguages: {python: {starter: s/main.py}, java: {time_factor: 2}}\n",
        {"s/main.py": "# start\n"},
    )
    catalog = FolderCatalog([folder.parent], languages)
    challenge = catalog.load("sums")
    assert (challenge.id, challenge.title, challenge.difficulty) == ("sums", "Sums", Difficulty.EASY)
    assert (challenge.tags, challenge.hints) == (("a", "b"), ("What?", "Why?"))
    assert challenge.options("java").time_factor == 2
    assert not challenge.allows("c")
    assert challenge.folder == str(folder)
    starter = catalog.starter(challenge, "python")
    assert starter is not None
    assert (starter.path, starter.content) == ("main.py", b"# start\n")
    assert catalog.starter(challenge, "java") is None
    assert catalog.references(challenge) == ()


def test_statement_may_be_a_file(sums: ChallengeFolder, languages: YamlLanguages) -> None:
    head = HEAD.replace("instructions: Add.", "instructions_file: statement.md")
    folder = sums.write(head + TESTS, {"statement.md": "# Süms\n"})
    assert loaded(folder, languages).instructions == "# Süms\n"
    (folder / "statement.md").unlink()
    assert problems(folder, languages) == ["5:20: there is no file statement.md in the folder"]


def test_all_problems_of_a_file_come_in_one_go_with_positions(sums: ChallengeFolder, languages: YamlLanguages) -> None:
    folder = sums.write("""\
id: sum
titel: Sums
difficulty: esay
tags: [no, 010]
description: 1:30
limits: {time: 400s, memory: 1 KiB, processes: 0, wall_time: yes}
checker: {type: float, absolut: 1e-6, relative: -1}
languages: {pyton: {}, python: {starter: ../x.py}, java: {starter: nope.java}}
hints:
  - ~
tests:
  - {name: a, input: 010, expected: no}
  - {name: b, input: "1", expected: 1e3}
  - {name: b, input: "2", expected: "2"}
  - {name: b, input: 2024-01-02, expected: &x y}
  - {files: data/*.in}
title: 3
title: 4
""")
    assert problems(folder, languages) == [
        "1:1: the key instructions is missing (or instructions_file: statement.md)",
        "1:5: expected the folder's name, sums, not sum",
        "2:1: unknown key titel (did you mean title?)",
        "3:13: expected easy, medium or hard, not esay (did you mean easy?)",
        '4:8: expected text, but YAML reads no as false (write "no" in quotes)',
        '4:12: expected text, but YAML reads 010 as the number 8 (write "010" in quotes)',
        '5:14: expected text, but YAML reads 1:30 as the number 90 (write "1:30" in quotes)',
        "6:16: expected at most 300 s, not 400 s",
        "6:30: expected 4 MiB to 16 GiB of memory, not 1 KiB",
        "6:48: expected 1 or more",
        "6:62: expected a time above zero, like 2s, 1.5s or 500ms (also 1 min); a plain number means seconds",
        "7:24: unknown key absolut (did you mean absolute?)",
        "7:49: expected 0 or more",
        "8:13: there is no language pyton (did you mean python?)",
        "8:42: a path may not leave its folder with .. (copy the file into this folder)",
        "8:68: there is no file nope.java in the folder",
        '10:5: expected text, but YAML reads ~ as null (write "~" in quotes)',
        '12:22: expected text, but YAML reads 010 as the number 8 (write "010" in quotes)',
        '12:37: expected text, but YAML reads no as false (write "no" in quotes)',
        '13:37: expected text, but YAML reads 1e3 as the number 1000.0 (write "1e3" in quotes)',
        '15:22: expected text, but YAML reads 2024-01-02 as a date (write "2024-01-02" in quotes)',
        "15:44: anchors (&x) are not allowed (write the value out)",
        "16:13: there is no folder data (make that folder, or change the path)",
        '17:8: expected text, not the number 3 (write "3" in quotes)',
        "18:1: the key title is here twice; the first is in line 17 (keep one of the two)",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("difficulty: easy\n", "1:1: the key difficulty is missing"),
        ("description: Add numbers.\n", "1:1: the key description is missing"),
        (TESTS, "1:1: the key tests is missing (name one test case or more)"),
    ],
)
def test_missing_key_is_named(sums: ChallengeFolder, languages: YamlLanguages, change: str, words: str) -> None:
    assert problems(sums.write((HEAD + TESTS).replace(change, "")), languages) == [words]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("points: 010\n", "6:1: unknown key points"),
        ("hints: What?\n", "6:8: expected a list, not What?, which YAML reads as text"),
        ("hints:\n", "6:7: expected a list, not nothing"),
        ("languages: [python]\n", "6:12: expected a mapping of languages (write languages: {python: {}})"),
        ("languages: {python: }\n", "6:21: expected a mapping, not nothing"),
        ("limits: {processes: 1_0}\n", '6:21: YAML reads 1_0 as the number 10 (write 10, or "1_0" in quotes for text)'),
        ("limits: {time: }\n", "6:16: there is nothing here (write a value or leave the key out)"),
        ("instructions_file: x.md\n", "6:1: there are instructions already (keep one of the two)"),
        (
            "languages: {c: {}}\nfunction: {name: class, parameters: [], returns: int}\n",
            "6:13: c has no function-call challenges (leave the language out)",
        ),
        ('tags: ["\\e[31m"]\n', "6:8: expected one line, without control characters"),
    ],
)
def test_wrong_line_is_placed(sums: ChallengeFolder, languages: YamlLanguages, line: str, words: str) -> None:
    assert problems(sums.write(HEAD + line + TESTS), languages)[0].startswith(words)


def test_links_in_a_challenge_are_refused(sums: ChallengeFolder, languages: YamlLanguages, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(HEAD + TESTS)
    folder = sums.path
    (folder / "challenge.yaml").symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(UserFileError, match="is a symbolic link"):
        loaded(folder, languages)


def test_challenge_file_that_is_a_pipe_is_refused_without_waiting(
    sums: ChallengeFolder, languages: YamlLanguages
) -> None:
    folder = sums.path
    os.mkfifo(folder / "challenge.yaml")
    with pytest.raises(UserFileError, match="is a pipe"):
        loaded(folder, languages)
    assert isinstance(next(FolderCatalog([folder.parent], languages).summaries()), ProblemsError)


def test_unknown_id_names_near_ones_and_the_next_step(sums: ChallengeFolder, languages: YamlLanguages) -> None:
    sums.write(HEAD + TESTS)
    catalog = FolderCatalog([sums.path.parent], languages)
    with pytest.raises(UserFileError) as caught:
        catalog.load("sms")
    assert caught.value.message == "there is no challenge sms; did you mean sums?"
    assert caught.value.next_step == "codementor challenges list"
    for odd in ("../sums", "", ".", "a\nb", "sums/../sums"):
        with pytest.raises(UserFileError, match="there is no challenge"):
            catalog.load(odd)


def test_first_folder_wins_and_missing_folders_hold_none(tmp_path: Path, languages: YamlLanguages) -> None:
    for folder, title in (("a", "First"), ("b", "Second")):
        (tmp_path / folder / "sums").mkdir(parents=True)
        (tmp_path / folder / "sums" / "challenge.yaml").write_text(HEAD.replace("Sums", title) + TESTS)
    (tmp_path / "b" / "alone").mkdir()
    (tmp_path / "b" / "alone" / "challenge.yaml").write_text("broken: [")
    (tmp_path / "b" / "no-challenge").mkdir()
    catalog = FolderCatalog([tmp_path / "nowhere", tmp_path / "a", tmp_path / "b"], languages)
    assert catalog.ids() == ("alone", "sums")
    assert catalog.load("sums").title == "First"


def test_one_broken_challenge_does_not_hide_the_others(tmp_path: Path, languages: YamlLanguages) -> None:
    contents = {
        "a-broken": b"title: [",
        "b-lacks": b"id: b\n",
        "c-level": b"id: c\ntitle: a\ndifficulty: extreme\ndescription: d\n",
        "d-bytes": b"\xff",
        "e-alias": b"id: e\ntags: *a\ntitle: t\ndifficulty: easy\ndescription: d\n",
        "f-list": b"- a\n",
        "sums": (HEAD + "tags: [a, b]\n" + TESTS).encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "challenge.yaml").write_bytes(content)
    *broken, good = FolderCatalog([tmp_path], languages).summaries()
    assert [isinstance(each, ProblemsError) for each in broken] == [True, True, True, True, False, True]
    assert isinstance(good, ChallengeSummary)
    assert (good.id, good.title, good.tags, good.difficulty) == ("sums", "Sums", ("a", "b"), Difficulty.EASY)


def test_summary_agrees_with_the_challenge(sums: ChallengeFolder, languages: YamlLanguages) -> None:
    folder = sums.write(TESTS + HEAD + "tags: [x]\n")
    catalog = FolderCatalog([folder.parent], languages)
    [summary] = catalog.summaries()
    challenge = catalog.load("sums")
    assert isinstance(summary, ChallengeSummary)
    for name in ("id", "title", "difficulty", "description", "tags", "folder"):
        assert getattr(summary, name) == getattr(challenge, name)


def test_references_come_in_name_order_with_their_verdicts(sums: ChallengeFolder, languages: YamlLanguages) -> None:
    folder = sums.write(
        HEAD + TESTS,
        {
            "submissions/wrong_answer/b.py": "print(2)",
            "submissions/accepted/whole/main.py": "import tools",
            "submissions/accepted/whole/tools.py": "x = 1",
            "submissions/accepted/a.js": "1",
            "submissions/compile_error/c.c": "int",
            "submissions/accepted/.hidden": "",
        },
    )
    catalog = FolderCatalog([folder.parent], languages)
    found = catalog.references(catalog.load("sums"))
    assert [(each.name, each.expected, each.program.main) for each in found] == [
        ("accepted/a.js", Verdict.AC, "a.js"),
        ("accepted/whole", Verdict.AC, "main.py"),
        ("compile_error/c.c", Verdict.CE, "c.c"),
        ("wrong_answer/b.py", Verdict.WA, "b.py"),
    ]
    assert [file.path for file in found[1].program.files] == ["main.py", "tools.py"]
    assert not found[0].program.calls_function


def test_references_of_a_function_challenge_call_it(sums: ChallengeFolder, languages: YamlLanguages) -> None:
    function = "function: {name: f, parameters: [], returns: int}\ntests: [{args: [], expected: 1}]\n"
    folder = sums.write(HEAD + function, {"submissions/accepted/a.py": "def f(): return 1"})
    catalog = FolderCatalog([folder.parent], languages)
    assert all(each.program.calls_function for each in catalog.references(catalog.load("sums")))


def test_all_wrong_references_are_named(sums: ChallengeFolder, languages: YamlLanguages) -> None:
    folder = sums.write(
        HEAD + TESTS,
        {"submissions/acepted/a.py": "1", "submissions/accepted/a.txt": "1", "submissions/accepted/b.py": ""},
    )
    (folder / "submissions" / "accepted" / "c.py").symlink_to("b.py")
    catalog = FolderCatalog([folder.parent], languages)
    challenge = catalog.load("sums")
    with pytest.raises(ProblemsError) as caught:
        catalog.references(challenge)
    found = [f"{Path(problem.file).name}: {problem.message}" for problem in caught.value.problems]
    assert found == [
        "a.txt: no language has the ending .txt",
        "b.py: it is empty",
        "c.py: submissions/accepted/c.py is a symbolic link",
        "acepted: no verdict has this folder's name",
    ]
    assert caught.value.problems[-1].suggestion == "did you mean accepted?"


@pytest.mark.parametrize("folder", sorted(PACKAGED.glob("*/challenge.yaml")), ids=lambda path: path.parent.name)
def test_packaged_challenges_load(folder: Path, languages: YamlLanguages) -> None:
    catalog = FolderCatalog([PACKAGED], languages)
    challenge = catalog.load(folder.parent.name)
    assert {each.expected for each in catalog.references(challenge)} >= {Verdict.AC}


class TestPathInsteadOfAnId:
    def test_of_a_known_challenge_is_answered_with_the_id(
        self, sums: ChallengeFolder, languages: YamlLanguages
    ) -> None:
        folder = sums.write(HEAD + TESTS)
        for path in (folder, folder / "challenge.yaml"):
            with pytest.raises(UserFileError) as caught:
                FolderCatalog([folder.parent], languages).load(str(path))

            assert "did you mean sums?" in caught.value.message
            assert caught.value.next_step == "Name it by its id: sums"

    def test_of_a_challenge_elsewhere_is_answered_with_the_folder_to_be_in(
        self, tmp_path: Path, languages: YamlLanguages
    ) -> None:
        folder = tmp_path / "course" / "challenges" / "sums"
        folder.mkdir(parents=True)
        (folder / "challenge.yaml").write_text(HEAD + TESTS)

        with pytest.raises(UserFileError) as caught:
            FolderCatalog([tmp_path], languages).load(str(folder))

        assert caught.value.next_step == f"Name it sums, in the folder {tmp_path / 'course'}"
