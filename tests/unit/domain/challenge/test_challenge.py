from __future__ import annotations

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, LanguageOptions, TestSuite


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
