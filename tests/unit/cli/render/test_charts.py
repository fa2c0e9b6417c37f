import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.cli.render.practice.charts import bar, sparkline, strip


@pytest.mark.parametrize(
    ("part", "whole", "drawn"),
    [
        (0, 4, "░░░░"),
        (1, 4, "█░░░"),
        (4, 4, "████"),
        (3, 8, "█▌░░"),
        (1, 1000, "▏░░░"),
        (999, 1000, "███▉"),
        (0, 0, "░░░░"),
    ],
)
def test_bar_is_filled_in_eighths(part: int, whole: int, drawn: str) -> None:
    assert bar(part, whole, 4, unicode=True) == drawn


@pytest.mark.parametrize(("part", "drawn"), [(0, "...."), (1, "#..."), (999, "###."), (1000, "####")])
def test_bar_without_unicode_is_ascii(part: int, drawn: str) -> None:
    assert bar(part, 1000, 4, unicode=False) == drawn


@given(st.integers(0, 500), st.integers(0, 500), st.integers(2, 60), st.booleans())
def test_bar_has_its_width_and_is_full_or_empty_only_when_all_or_nothing_is_done(
    part: int, more: int, width: int, unicode: bool
) -> None:
    drawn = bar(part, part + more, width, unicode)
    full, empty = ("█", "░") if unicode else ("#", ".")

    assert len(drawn) == width
    assert (drawn == full * width) == (part > 0 and more == 0)
    assert (drawn == empty * width) == (part == 0)


def test_sparkline_has_the_largest_highest() -> None:
    assert sparkline([1, 2, 4, 8], unicode=True) == "▁▂▄█"
    assert sparkline([1, 2, 4, 8], unicode=False) == "_.=#"


def test_sparkline_of_nothing_is_nothing_and_of_zeros_lies_flat() -> None:
    assert sparkline([], unicode=True) == ""
    assert sparkline([0, 0], unicode=True) == "▁▁"


def test_strip_marks_what_is_true() -> None:
    assert strip([True, False, True], unicode=True) == "■·■"
    assert strip([True, False, True], unicode=False) == "#.#"
