import pytest

from codementor_cli.text.near_matches import did_you_mean, near_matches
from codementor_cli.text.sentences import one_of


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("tsets", ("tests",)),
        ("lim", ("limits",)),
        ("limts", ("limits",)),
        ("testc", ("testcases",)),
        ("xyzzy", ()),
        ("te", ()),
    ],
)
def test_typing_errors_swapped_letters_and_beginnings_are_near(word: str, near: tuple[str, ...]) -> None:
    assert near_matches(word, ("tests", "limits", "testcases")) == near


def test_no_more_are_named_than_wanted() -> None:
    assert near_matches("aab", ("aab1", "aab2", "aab3", "aab4"), most=2) == ("aab1", "aab2")


def test_names_in_a_question_are_escaped() -> None:
    assert did_you_mean("tsets\n", ["tests\n"]) == "did you mean tests\\n?"
    assert did_you_mean("xyzzy", ["tests"]) == ""


def test_choices_are_listed_with_an_or() -> None:
    assert one_of(["a"]) == "a"
    assert one_of(["a", "b", "c"]) == "a, b or c"
