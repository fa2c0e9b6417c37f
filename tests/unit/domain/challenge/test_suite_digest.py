"""Submissions keep digests of suites: what a digest is made of stays the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from codementor_cli.domain.challenge.challenge import (
    Challenge,
    Checker,
    CheckerType,
    Difficulty,
    Function,
    LanguageOptions,
    Parameter,
    TestCase,
    TestSuite,
)
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from tests.fakes.any_value import any_value

_SUITE = TestSuite(
    tests=(
        TestCase(name="one", input=b"\x00'\xff\n", expected=b'"2"\n', description="é", sample=True, points=2.5),
        TestCase(name="two", input=b"", expected=b"", hidden=True),
    ),
    limits=Limits(time_seconds=0.5, wall_time_seconds=6.0),
    checker=Checker(
        type=CheckerType.CUSTOM,
        program=Program(language="python", files=(SourceFile("checker.py", b"print()\n"),), main="checker.py"),
    ),
    function=Function(name="f", parameters=(Parameter("a", "int"),), returns="list[str]"),
)
_CHALLENGE = Challenge(
    id="all-kinds",
    title="All kinds",
    difficulty=Difficulty.EASY,
    description="",
    instructions="",
    suite=_SUITE,
    languages=(("python", LanguageOptions(time_factor=2.0)), ("cpp", LanguageOptions())),
)


@pytest.mark.parametrize(
    ("suite", "digest"),
    [
        (_SUITE, "1dffb7ac0be9db9008554fdbe37f5964dc2c47ffad9b044897b14871eaee2512"),
        (
            TestSuite(tests=(TestCase(name="case-1", input=b"2", expected=b"4"),)),
            "7d06d51ed1ec7b6faaf0c66d72ce5e9d3ad38c0838bd7e34ce783fcaad623693",
        ),
    ],
    ids=["everything", "simple"],
)
def test_digest_is_what_the_first_version_recorded(suite: TestSuite, digest: str) -> None:
    assert replace(_CHALLENGE, suite=suite).suite_digest == digest


@settings(max_examples=30)
@given(one=any_value(TestSuite), two=any_value(TestSuite))
def test_two_suites_have_one_digest_only_where_they_are_the_same(one: TestSuite, two: TestSuite) -> None:
    digests = {replace(_CHALLENGE, suite=each).suite_digest for each in (one, two, replace(one))}
    assert len(digests) == (1 if repr(one) == repr(two) else 2)


def test_digest_is_computed_once_a_challenge() -> None:
    assert _CHALLENGE.suite_digest is _CHALLENGE.suite_digest


def test_digest_changes_with_what_decides_a_verdict_and_with_nothing_else() -> None:
    digest = _CHALLENGE.suite_digest
    assert replace(_CHALLENGE, title="Other", hints=("a",)).suite_digest == digest
    assert replace(_CHALLENGE, languages=()).suite_digest != digest
    assert replace(_CHALLENGE, suite=replace(_SUITE, limits=Limits(time_seconds=9))).suite_digest != digest
