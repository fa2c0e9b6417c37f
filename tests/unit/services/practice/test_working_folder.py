import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from codementor_cli.domain.challenge.challenge import Challenge, ChallengeSummary, ReferenceSubmission
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.errors import ProblemsError, UserFileError
from codementor_cli.services.practice.working_folder import chosen_language, settings_text, working_folder
from tests.fakes.engines import MoreLanguages
from tests.fakes.sandbox import FakeLanguages
from tests.unit.domain.challenge.test_statement import CHALLENGE, FUNCTION

LANGUAGES = FakeLanguages()


@dataclass
class OneStarter:
    """A catalog whose every challenge has this starter."""

    file: SourceFile | None

    def summaries(self) -> Iterator[ChallengeSummary | ProblemsError]:
        return iter(())

    def ids(self) -> tuple[str, ...]:
        return ()

    def load(self, challenge_id: str) -> Challenge:
        raise NotImplementedError

    def starter(self, challenge: Challenge, language: str) -> SourceFile | None:
        return self.file

    def references(self, challenge: Challenge) -> tuple[ReferenceSubmission, ...]:
        return ()


def test_python_is_chosen_where_the_challenge_takes_it() -> None:
    assert chosen_language(CHALLENGE, LANGUAGES, None).name == "python"
    assert chosen_language(CHALLENGE, LANGUAGES, "c").name == "c"


def test_a_language_that_the_challenge_does_not_take_is_refused_with_those_that_it_takes() -> None:
    calls = replace(CHALLENGE, suite=replace(CHALLENGE.suite, function=FUNCTION))

    with pytest.raises(UserFileError, match=r"The challenge add-two takes python\."):
        chosen_language(calls, LANGUAGES, "c")


def test_the_folder_holds_starter_statement_and_settings_last() -> None:
    starter = SourceFile("first.py", b"print(3)\n")
    folder = working_folder(CHALLENGE, LANGUAGES.get("python"), OneStarter(starter), LANGUAGES, "../challenges")

    assert [file.path for file in folder.files] == ["first.py", "README.md", ".codementor.toml"]
    assert folder.files[0] == starter
    assert tomllib.loads(folder.files[2].content.decode()) == {
        "challenges": ["../challenges"],
        "practice": {"challenge": "add-two", "file": "first.py"},
    }


def test_without_starter_code_there_is_a_skeleton() -> None:
    folder = working_folder(CHALLENGE, MoreLanguages().get("python"), OneStarter(None), LANGUAGES, None)

    assert folder.main == "main.py"
    assert b"# Print the answer to Add Two.\n" in folder.files[0].content
    assert b"sys.stdin.read()" in folder.files[0].content


@pytest.mark.parametrize("name", [".codementor.toml", "README.md"])
def test_an_authors_starter_does_not_take_the_place_of_settings_or_statement(name: str) -> None:
    folder = working_folder(
        CHALLENGE, LANGUAGES.get("python"), OneStarter(SourceFile(name, b"sandbox = 1")), LANGUAGES, None
    )

    assert folder.main == "main.py"
    assert b"[practice]" in folder.files[-1].content


@pytest.mark.parametrize("name", ['a"b', "a\\b", "ü", "a\x7fb", "a\tb"])
def test_any_name_survives_the_settings(name: str) -> None:
    assert tomllib.loads(settings_text(name, "main.py", None))["practice"]["challenge"] == name
