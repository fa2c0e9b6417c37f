"""Every way in which text of others is shown: no character in it hides or acts."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator

import pytest

from codementor_cli.reports import markdown
from codementor_cli.schemas.public.base import to_json
from codementor_cli.text.invisible import all_show, escape, shows
from codementor_cli.text.untrusted import escaped, escaped_lines, stripped, visible, visible_line, xml_text

_STRIDE = 101
"""Of private and unassigned characters, which are most of Unicode, each so-manyth is tried."""
# Source: Unicode 15, DerivedCoreProperties.txt, Default_Ignorable_Code_Point; written out, not taken from our table.
_IGNORABLE = (
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
_BLANK = "\u2800\U0001d159"


def _hidden() -> Iterator[str]:
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if category in {"Cc", "Cf", "Zl", "Zp", "Cs"} or (category in {"Co", "Cn"} and code % _STRIDE == 0):
            yield chr(code)
    for first, last in _IGNORABLE:
        yield from map(chr, range(first, last + 1))
    yield from _BLANK


HIDDEN = "".join(_hidden())
ESCAPERS: dict[str, tuple[Callable[[str], str], str]] = {
    "terminal": (visible, "\n\t"),
    "terminal, one line": (visible_line, ""),
    "xml": (xml_text, "\n\t"),
    "markdown": (lambda text: markdown.escaped(text, limit=10**9), ""),
    "sentence": (escaped, ""),
    "prompt": (escaped_lines, "\n\t"),
    "answer": (stripped, "\n\t"),
    "json": (to_json, "\n"),
}
"""By name: the function, and which of these characters it keeps on purpose."""


@pytest.mark.parametrize("name", ESCAPERS)
def test_no_character_that_hides_or_acts_passes(name: str) -> None:
    function, kept = ESCAPERS[name]
    shown = function(f"a{HIDDEN}b")
    assert set(shown) & set(HIDDEN) <= set(kept)
    assert "a" in shown
    assert "b" in shown


@pytest.mark.parametrize("name", sorted(set(ESCAPERS) - {"answer"}))
def test_each_is_shown_by_an_escape_of_its_own(name: str) -> None:
    function, kept = ESCAPERS[name]
    sample = {each for each in HIDDEN[:: len(HIDDEN) // 2000] + "\u3164\u2800\ufe0f\U000e0041" if each not in kept}
    sample -= set(map(chr, range(0xDC80, 0xDD00)))  # bytes that were not UTF-8, shown as such
    shown = {function(f"a{each}b") for each in sample}
    assert len(shown) == len(sample)
    assert all(text.isascii() and text.replace("\n", "").isprintable() for text in shown)


@pytest.mark.parametrize("name", ESCAPERS)
@pytest.mark.parametrize("text", ["plain text", "größer", "日本語", "Ελληνικά", "نص", "π ≤ 4", "😀"])
def test_letters_signs_and_emoji_stay_as_they_are(name: str, text: str) -> None:
    assert text in ESCAPERS[name][0](text)


@pytest.mark.parametrize(
    ("character", "form"),
    [
        ("\x00", "\\x00"),
        ("\n", "\\n"),
        ("\t", "\\t"),
        ("\r", "\\r"),
        ("\x1b", "\\x1b"),
        ("\x7f", "\\x7f"),
        ("\xad", "\\xad"),
        ("\udc80", "\\x80"),
        ("\udfff", "\\udfff"),
        ("\u202e", "\\u202e"),
        ("\u3164", "\\u3164"),
        ("\u2800", "\\u2800"),
        ("\ufe0f", "\\ufe0f"),
        ("\U000e0041", "\\U000e0041"),
        ("\U000e0100", "\\U000e0100"),
    ],
)
def test_an_escape_is_that_of_a_string_in_a_program(character: str, form: str) -> None:
    assert escape(character) == form
    assert escaped(f"a{character}b") == f"a{form}b"
    assert not shows(character)
    assert not all_show(f"ä{character}")


def test_characters_that_are_kept_stay() -> None:
    assert escaped("a\tb\nc\x1b", keep="\n\t") == "a\tb\nc\\x1b"


def test_the_wide_space_is_a_gap_on_a_terminal_and_an_escape_in_a_sentence() -> None:
    assert visible("日\u3000本") == "日\u3000本"
    assert escaped("日\u3000本") == "日\\u3000本"
