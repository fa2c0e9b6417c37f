"""The shipped files of advice, and files that were edited wrongly."""

from __future__ import annotations

import pytest

from codementor_cli.catalog.advice import FOLDER, shipped_advisor
from codementor_cli.domain.mentor.advice.advisor import CAUSE_FILES, Advisor
from codementor_cli.errors import ErrorKind, UserFileError

CAUSE = 'name = "x"\nverdicts = ["WA"]\nhint = "Hint."\napproach = "Approach."\nsteps = ["Step."]\n'


def _advisor(text: str) -> Advisor:
    return Advisor(lambda name: text if name == "any_language" else "cause = []")


def test_every_file_is_read() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*CAUSE_FILES, "methods", "verdicts"}


@pytest.mark.parametrize("language", ["python", "javascript", "typescript", "c", "cpp", "java", "go", "rust", "ruby"])
def test_no_cause_of_a_language_is_in_a_file_that_is_not_read_for_it(language: str) -> None:
    every = [cause for cause in shipped_advisor().causes() if language in (cause.languages or (language,))]
    read = [cause for cause in shipped_advisor().causes(language) if language in (cause.languages or (language,))]
    assert read == every


def test_names_of_causes_are_told_apart() -> None:
    names = [cause.name for cause in shipped_advisor().causes()]
    assert len(set(names)) == len(names)


def test_no_file_is_read_before_it_is_needed() -> None:
    def read(name: str) -> str:
        raise AssertionError(name)

    Advisor(read)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[cause]\n", "Expected ']]' at the end of an array declaration (at line 1, column 8)"),
        (f"[[cause]]\n{CAUSE}hints = 1\n", "cause x: unknown key hints"),
        ('[[cause]]\nname = "x"\nverdicts = ["WA"]\nhint = "Hint."\n', "cause x: missing key approach, steps"),
        (f'[[cause]]\n{CAUSE}when = "rainy"\n', "cause x: no such sign rainy"),
        ("[[cause]]\n" + CAUSE.replace("WA", "XX"), "cause x: no such verdict XX"),
        ("", "no 'cause'"),
    ],
)
def test_a_file_that_is_edited_wrongly_says_what_is_wrong_where(text: str, message: str) -> None:
    with pytest.raises(UserFileError) as caught:
        list(_advisor(text).causes())
    assert caught.value.message == f"The advice in any_language.toml cannot be read: {message}."
    assert caught.value.kind is ErrorKind.BROKEN_CATALOG
    assert caught.value.next_step == "The head of that file says how to write it."
