"""What verifying says of a challenge without judging."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.challenge import (
    Challenge,
    Difficulty,
    LanguageOptions,
    ReferenceSubmission,
    TestCase,
    TestSuite,
)
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.services.judging.verify_checks import silent_points, slow_language_only

CHALLENGE = Challenge(
    id="echo",
    title="Echo",
    difficulty=Difficulty.EASY,
    description="",
    instructions="",
    suite=TestSuite(tests=()),
    languages=(),
)


def scored(*cases: TestCase) -> str:
    return silent_points(replace(CHALLENGE, suite=TestSuite(tests=cases)))


def case(name: str, points: float | None = None, *, sample: bool = False) -> TestCase:
    return TestCase(name=name, input=b"", expected=b"", points=points, sample=sample)


def test_points_on_every_case_on_none_or_on_all_but_samples_are_well() -> None:
    assert scored(case("a"), case("b")) == ""
    assert scored(case("a", 1), case("b", 0)) == ""
    assert scored(case("a", sample=True), case("b", 3)) == ""


def test_case_without_points_beside_others_with_points_is_named_with_the_fix() -> None:
    assert scored(case("a"), case("b", 3), case("c")) == (
        "echo has points in the test case b, and none in 2 others: a, c. They would be worth nothing: give every case "
        "points (0 where that is meant), or none at all."
    )
    assert "none in 5 others: a, a, a, …. They" in scored(*[case("a")] * 5, case("b", 1))


def slow(*languages: str) -> tuple[ReferenceSubmission, ...]:
    return tuple(
        ReferenceSubmission(
            name=language,
            expected=Verdict.TLE,
            program=Program(language=language, files=(SourceFile("m", b""),), main="m"),
        )
        for language in languages
    )


@pytest.mark.parametrize(
    ("offered", "given", "wanted"),
    [
        (("c", "cpp", "python"), ("python", "ruby"), "in python and ruby only: add one in c or cpp,"),
        (("go", "python"), ("python",), "add one in go,"),
        (("javascript", "python", "typescript"), ("python",), "add one in javascript or typescript,"),
        ((), ("java",), "add one in c, cpp or rust,"),
        (("c", "cpp", "python"), ("cpp",), ""),
        (("python", "bash"), ("bash",), ""),
        (("c", "python"), (), ""),
    ],
)
def test_too_slow_only_in_slow_languages_is_a_warning(
    offered: tuple[str, ...], given: tuple[str, ...], wanted: str
) -> None:
    challenge = replace(CHALLENGE, languages=tuple((name, LanguageOptions()) for name in offered))
    found = slow_language_only(challenge, slow(*given))
    assert wanted in found
    assert bool(found) == bool(wanted)
