"""Which version of a challenge a verdict belongs to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, LanguageOptions, TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.practice.submission import suite_digest

CHALLENGE = Challenge(
    id="echo",
    title="Echo",
    difficulty=Difficulty.EASY,
    description="",
    instructions="",
    suite=TestSuite(tests=(TestCase(name="a", input=b"1", expected=b"2"),)),
    languages=(("c", LanguageOptions(time_factor=2)),),
)


def test_digest_is_computed_once_a_challenge() -> None:
    assert suite_digest(CHALLENGE) is suite_digest(CHALLENGE)


def test_digest_is_that_of_kept_submissions() -> None:
    suite = CHALLENGE.suite
    decides = [suite.limits, suite.checker, suite.function, [("c", 2)], suite.tests]
    assert suite_digest(CHALLENGE) == hashlib.sha256(json.dumps(repr(decides)).encode()).hexdigest()


def test_digest_changes_with_what_decides_a_verdict_and_with_nothing_else() -> None:
    digest = suite_digest(CHALLENGE)
    assert suite_digest(replace(CHALLENGE, title="Other", hints=("a",))) == digest
    assert suite_digest(replace(CHALLENGE, languages=())) != digest
    assert suite_digest(replace(CHALLENGE, suite=replace(CHALLENGE.suite, limits=Limits(time_seconds=9)))) != digest
