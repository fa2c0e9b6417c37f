"""Types of function-call challenges."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codementor_cli.catalog.challenges.signature import mismatch, parse_type


@pytest.mark.parametrize(
    "text",
    [
        "int",
        "any",
        "None",
        "list[int]",
        "list[list[str]]",
        "dict[str, int]",
        "tuple[int, str]",
        "tuple[int, ...]",
        "str | None",
        "list[int | None] | None",
    ],
)
def test_types_of_the_grammar_are_read_and_written_alike(text: str) -> None:
    assert str(parse_type(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("integer", "did you mean int"),
        ("list", "list needs to say what it holds, like list\\[any\\]"),
        ("dict", "like dict\\[str, any\\]"),
        ("dict[int, int]", "expected str, not int"),
        ("list[int", "expected \\], not its end"),
        ("int int", "expected the type to end, not int"),
        ("int | str", "expected None, not str"),
        ("", "there is no type here"),
        ("list[" * 60 + "int" + "]" * 60, "at most 200 letters"),
    ],
)
def test_other_types_are_refused_with_what_was_expected(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_type(text)


@given(st.text(max_size=60) | st.text("listdcuple[]str,|None. ", max_size=40))
@settings(database=None)
def test_any_text_is_a_type_or_a_value_error(text: str) -> None:
    try:
        parsed = parse_type(text)
    except ValueError:
        return
    assert parse_type(str(parsed)) == parsed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "int"),
        (1, "float"),
        (1.5, "float"),
        ("a", "str"),
        (True, "bool"),
        (None, "None"),
        (None, "int | None"),
        ([1, 2], "list[int]"),
        ([], "list[int]"),
        ({"a": [1]}, "dict[str, list[int]]"),
        ([1, "a"], "tuple[int, str]"),
        ([1, 2, 3], "tuple[int, ...]"),
        ({"a": [None]}, "any"),
    ],
)
def test_values_of_a_type_fit(value: Any, text: str) -> None:
    assert mismatch(value, parse_type(text)) is None


@pytest.mark.parametrize(
    ("value", "text", "path", "message"),
    [
        (True, "int", (), "expected int, not true"),
        (1.0, "int", (), "expected int, not the number 1.0"),
        (True, "float", (), "expected float, not true"),
        (1, "str", (), "expected str, not the number 1"),
        (None, "int", (), "expected int, not null"),
        ([1, "x"], "list[int]", (1,), 'expected int, not the text "x"'),
        ({"a": [1, None]}, "dict[str, list[int]]", ("a", 1), "expected int, not null"),
        ([1], "tuple[int, str]", (), "expected tuple[int, str], a list of 2, not of 1"),
        ({"a": 1}, "list[int]", (), "expected list[int] (a YAML list), not a mapping"),
        ([1], "dict[str, int]", (), "expected dict[str, int], not a list of 1"),
    ],
)
def test_first_value_that_does_not_fit_is_found(value: Any, text: str, path: tuple[Any, ...], message: str) -> None:
    found = mismatch(value, parse_type(text))
    assert found is not None
    assert (found.path, found.message) == (path, message)
