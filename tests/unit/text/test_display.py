from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, LanguageOptions, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.text.display import count_text, excerpt, quoted, seconds_text, size_text, visible


def test_control_and_direction_characters_become_escapes() -> None:
    assert visible("a\x1b[31mb\u202ec\n") == "a\\x1b[31mb\\u202ec\\n"


def test_excerpts_are_cut_and_marked() -> None:
    assert excerpt(b"x" * 100, 10) == "x" * 9 + "…"
    assert quoted(b"a\xff") == '"a\\xff"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (seconds_text(2.0), "2 s"),
        (seconds_text(0.034), "0.03 s"),
        (size_text(1 << 28), "256 MiB"),
        (size_text(1536), "1.5 KiB"),
        (size_text(1), "1 byte"),
        (size_text(2), "2 bytes"),
        (size_text(3 << 30), "3 GiB"),
        (count_text(1, "line"), "1 line"),
        (count_text(2, "line"), "2 lines"),
        (count_text(1, "repository", "repositories"), "1 repository"),
        (count_text(2, "repository", "repositories"), "2 repositories"),
    ],
)
def test_figures_have_units(text: str, expected: str) -> None:
    assert text == expected


def test_verdicts_have_words() -> None:
    assert [verdict.words for verdict in (Verdict.OK, Verdict.TLE)] == ["ok", "time limit exceeded"]


@pytest.mark.parametrize(
    ("execution", "verdict"),
    [
        (Execution(exit_code=0), Verdict.OK),
        (Execution(exit_code=0, wall_seconds=6), Verdict.TLE),
        (Execution(exit_code=0, peak_memory_bytes=1 << 30), Verdict.MLE),
        (Execution(exit_code=1, stdout_truncated=True), Verdict.OLE),
        (Execution(signal=6), Verdict.RTE),
    ],
)
def test_facts_become_a_verdict(execution: Execution, verdict: Verdict) -> None:
    assert run_verdict(execution, Limits()) is verdict


def test_challenge_without_languages_takes_all() -> None:
    challenge = Challenge(
        id="a",
        title="A",
        difficulty=Difficulty.EASY,
        description="",
        instructions="",
        suite=TestSuite(tests=()),
    )
    assert challenge.allows("c")
    assert challenge.options("c") == LanguageOptions()
