"""Values of foreign bodies: what can be read is read, the rest is refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from codementor_cli.api.compatible.reading import UnusableError, arguments, base64_bytes, number, text_bytes, words


@pytest.mark.parametrize("text", ["aGVsbG8=", "aGVs\nbG8=\n", "aGVsbG8", " aGVsbG8 "])
def test_base64_is_read_with_line_breaks_and_without_padding(text: str) -> None:
    assert base64_bytes(text) == b"hello"


@pytest.mark.parametrize("text", ["a", "%%%%", "aGVsbG8=x", "é", 3, None])
def test_what_is_no_base64_is_refused(text: Any) -> None:
    with pytest.raises(UnusableError):
        base64_bytes(text)


def test_half_of_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(UnusableError, match="surrogate"):
        text_bytes("\ud800")


@pytest.mark.parametrize(("raw", "value"), [(2, 2.0), ("2.5", 2.5), (0, 0.0), ("-1", -1.0)])
def test_numbers_may_be_texts(raw: Any, value: float) -> None:
    assert number(raw) == value


@pytest.mark.parametrize("raw", [True, "x", "", None, [], {}, "nan", "inf", float("inf"), "9" * 400, 10**400])
def test_what_is_no_finite_number_is_refused(raw: Any) -> None:
    with pytest.raises(UnusableError, match="is not a number"):
        number(raw)


def test_a_line_is_parted_as_a_shell_would_and_nothing_else_of_a_shell_holds() -> None:
    assert words("a 'b c' $HOME `id` ; x") == ("a", "b c", "$HOME", "`id`", ";", "x")


@pytest.mark.parametrize("line", ["'", "a\\", "\0", "a" * 4097])
def test_a_line_with_an_open_quotation_is_refused(line: str) -> None:
    with pytest.raises(UnusableError):
        words(line)


@pytest.mark.parametrize("values", ["a", [1], None, {}, ["a"] * 101, ["a\0b"], ["\udfff"], ["é" * 25_001]])
def test_what_cannot_be_arguments_is_refused(values: Any) -> None:
    with pytest.raises(UnusableError):
        arguments(values)
