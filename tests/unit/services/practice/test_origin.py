from __future__ import annotations

from datetime import UTC, datetime

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestCase, TestSuite
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.judging.judging import judge_submission
from codementor_cli.domain.practice.submission import Source
from codementor_cli.services.practice.origin import Origin, submission_of

_SUITE = TestSuite(tests=(TestCase(name="small", input=b"1\n", expected=b"2\n", points=30),))
_CHALLENGE = Challenge(
    id="next-one", title="Next One", difficulty=Difficulty.MEDIUM, description="", instructions="", suite=_SUITE
)
_PROGRAM = Program(language="python", files=(SourceFile("main.py", b""),), main="main.py")


def test_submission_says_all_that_its_parts_say() -> None:
    judgement = judge_submission(_SUITE, [], None, "python", "bubblewrap")
    origin = Origin(uid="0" * 32, created_at=datetime(2026, 11, 20, tzinfo=UTC), source=Source.API, file="/x/main.py")
    made = submission_of(_CHALLENGE, _PROGRAM, judgement, origin)
    assert (made.uid, made.created_at, made.source, made.file) == (
        origin.uid,
        origin.created_at,
        origin.source,
        origin.file,
    )
    assert (made.program, made.judgement) == (_PROGRAM, judgement)
    assert (made.challenge.id, made.challenge.title, made.challenge.max_score) == ("next-one", "Next One", 30)
