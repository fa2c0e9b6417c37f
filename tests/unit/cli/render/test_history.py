from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.cli.render.practice.history import history_table
from codementor_cli.cli.render.practice.when import Clock
from codementor_cli.cli.render.text import Look, columns, to_text
from codementor_cli.domain.challenge.verdict import Verdict
from tests.fakes.submissions import AT, entry

CLOCK = Clock(AT, UTC)
ENTRIES = [
    entry(100_000, "a-challenge-with-a-rather-long-name", Verdict.TLE, language="javascript"),
    entry(7, verdict=Verdict.AC),
]


def table(look: Look) -> list[str]:
    return to_text(history_table(ENTRIES, CLOCK, look), look).splitlines()


def test_each_submission_is_a_line_of_aligned_columns() -> None:
    assert to_text(history_table([entry(7), entry(12, verdict=Verdict.AC)], CLOCK, Look()), Look()) == (
        "#   WHEN              CHALLENGE  LANGUAGE  VERDICT         SCORE   CASES\n"
        " 7  2026-11-20 14:03  add-two    python    ✗ wrong answer  50/100  6/12\n"
        "12  2026-11-20 14:03  add-two    python    ✓ accepted      50/100  6/12\n"
    )


@pytest.mark.parametrize("width", range(40, 121))
def test_no_line_is_longer_than_the_terminal_is_wide(width: int) -> None:
    assert max(map(columns, table(Look(width=width, terminal=True)))) <= width


def test_narrow_terminal_keeps_number_challenge_and_verdict() -> None:
    title, first, _ = table(Look(width=40, terminal=True))

    assert title.split() == ["#", "CHALLENGE", "VERDICT"]
    assert first == "100000  a-challenge-with-…  ✗ time limit"


def test_wide_terminal_and_pipe_show_everything() -> None:
    for look in (Look(width=120, terminal=True), Look(width=40, terminal=False)):
        title, first, _ = table(look)

        assert title.split() == ["#", "WHEN", "CHALLENGE", "LANGUAGE", "VERDICT", "SCORE", "CASES"]
        assert "a-challenge-with-a-rather-long-name" in first


def test_output_without_unicode_is_ascii() -> None:
    assert "".join(table(Look(unicode=False, width=60, terminal=True))).isascii()


@given(st.text(max_size=30), st.text(max_size=12))
def test_names_of_any_origin_cannot_act_on_the_terminal(challenge_id: str, language: str) -> None:
    look = Look(width=80, terminal=True)

    text = to_text(history_table([entry(1, challenge_id, language=language)], CLOCK, look), look)

    assert text.count("\n") == 2
    assert all(each.isprintable() or each == "\u3000" for each in text.replace("\n", ""))
