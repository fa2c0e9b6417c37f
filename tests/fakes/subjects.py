"""Judged programs to ask a mentor about, without a sandbox."""

from __future__ import annotations

from collections.abc import Sequence

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.domain.practice.learner import LOCAL

CODE = b"first, second = map(int, input().split())\nprint(first - second)\n"
RIGHT = b"first, second = map(int, input().split())\nprint(first + second)\n"
RUNGS = ("Which sign does your program use?", "Say aloud what a sum is.", "Work out 1 2 by hand.", "Look at line 2.")
PYTHON = Language(name="python", title="Python 3.13", extensions=(".py",), main_name="main.py")

CHALLENGE = Challenge(
    id="add-two",
    title="Add Two",
    difficulty=Difficulty.EASY,
    description="Add two numbers.",
    instructions="Read two numbers and print their sum.",
    suite=TestSuite(
        tests=(
            TestCase(name="small", input=b"1 2\n", expected=b"3\n", sample=True),
            TestCase(name="secret", input=b"40 2\n", expected=b"42\n", hidden=True),
        )
    ),
    hints=RUNGS,
)


def result(  # noqa: PLR0913 - a test names the one thing that it is about
    name: str = "small",
    *,
    verdict: Verdict = Verdict.WA,
    hidden: bool = False,
    fed: bytes = b"1 2\n",
    expected: bytes = b"3\n",
    actual: bytes = b"-1\n",
    stderr: bytes = b"",
    index: int = 0,
) -> CaseResult:
    """Return the result of one case."""
    return CaseResult(
        index=index,
        name=name,
        description="",
        hidden=hidden,
        verdict=verdict,
        points=0,
        max_points=50,
        input=fed,
        expected=expected,
        actual=actual,
        execution=Execution(
            exit_code=1 if stderr else 0, cpu_seconds=0.01, peak_memory_bytes=9_000_000, stdout=actual, stderr=stderr
        ),
        reason="" if verdict is Verdict.AC else "The answer is wrong.",
    )


def subject(
    results: Sequence[CaseResult] = (result(),),
    *,
    files: tuple[SourceFile, ...] = (SourceFile("main.py", CODE),),
    challenge: Challenge = CHALLENGE,
    compilation: Compilation | None = None,
) -> MentorSubject:
    """Return a judged program that fails, unless told otherwise."""
    verdict = next((each.verdict for each in results if not each.passed), Verdict.AC)
    if compilation is not None and not compilation.success:
        verdict = Verdict.CE
    return MentorSubject(
        learner=LOCAL,
        challenge=challenge,
        program=Program(language="python", files=files, main=files[0].path),
        language=PYTHON,
        limits=Limits(),
        judgement=Judgement(
            verdict=verdict,
            results=tuple(results),
            total_count=len(results),
            score=0,
            max_score=100,
            language="python",
            sandbox="fake",
            compilation=compilation,
        ),
        submission_uid="5" * 32,
    )
