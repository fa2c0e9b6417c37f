from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestCase, TestSuite
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.feedback.results import judge_submission
from codementor_cli.domain.practice.learner import LOCAL, LearnerId
from codementor_cli.domain.practice.submission import Source
from codementor_cli.services.practice.submissions import Origin, new_submission

_SUITE = TestSuite(tests=(TestCase(name="small", input=b"1\n", expected=b"2\n", points=30),))
_CHALLENGE = Challenge(
    id="next-one", title="Next One", difficulty=Difficulty.MEDIUM, description="", instructions="", suite=_SUITE
)
_PROGRAM = Program(language="python", files=(SourceFile("main.py", b""),), main="main.py")


def test_submission_says_all_that_its_parts_say() -> None:
    judgement = judge_submission(_SUITE, [], None, "python", "bubblewrap")
    before = datetime.now(tz=UTC)
    learner = LearnerId("ada")
    origin = Origin(learner=learner, source=Source.API, file=Path("/x/main.py"))
    made = new_submission(_CHALLENGE, _PROGRAM, judgement, origin)
    assert (made.learner, made.source, made.file) == (learner, Source.API, "/x/main.py")
    assert before <= made.created_at <= datetime.now(tz=UTC)
    assert (made.program, made.judgement) == (_PROGRAM, judgement)
    assert (made.challenge.id, made.challenge.title, made.challenge.max_score) == ("next-one", "Next One", 30)


def test_each_submission_has_an_identity_of_its_own() -> None:
    judgement = judge_submission(_SUITE, [], None, "python", "bubblewrap")
    made = [
        new_submission(_CHALLENGE, _PROGRAM, judgement, Origin(learner=LOCAL, source=Source.CLI)) for _ in range(100)
    ]
    assert len({each.uid for each in made}) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", each.uid) for each in made)
    assert {each.file for each in made} == {""}
