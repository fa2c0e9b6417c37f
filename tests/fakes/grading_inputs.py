"""An assignment of two small challenges, and repositories as they are read."""

from __future__ import annotations

from decimal import Decimal

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestCase, TestSuite
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.grading.assignment import AssignedChallenge, Assignment, Identity
from codementor_cli.domain.grading.repository_content import RepositoryContent, TakenProgram
from codementor_cli.ports import Sandbox
from codementor_cli.services.grading.repository import Candidate, Grader
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.judging.submit import Machine
from tests.fakes.sandbox import FakeLanguages


def challenge(name: str) -> Challenge:
    """Return a challenge of two cases: print the input."""
    cases = tuple(TestCase(name=each, input=each.encode(), expected=each.encode()) for each in ("a", "b"))
    return Challenge(
        id=name,
        title=name.title(),
        difficulty=Difficulty.EASY,
        description="",
        instructions="",
        suite=TestSuite(tests=cases),
    )


CHALLENGES = (challenge("echo"), challenge("again"))
ASSIGNMENT = Assignment(
    id="a",
    title="A",
    challenges=tuple(
        AssignedChallenge(challenge_id=each.id, points=Decimal(10), files=(f"{each.id}.py",)) for each in CHALLENGES
    ),
)


def taken(source: bytes = b"print(input())") -> TakenProgram:
    """Return a program of a repository."""
    program = Program(language="python", files=(SourceFile("main.py", source),), main="main.py")
    return TakenProgram(program=program, file="main.py")


def candidate(name: str, content: RepositoryContent | None = None) -> Candidate:
    """Return a repository; without a content, a good one."""
    given = content or RepositoryContent(challenges=(taken(), taken()))
    return Candidate(identity=Identity(key=name, id=name), name=name, take=lambda: given)


def grader(sandbox: Sandbox) -> Grader:
    """Return a grader by ``ASSIGNMENT``."""
    return Grader(
        ASSIGNMENT, CHALLENGES, JudgeService(sandbox, FakeLanguages()), Machine(languages=FakeLanguages()), "1 fake"
    )
