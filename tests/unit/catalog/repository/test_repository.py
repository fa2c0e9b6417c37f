from __future__ import annotations

import errno
import os
import subprocess
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.catalog.repository import packs
from codementor_cli.catalog.repository.intake import take_repository
from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, Function, TestCase, TestSuite
from codementor_cli.domain.grading.assignment import AssignedChallenge
from codementor_cli.domain.grading.repository_content import NoProgram, RepositoryContent, TakenProgram
from codementor_cli.domain.grading.results import ChallengeState
from codementor_cli.files.commands import find_command
from tests.fakes.commits import commit, write_object
from tests.fakes.hostile_repositories import HARMS, WITNESS

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
CHALLENGE = Challenge(
    id="first",
    title="First",
    difficulty=Difficulty.EASY,
    description="",
    instructions="",
    suite=TestSuite(tests=(TestCase(name="a", input=b"", expected=b""),)),
)
ASSIGNED = AssignedChallenge(challenge_id="first", points=Decimal(10), files=("first/*.py", "first/*"))
FILES = {"first/main.py": b"print(1)\n", "second/main.py": b"print(2)\n"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in ("000-right", "student"):
        folder = tmp_path / name
        for path, content in FILES.items():
            (folder / path).parent.mkdir(parents=True)
            (folder / path).write_bytes(content)
        commit(folder, FILES, AT)
    return tmp_path / "student"


def _git_path() -> str | None:
    return find_command("git", os.environ)


def _take(repository: Path, languages: YamlLanguages, *assigned: AssignedChallenge) -> RepositoryContent:
    return take_repository(repository, [(each, CHALLENGE) for each in assigned or (ASSIGNED,)], languages, _git_path())


def _first(
    repository: Path,
    languages: YamlLanguages,
    files: tuple[str, ...] = ASSIGNED.files,
    more_files: tuple[str, ...] = (),
) -> TakenProgram | NoProgram:
    (found,) = _take(repository, languages, replace(ASSIGNED, files=files, more_files=more_files)).challenges
    return found


def _taken(found: TakenProgram | NoProgram) -> TakenProgram:
    assert isinstance(found, TakenProgram), found
    return found


def _why_not(found: TakenProgram | NoProgram) -> str:
    assert isinstance(found, NoProgram), found
    return found.reason


def test_program_and_commit_are_taken(repository: Path, languages: YamlLanguages) -> None:
    intake = _take(repository, languages)
    taken = _taken(intake.challenges[0])
    assert (taken.file, taken.program.language, taken.program.files[0].content) == (
        "first/main.py",
        "python",
        b"print(1)\n",
    )
    assert intake.commit is not None
    assert (intake.commit.committed_at, intake.commit.modified, intake.notes) == (AT, (), ())


_LINES = {
    "link_out": "first/main.py is a symbolic link, and is not followed",
    "link_to_another_student": "first/main.py is a symbolic link, and is not followed",
    "linked_folder": "first is a symbolic link, and is not followed",
    "fifo": "first/main.py is a pipe",
    "unix_socket": "first/main.py is a socket",
    "device": "first/main.py is a ",
    "folder_of_that_name": "There is no file where it was looked for: first/*.py or first/*",
    "sparse": "first/main.py is larger than 1 MiB",
    "many_files": "more than 20000 files",
    "newline_in_name": r"first/main\n::error::owned.py: the name has characters that do not print",
    "escape_in_name": r"\x1b]0;owned\x07\x1b[2J.py: the name has characters that do not print",
    "bidi_in_name": r"\u202eyp.niam.py: the name has characters that do not print",
    "bytes_in_name": r"caf\xe9.py: the name has characters that do not print",
    "submodule": "first is a repository of its own: nothing in it is graded",
    "own_settings": ".codementor.toml is not used",
    "configured": "",
    "executable_git": "",
    "pointing_elsewhere": "its .git points somewhere else, and is not followed",
    "linked_git": "its .git points somewhere else, and is not followed",
    "alternates": "its objects are partly somewhere else, and are not followed",
    "head_is_a_pipe": ".git/HEAD is a pipe, not a file",
    "head_leads_out": "its HEAD is damaged",
    "head_turns_in_circles": "its HEAD leads from one name to the next",
    "damaged_objects": "its objects are damaged or missing",
    "pipes_for_objects": "one of its packs is a pipe, not a file",
    "linked_fan_out": "its objects are somewhere else, and are not followed",
    "linked_object": "an object of it is a symbolic link, and links are not followed",
    "pipe_for_an_object": "an object of it is a pipe, not a file",
    "device_for_an_object": "an object of it is a ",
    "link_to_a_device_for_an_object": "an object of it is a symbolic link, and links are not followed",
    "linked_pack": "one of its packs is a symbolic link, and links are not followed",
    "no_commits": "there are no commits",
    "no_git": "the folder is no git repository",
    "empty": "the folder is no git repository",
    "repository_is_a_link": "The repository is no folder, or is a symbolic link",
    "unreadable_bytes": "it holds NUL bytes",
    "blank": "it is empty",
    "too_large": "first/main.py is larger than 1 MiB",
    "other_language": "first/main.js: it is JavaScript (Node.js 20); taken here: Python 3.13",
    "several": "2 files match first/*.py: the first is graded, first/one.py; not first/two.py",
    "deep": "",
}


@pytest.mark.parametrize("harm", HARMS)
def test_harm_is_said_in_a_line_and_nothing_is_executed(
    harm: str, repository: Path, languages: YamlLanguages, monkeypatch: pytest.MonkeyPatch
) -> None:
    HARMS[harm](repository, repository / "first" / "main.py")
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
    second = replace(ASSIGNED, files=("second/*.py",))
    intake = _take(repository, languages, replace(ASSIGNED, languages=("python",)), second)
    lines = [intake.refusal, *intake.notes]
    for each in intake.challenges:
        lines += [each.reason] if isinstance(each, NoProgram) else []
        lines += each.notes
    assert any(_LINES[harm] in line for line in lines) or not _LINES[harm], lines
    assert all(line.isprintable() for line in lines)
    assert not (repository.parent / WITNESS).exists()
    if harm not in {"empty", "repository_is_a_link"}:
        assert _taken(intake.challenges[1]).program.files[0].content == b"print(2)\n"


@pytest.mark.parametrize(
    ("handed_in", "pattern", "reason"),
    [
        ("first/Main.java", "first/main.py", "first/Main.java: it is Java 21; taken here: Python 3.13."),
        ("deep/in/Trays.java", "**/trays.py", "deep/in/Trays.java: it is Java 21; taken here: Python 3.13."),
        ("first/other.rb", "first/*.py", "first/other.rb: it is Ruby 3.3; taken here: Python 3.13."),
        ("first/MAIN.PY", "first/main.py", "first/MAIN.PY: expected a name like first/main.py. Rename the file."),
    ],
)
def test_file_of_another_language_or_in_other_letters_is_named_and_refused(
    handed_in: str, pattern: str, reason: str, repository: Path, languages: YamlLanguages
) -> None:
    (repository / "first" / "main.py").unlink()
    (repository / handed_in).parent.mkdir(parents=True, exist_ok=True)
    (repository / handed_in).write_text("x = 1\n")
    assigned = replace(ASSIGNED, files=(pattern,), languages=("python",))
    (found,) = _take(repository, languages, replace(assigned, challenge_id="first")).challenges
    assert isinstance(found, NoProgram)
    assert (found.state, found.reason, found.file) == (ChallengeState.REFUSED, reason, handed_in)


@pytest.mark.parametrize("pattern", ["*.rs", "**/*.rs", "first/lib.rs"])
def test_file_that_has_nothing_to_do_with_a_pattern_is_not_named(
    pattern: str, repository: Path, languages: YamlLanguages
) -> None:
    found = _first(repository, languages, files=(pattern,))
    assert isinstance(found, NoProgram)
    assert (found.state, found.file) == (ChallengeState.MISSING, "")
    assert "There is no file where it was looked for" in found.reason


def test_link_of_another_challenge_is_not_taken_for_this_ones(repository: Path, languages: YamlLanguages) -> None:
    (repository / "second" / "main.py").unlink()
    (repository / "second" / "main.py").symlink_to("/etc/passwd")
    other = replace(ASSIGNED, files=("trays/*", "**/trays.*"))
    own = replace(ASSIGNED, files=("second/main.py", "**/second.py"))
    trays, second = _take(repository, languages, other, own).challenges
    assert isinstance(trays, NoProgram)
    assert (trays.state, trays.file) == (ChallengeState.MISSING, "")
    assert trays.reason == "There is no file where it was looked for: trays/* or **/trays.*."
    assert trays.notes == ()
    assert _why_not(second).startswith("second/main.py is a symbolic link, and is not followed")


def test_linked_folder_in_which_the_file_may_be_is_named_in_a_note(repository: Path, languages: YamlLanguages) -> None:
    (repository / "work").symlink_to("/tmp")
    found = _first(repository, languages, files=("**/trays.py",))
    assert found.notes == ("Symbolic links are not followed: work.",)


def test_first_pattern_that_finds_a_file_wins(repository: Path, languages: YamlLanguages) -> None:
    assert _taken(_first(repository, languages, files=("none/*.py", "second/*.py", "first/*.py"))).file == (
        "second/main.py"
    )


def test_nearest_file_of_a_pattern_wins_and_the_others_are_named(repository: Path, languages: YamlLanguages) -> None:
    (repository / "z.py").write_text("print(3)")
    taken = _taken(_first(repository, languages, files=("**/*.py",)))
    assert taken.file == "z.py"
    assert taken.notes == ("3 files match **/*.py: the first is graded, z.py; not first/main.py or second/main.py.",)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("first/main.py", True),
        ("first/m?in.py", True),
        ("first/[a-m]ain.py", True),
        ("**/main.py", True),
        ("**/first/*.py", True),
        ("first/**/main.py", True),
        ("FIRST/main.py", False),
        ("*.py", False),
        (".git/HEAD", False),
        (".g*/HEAD", False),
        ("*/HEAD", False),
        ("**/HEAD", False),
        (".GIT/HEAD", False),
    ],
)
def test_pattern_matches_names_and_folders_but_never_git(
    pattern: str, found: bool, repository: Path, languages: YamlLanguages
) -> None:
    assert isinstance(_first(repository, languages, files=(pattern,)), TakenProgram) is found


def test_hidden_files_match_only_where_the_dot_is_said(repository: Path, languages: YamlLanguages) -> None:
    (repository / "first" / "main.py").rename(repository / "first" / ".main.py")
    assert isinstance(_first(repository, languages, files=("first/*",)), NoProgram)
    assert _taken(_first(repository, languages, files=("first/.*",))).file == "first/.main.py"


def test_program_of_several_files_keeps_their_places(repository: Path, languages: YamlLanguages) -> None:
    (repository / "first" / "lib").mkdir()
    (repository / "first" / "lib" / "more.py").write_text("x = 1\n")
    taken = _taken(_first(repository, languages, files=("first/main.py",), more_files=("first/**/*.py", "second/*")))
    assert [file.path for file in taken.program.files] == ["lib/more.py", "main.py"]
    assert taken.repository_path("lib/more.py") == "first/lib/more.py"
    assert taken.notes == ("Left out: second/main.py is not below the main file's folder.",)


def test_further_file_with_a_name_for_no_sandbox_is_refused(repository: Path, languages: YamlLanguages) -> None:
    (repository / "first" / "-o x.py").write_text("x = 1\n")
    found = _first(repository, languages, files=("first/main.py",), more_files=("first/*.py",))
    assert "does not work in a sandbox" in _why_not(found)


def test_too_many_further_files_are_refused(repository: Path, languages: YamlLanguages) -> None:
    for number in range(101):
        (repository / "first" / f"m{number}.py").write_text("x = 1\n")
    found = _first(repository, languages, files=("first/main.py",), more_files=("first/*.py",))
    assert "more than 100 files" in _why_not(found)


def test_challenge_of_function_calls_takes_only_languages_that_have_them(
    repository: Path, languages: YamlLanguages
) -> None:
    (repository / "first" / "main.py").rename(repository / "first" / "main.c")
    suite = replace(CHALLENGE.suite, function=Function(name="f", parameters=(), returns="int"))
    (found,) = take_repository(
        repository, [(ASSIGNED, replace(CHALLENGE, suite=suite))], languages, _git_path()
    ).challenges
    assert "it is C17" in _why_not(found)


def test_unknown_ending_is_refused(repository: Path, languages: YamlLanguages) -> None:
    (repository / "first" / "main.py").rename(repository / "first" / "main.txt")
    assert "no language has this ending" in _why_not(_first(repository, languages))


def test_what_differs_from_the_commit_is_said(repository: Path, languages: YamlLanguages) -> None:
    (repository / "first" / "main.py").write_text("print(42)\n")
    intake = _take(repository, languages)
    assert intake.commit is not None
    assert intake.commit.modified == ("first/main.py",)
    assert intake.notes == ("Graded as it is in the folder, which differs from the commit: first/main.py.",)


def test_line_ends_of_windows_are_no_difference(repository: Path, languages: YamlLanguages) -> None:
    (repository / "first" / "main.py").write_bytes(b"print(1)\r\n")
    intake = _take(repository, languages)
    assert intake.commit is not None
    assert intake.commit.modified == ()


def _git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=b", "-c", "init.defaultBranch=main"]
    environment = {**os.environ, "GIT_COMMITTER_DATE": "1763600000 +0100", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def _packed(folder: Path, form: str = "sha1") -> Path:
    """Make a repository of git's own whose objects are all in a pack."""
    (folder / "first" / "deep").mkdir(parents=True)
    (folder / "first" / "main.py").write_text("print(1)\n")
    (folder / "first" / "deep" / "main.py").write_text("print(1)\n")
    _git(folder, "init", "-q", f"--object-format={form}")
    _git(folder, "add", ".")
    _git(folder, "commit", "-q", "-m", "x")
    _git(folder, "gc", "-q")
    _git(folder, "pack-refs", "--all")
    return folder


@pytest.mark.parametrize("form", ["sha1", "sha256"])
@pytest.mark.parametrize("pattern", ["first/main.py", "first/deep/main.py"])
def test_packed_repository_of_git_itself_is_read(
    pattern: str, form: str, tmp_path: Path, languages: YamlLanguages
) -> None:
    repository = _packed(tmp_path / "packed", form)
    intake = _take(repository, languages, replace(ASSIGNED, files=(pattern,)))
    assert intake.commit is not None
    assert intake.commit.id == _git(repository, "rev-parse", "HEAD")
    assert intake.commit.committed_at == datetime.fromtimestamp(1_763_600_000, UTC)
    assert (intake.commit.modified, intake.notes) == ((), ())


@pytest.mark.parametrize("pattern", ["first/main.py", "first/deep/main.py", "first/new.py"])
def test_repository_with_packed_and_loose_objects_is_read(
    pattern: str, tmp_path: Path, languages: YamlLanguages
) -> None:
    repository = _packed(tmp_path / "mixed")
    (repository / "first" / "new.py").write_text("print(3)\n")
    _git(repository, "add", ".")
    _git(repository, "commit", "-q", "-m", "y")
    intake = _take(repository, languages, replace(ASSIGNED, files=(pattern,)))
    assert intake.commit is not None
    assert (intake.commit.id, intake.commit.modified) == (_git(repository, "rev-parse", "HEAD"), ())


def test_damaged_pack_is_no_commit(tmp_path: Path, languages: YamlLanguages) -> None:
    repository = _packed(tmp_path / "packed")
    for path in (repository / ".git" / "objects" / "pack").glob("*.pack"):
        path.chmod(0o644)
        path.write_bytes(b"x" * 1000)
    assert _take(repository, languages).notes == ("The commit is not known: its objects are damaged or missing.",)


def test_more_packs_than_git_itself_leaves_are_not_opened(repository: Path, languages: YamlLanguages) -> None:
    for number in range(65):
        for ending in ("idx", "pack"):
            (repository / ".git" / "objects" / "pack" / f"pack-{number:040x}.{ending}").touch()
    assert _take(repository, languages).notes == ("The commit is not known: it has too many packs.",)


def test_object_that_is_not_what_its_name_says_is_not_believed(repository: Path, languages: YamlLanguages) -> None:
    commit_id = (repository / ".git" / "refs" / "heads" / "main").read_text().strip()
    forged = commit(repository, {"first/main.py": b"print(1)\n"}, datetime(2001, 1, 1, tzinfo=UTC))
    objects = repository / ".git" / "objects"
    (objects / forged[:2] / forged[2:]).replace(objects / commit_id[:2] / commit_id[2:])
    (repository / ".git" / "refs" / "heads" / "main").write_text(commit_id)
    assert _take(repository, languages).notes == ("The commit is not known: its objects are damaged or missing.",)


def test_object_that_unpacks_to_very_much_is_given_up_early(repository: Path, languages: YamlLanguages) -> None:
    commit_id = (repository / ".git" / "refs" / "heads" / "main").read_text().strip()
    bomb = repository / ".git" / "objects" / commit_id[:2] / commit_id[2:]
    packer = zlib.compressobj(9)
    zeros = bytes(1 << 20)
    bomb.write_bytes(packer.compress(b"commit 67108864\0") + b"".join(packer.compress(zeros) for _ in range(64)))
    assert _take(repository, languages).notes == ("The commit is not known: its objects are too large.",)


@pytest.mark.parametrize("content", [b"", b"100644 a", b"100644 a\0short", b"\0" * 40])
def test_folder_that_git_would_not_write_is_damaged(content: bytes, repository: Path, languages: YamlLanguages) -> None:
    git = repository / ".git"
    folder = write_object(git, b"tree", content)
    head = write_object(git, b"commit", f"tree {folder}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx".encode())
    (git / "refs" / "heads" / "main").write_text(head)
    intake = _take(repository, languages)
    if content:
        assert intake.notes == ("The commit is not known: its objects are damaged or missing.",)
    else:
        assert intake.commit is not None
        assert intake.commit.modified == ("first/main.py",)


def test_detached_head_is_read(repository: Path, languages: YamlLanguages) -> None:
    commit_id = (repository / ".git" / "refs" / "heads" / "main").read_text()
    (repository / ".git" / "HEAD").write_text(commit_id)
    intake = _take(repository, languages)
    assert intake.commit is not None
    assert intake.commit.id == commit_id.strip()


def test_replaced_commit_is_not_believed(repository: Path, languages: YamlLanguages) -> None:
    commit_id = (repository / ".git" / "refs" / "heads" / "main").read_text().strip()
    replacement = commit(repository, {"first/main.py": b"print(1)\n"}, datetime(2001, 1, 1, tzinfo=UTC))
    (repository / ".git" / "refs" / "heads" / "main").write_text(commit_id)
    (repository / ".git" / "refs" / "replace").mkdir()
    (repository / ".git" / "refs" / "replace" / commit_id).write_text(replacement)
    intake = _take(repository, languages)
    assert intake.commit is not None
    assert intake.commit.committed_at == AT


def test_without_git_a_packed_commit_is_unknown_and_grading_goes_on(
    tmp_path: Path, languages: YamlLanguages, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = _packed(tmp_path / "packed")
    monkeypatch.setenv("PATH", ".:relative")
    intake = _take(repository, languages)
    assert intake.commit is None
    assert intake.notes == ("The commit is not known: git is not installed on this machine.",)
    assert isinstance(intake.challenges[0], TakenProgram)


def test_packs_that_take_for_ever_are_given_up(
    tmp_path: Path, languages: YamlLanguages, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = _packed(tmp_path / "packed")
    endless = tmp_path / "bin" / "git"
    endless.parent.mkdir()
    endless.write_text("#!/bin/sh\nexec sleep 600\n")
    endless.chmod(0o755)
    monkeypatch.setenv("PATH", f"{endless.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(packs, "_WAIT_SECONDS", 0.2)
    assert _take(repository, languages).notes == ("The commit is not known: its objects take too long to read.",)


def test_reference_that_is_no_commit_is_not_taken_for_one(repository: Path, languages: YamlLanguages) -> None:
    (repository / ".git" / "HEAD").write_text("f" * 40)
    assert _take(repository, languages).commit is None


@pytest.mark.parametrize("number", [errno.EMFILE, errno.EIO])
@pytest.mark.parametrize("after", [0, 1, 5, 9])
def test_machine_that_cannot_read_a_repository_is_no_fault_of_the_student(
    number: int, after: int, repository: Path, languages: YamlLanguages, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, opened = os.open, []

    def fail(*arguments: Any, **more: Any) -> int:
        opened.append(arguments)
        if len(opened) > after:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **more)

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(OSError, match=os.strerror(number)):
        _take(repository, languages)
