from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.mentor.code_window import numbered_file, source_lines
from codementor_cli.text.excerpts import sent_length


def _file(content: bytes) -> SourceFile:
    return SourceFile("main.py", content)


def test_a_short_file_is_whole_and_numbered() -> None:
    shown, cut = numbered_file(_file(b"a\n\tb\n"), 1000)
    assert (shown.text, shown.line_count, cut) == ("1| a\n2| \tb", 2, False)


def test_lines_are_counted_as_compilers_do() -> None:
    assert source_lines(_file("a\x0cb\u2028c\r\nd\re".encode())) == ["a\x0cb\u2028c", "d", "e"]


def test_a_long_file_shows_the_failing_line_its_surroundings_and_the_head() -> None:
    shown, cut = numbered_file(_file(b"".join(b"line %d\n" % number for number in range(1, 9001))), 1500, focus=5000)
    assert cut
    assert "5000| line 5000" in shown.text
    assert "4985| line 4985" in shown.text
    assert shown.text.startswith("1| line 1\n")
    assert "are left out]" in shown.text
    assert shown.line_count == 9000


def test_a_failing_line_that_the_file_has_not_is_no_focus() -> None:
    assert numbered_file(_file(b"a\n"), 1000, focus=99)[0].text == "1| a"


@given(st.binary(max_size=3000), st.integers(300, 2000), st.integers(-5, 4000))
def test_a_file_of_any_bytes_stays_within_its_limit(content: bytes, limit: int, focus: int) -> None:
    shown, _ = numbered_file(_file(content), limit, focus)
    assert sent_length(shown.text) <= max(limit, 600)


def test_a_home_folder_in_the_code_does_not_show() -> None:
    shown, _ = numbered_file(_file(b"open('/home/ada/x')\n"), 1000)
    assert "ada" not in shown.text
