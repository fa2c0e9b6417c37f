"""Which version of a challenge a verdict belongs to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, LanguageOptions, TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits

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
    assert CHALLENGE.suite_digest is CHALLENGE.suite_digest


def test_digest_is_that_of_kept_submissions() -> None:
    suite = CHALLENGE.suite
    decides = [suite.limits, suite.checker, suite.function, [("c", 2)], suite.tests]
    assert CHALLENGE.suite_digest == hashlib.sha256(json.dumps(repr(decides)).encode()).hexdigest()


def test_digest_changes_with_what_decides_a_verdict_and_with_nothing_else() -> None:
    digest = CHALLENGE.suite_digest
    assert replace(CHALLENGE, title="Other", hints=("a",)).suite_digest == digest
    assert replace(CHALLENGE, languages=()).suite_digest != digest
    assert replace(CHALLENGE, suite=replace(CHALLENGE.suite, limits=Limits(time_seconds=9))).suite_digest != digest
