import string

from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.text.excerpts import brief, decoded, excerpt, head, quoted, sent_length, shortened, tail


@given(st.text(max_size=400), st.integers(3, 200))
def test_a_cut_text_takes_no_more_than_its_limit_when_sent(text: str, limit: int) -> None:
    assert sent_length(head(text, limit)) <= max(limit, 3)
    assert sent_length(tail(text, limit)) <= max(limit, 3)


@given(st.text(alphabet=string.ascii_letters, max_size=50))
def test_a_text_that_fits_stays_whole(text: str) -> None:
    assert head(text, 60) == tail(text, 60) == text


def test_a_cut_is_marked_on_its_side() -> None:
    assert head("abcdefghij", 8) == "abcde…"
    assert tail("abcdefghij", 8) == "…fghij"


def test_bytes_that_are_no_text_show_themselves() -> None:
    assert decoded(b"a\xff\x00\n", 40) == "a\\xff\\x00\n"


def test_ten_megabytes_are_cut_before_they_are_looked_at() -> None:
    assert decoded(b"x" * 10_000_000, 20) == "x" * 17 + "…"


def test_excerpts_are_cut_and_marked() -> None:
    assert excerpt(b"x" * 100, 10) == "x" * 9 + "…"
    assert quoted(b"a\xff") == '"a\\xff"'
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"
    assert brief("a\n" + "x" * 100) == "a\\n" + "x" * 58 + "…"
