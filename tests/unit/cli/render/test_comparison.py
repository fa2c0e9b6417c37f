from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.cli.render.judging.comparison import Pair, comparison
from codementor_cli.cli.render.text import Look, columns, to_text
from codementor_cli.domain.judging.judgement import ExplainedDifference

NARROW = Look(width=60)
WIDE = Look(width=120)


def shown(expected: bytes, actual: bytes, place: tuple[int, int] | None, look: Look) -> str:
    difference = None
    if place is not None:
        difference = ExplainedDifference(
            line=place[0], column=place[1], expected_line="", actual_line="", explanation=""
        )
    return to_text(comparison(Pair(expected=expected, actual=actual, difference=difference), look), look)


def test_the_line_of_the_difference_is_marked_and_a_caret_stands_under_the_column() -> None:
    text = shown(b"one\ntwo\n", b"one\ntwa\n", (2, 3), NARROW)

    assert "  > two↵\n      ^\n" in text
    assert "  > twa↵\n      ^\n" in text


def test_wide_terminals_show_both_beside_each_other() -> None:
    text = shown(b"one\ntwo\n", b"one\ntwa\n", (2, 3), WIDE)

    line = next(each for each in text.splitlines() if each.startswith("  > "))
    assert "two↵" in line
    assert "│ twa↵" in line


def test_white_space_is_visible_on_lines_that_differ_only() -> None:
    text = shown(b"a b\nc d\n", b"a b\nc\td \r\n", (2, 2), NARROW)

    assert "a b" in text
    assert "c·d↵" in text
    assert "c→d·␍↵" in text


def test_missing_final_line_end_shows_as_no_line_end() -> None:
    text = shown(b"1\n", b"1", (1, 2), NARROW)

    assert "  > 1↵\n     ^" in text
    assert "  > 1\n     ^" in text


def test_nothing_printed_is_said() -> None:
    text = shown(b"1\n", b"", None, NARROW)

    assert "(nothing)" in text


def test_the_mark_stands_under_the_expected_output_where_nothing_was_printed() -> None:
    text = shown(b"1\n", b"", (1, 1), NARROW)

    assert "  > 1↵\n    ^\n  Yours\n    (nothing)\n" in text


def test_far_lines_are_left_out_and_that_is_said() -> None:
    many = b"".join(b"%d\n" % number for number in range(100))
    text = shown(many, many.replace(b"50\n", b"x\n"), (51, 1), NARROW)

    assert "  │ 46" not in text
    assert "lines before line 48 are equal and not shown; lines after line 57 are not shown" in text


def test_a_difference_far_out_in_a_long_line_is_in_sight() -> None:
    expected = b"x" * 5000 + b"A" + b"x" * 5000
    text = shown(expected, expected.replace(b"A", b"B"), (1, 5001), NARROW)

    assert "A" in text
    assert "B" in text
    assert max(map(len, text.splitlines())) <= NARROW.width


def test_ascii_outputs_get_ascii_signs() -> None:
    text = shown(b"a b\n", b"a\tb\n", (1, 2), Look(width=60, unicode=False))

    assert text.isascii()
    assert "a_b\\n" in text
    assert "a\\tb\\n" in text


def test_colour_is_never_the_only_mark() -> None:
    plain = shown(b"1\n", b"2\n", (1, 1), NARROW)
    coloured = shown(b"1\n", b"2\n", (1, 1), Look(width=60, colour=True))

    assert plain != coloured
    assert plain.count("^") == coloured.count("^") == 2


@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(1, 20), st.integers(1, 400))
def test_any_outputs_fit_the_width_and_hold_no_control_characters(
    expected: bytes, actual: bytes, line: int, column: int
) -> None:
    for look in (NARROW, WIDE):
        text = shown(expected, actual, (line, column), look)

        assert all(character.isprintable() or character in "\n\u3000" for character in text)
        assert all(columns(each) <= look.width + 1 for each in text.splitlines() if "not shown" not in each)
