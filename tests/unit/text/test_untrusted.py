import re
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.text.untrusted import (
    escaped,
    escaped_lines,
    normalised,
    shell_word,
    stripped,
    visible,
    visible_line,
    xml_text,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_nothing_that_acts_on_a_terminal_comes_out(text: str) -> None:
    shown = visible(text)

    assert all(character.isprintable() or character in "\n\t\u3000" for character in shown)


@given(ANY_TEXT)
def test_no_control_format_or_surrogate_character_comes_out(text: str) -> None:
    kinds = {unicodedata.category(character) for character in visible_line(text)}

    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.binary())
def test_any_bytes_become_text_that_utf8_can_hold(content: bytes) -> None:
    visible(content).encode()


@given(st.text(st.characters(categories=("Lu", "Ll", "Nd", "Po", "Sm"), max_codepoint=0x2FF)))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("bell\a", "bell\\x07"),
        ("nul\0", "nul\\x00"),
        ("over\rwritten", "over\\rwritten"),
        ("\x7f\x9b", "\\x7f\\x9b"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("a\u200bb\u200e", "a\\u200bb\\u200e"),
        ("\u061c", "\\u061c"),
        ("\udcff", "\\xff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("[red]not markup[/red]", "[red]not markup[/red]"),
        ("é 中 🎉", "é 中 🎉"),
        ("a\n\tb", "a\n\tb"),
    ],
)
def test_suspect_characters_show_themselves(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_bytes_that_are_not_utf8_show_their_value() -> None:
    assert visible(b"ok \xff") == "ok \\xff"


def test_a_line_stays_one_line() -> None:
    assert visible_line("two\nlines\tand a tab") == "two\\nlines\\tand a tab"


@given(ANY_TEXT | st.binary())
def test_xml_parsers_read_what_was_meant(content: str | bytes) -> None:
    element = ET.fromstring(f'<case name="{xml_text(content)}">{xml_text(content)}</case>')

    assert element.text or not content
    assert (element.text or "") == visible(content)
    assert element.attrib["name"] == " ".join(re.split(r"[\n\t]", visible(content)))


def test_xml_has_no_way_out_of_an_element_or_attribute() -> None:
    assert xml_text("]]><a b='\"'>&amp;\x00") == "]]&gt;&lt;a b=&apos;&quot;&apos;&gt;&amp;amp;\\x00"


@given(st.text(max_size=200))
def test_nothing_in_an_escaped_text_acts(text: str) -> None:
    assert all(each.isprintable() or each in "\n\t" for each in escaped_lines(text))


@given(st.text(max_size=200))
def test_nothing_in_a_stripped_text_acts(text: str) -> None:
    assert all(each.isprintable() or each in "\n\t" for each in stripped(text))


def test_tags_and_marks_that_do_not_show_are_taken_out() -> None:
    assert stripped("\U000e0041a\u202eb\u200bc\x1b[2J\u3164") == "abc[2J"


def test_control_and_direction_characters_become_escapes() -> None:
    assert escaped("a\x1b[31mb\u202ec\n") == "a\\x1b[31mb\\u202ec\\n"


def test_a_name_is_one_word_of_a_shell() -> None:
    assert shell_word("it's") == "'it'\"'\"'s'"
    assert shell_word("a\nb") == "'a\\nb'"


def test_letters_that_look_wide_count_as_plain() -> None:
    assert normalised("\uff50\ufb01x") == "pfix"
