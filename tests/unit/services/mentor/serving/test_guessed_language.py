from __future__ import annotations

import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.services.mentor.serving.guessed_language import guessed_language
from tests.fakes import shipped

NAMES = tuple(each.name for each in YamlLanguages(data_folder("sandbox_images") / "languages.yaml").all())
PROGRAMS = {
    f"{challenge}/{each.name}": each
    for challenge in shipped.catalog().ids()
    for each in shipped.catalog().references(shipped.challenge(challenge))
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_shipped_program_tells_its_language(name: str) -> None:
    program = PROGRAMS[name].program
    main = next(each for each in program.files if each.path == program.main)
    assert guessed_language(main.content.decode("utf-8", "replace"), NAMES) == program.language


@pytest.mark.parametrize("name", NAMES)
def test_hello_world_tells_its_language(name: str) -> None:
    language = YamlLanguages(data_folder("sandbox_images") / "languages.yaml").get(name)
    assert guessed_language(language.hello, NAMES) == name


def test_only_languages_that_are_taken_are_guessed() -> None:
    assert guessed_language("console.log(1)", ("python",)) is None


def test_text_that_tells_nothing_is_no_language() -> None:
    assert guessed_language("x", NAMES) is None


@pytest.mark.parametrize(
    "code",
    [
        "\n" * 20_000 + "x",
        " " * 20_000 + "x",
        "\t\n" * 10_000 + "x",
        "def " + ":" * 19_990,
        "if x: " * 3_333,
        "const " * 3_333,
        "function x(" + "a " * 9_990,
        "#include <" * 2_000,
    ],
    ids=lambda code: repr(code[:12]),
)
def test_hostile_text_is_looked_at_in_a_moment(code: str) -> None:
    """With quadratic signs, these took up to half a minute each: long enough to hold a server."""
    for _ in range(20):
        guessed_language(code, NAMES)
