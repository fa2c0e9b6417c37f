"""Quotes and comments that are never closed: the work grows with the text, and not with its square."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from codementor_cli.domain.mentor import code_tokens as shipped
from codementor_cli.domain.mentor.code_tokens import code_text, tokens
from codementor_cli.text.delimited import pieces

HOSTILE = (
    ("`", "${", ""),
    ('"', '\\"', ""),
    ("'", "\\'", "'x"),
    ("", "/*", ""),
    ("", "`a", ""),
    ("", '"""', '"'),
    ("", "'\\\\", "\n"),
    ("", '`${"', ""),
)
"""A start, what is repeated, and an end."""
FORMS = (
    (shipped._TOKEN, shipped._TEXTS),
    (shipped._COMMENT, shipped._AROUND_COMMENTS),
    (shipped._HASH_COMMENT, shipped._AROUND_HASHES),
)


class Counted:
    """Patterns that count the characters that they go over."""

    def __init__(self, bodies: Mapping[str, re.Pattern[str]]) -> None:
        self._bodies = bodies
        self.characters = 0

    def get(self, sign: str) -> Counted | None:
        self._pattern = self._bodies.get(sign)
        return self if self._pattern else None

    def match(self, text: str, start: int) -> re.Match[str] | None:
        assert self._pattern is not None
        found = self._pattern.match(text, start)
        self.characters += found.end() - start if found else 0
        return found


def work(text: str, form: tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]) -> int:
    counted = Counted(form[1])
    list(pieces(text, form[0], counted))  # type: ignore[arg-type]  # it is asked for `get` alone
    return counted.characters


@pytest.mark.parametrize("form", FORMS, ids=["tokens", "comments", "hashes"])
@pytest.mark.parametrize("hostile", HOSTILE, ids=repr)
def test_work_grows_with_the_text(
    hostile: tuple[str, str, str], form: tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]
) -> None:
    start, repeated, end = hostile
    small, large = (start + repeated * count + end for count in (500, 16 * 500))
    assert work(large, form) <= 2 * len(large)
    assert work(large, form) <= 17 * max(work(small, form), 1)


@pytest.mark.parametrize("hostile", HOSTILE, ids=repr)
def test_hostile_file_of_a_mebibyte_is_read_whole(hostile: tuple[str, str, str]) -> None:
    start, repeated, end = hostile
    text = start + repeated * ((1 << 20) // len(repeated)) + end
    assert len(tokens(text)) <= len(text)
    assert len(code_text(text.encode(), "c")) <= len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a "b" c', ("x", "s", "x")),
        ('"b', ("x",)),
        ("don't", ("x", "x")),
        ("'b' 'c", ("s", "x")),
        ("'b'c", ("x", "x")),
        ("`a ${b} c`", ("s",)),
        ("`a b`", ("x", "x")),
        ("`a ${b}\n`c`", ("x", "x", "x")),
        (r'"\"" + 1', ("s", "+", "1")),
    ],
)
def test_texts_are_what_is_closed(text: str, found: tuple[str, ...]) -> None:
    assert tokens(text) == found


def test_comment_that_is_never_closed_stays() -> None:
    assert code_text(b"a /* b /* c", "c") == "a /* b /* c"
    assert code_text(b"a /* b */ c", "c") == "a  c"
    assert code_text(b"a '# b' # c", "python") == "a '# b' "
