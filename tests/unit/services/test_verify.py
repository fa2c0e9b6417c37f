from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge import (
    Challenge,
    Difficulty,
    LanguageOptions,
    ReferenceSubmission,
    TestCase,
    TestSuite,
)
from codementor_cli.domain.execution import CaseRun, Compilation, Execution
from codementor_cli.domain.program import Program, SourceFile
from codementor_cli.domain.verdict import Verdict
from codementor_cli.services.judge import JudgeService
from codementor_cli.services.verify import Finding, Verification, verify
from tests.fakes.sandbox import FakeLanguages, FakeSandbox, printing

CASES = tuple(TestCase(name=str(n), input=b"%d" % n, expected=b"%d" % n) for n in range(3))
CHALLENGE = Challenge(
    id="echo",
    title="Echo",
    difficulty=Difficulty.EASY,
    description="",
    instructions="",
    suite=TestSuite(tests=CASES),
    languages=(("c", LanguageOptions()), ("python", LanguageOptions(starter="main.py"))),
)


def program(source: bytes) -> Program:
    return Program(language="python", files=(SourceFile("main.py", source),), main="main.py")


def reference(expected: Verdict, source: bytes) -> ReferenceSubmission:
    return ReferenceSubmission(name=f"{expected}/main.py", expected=expected, program=program(source))


@dataclass
class FakeCatalog:
    given: tuple[ReferenceSubmission, ...]
    starter_source: bytes = b"wrong"

    def ids(self) -> tuple[str, ...]:
        return ("echo",)

    def load(self, _challenge_id: str) -> Challenge:
        return CHALLENGE

    def starter(self, _challenge: Challenge, language: str) -> SourceFile | None:
        return SourceFile("main.py", self.starter_source) if language == "python" else None

    def references(self, _challenge: Challenge) -> tuple[ReferenceSubmission, ...]:
        return self.given


def behave(ran: Program, run: CaseRun) -> Execution:
    return printing(run.stdin if ran.files[0].content == b"right" else b"?")


def outcome(catalog: FakeCatalog) -> tuple[list[bool], list[str], FakeSandbox]:
    sandbox = FakeSandbox(behave, compiles=lambda _program: Compilation(success=True, output="", wall_seconds=0))
    found = list(verify(catalog, JudgeService(sandbox, FakeLanguages()), CHALLENGE))
    agrees = [each.agrees for each in found if isinstance(each, Verification)]
    return agrees, [each.message for each in found if isinstance(each, Finding)], sandbox


def test_references_that_get_their_verdicts_agree() -> None:
    agrees, findings, sandbox = outcome(FakeCatalog((reference(Verdict.AC, b"right"), reference(Verdict.WA, b"wrong"))))
    assert (agrees, findings) == ([True, True], [])
    assert [len(session.ran) for session in sandbox.sessions] == [3, 1, 1]


def test_reference_with_another_verdict_does_not_agree() -> None:
    agrees, _, _ = outcome(FakeCatalog((reference(Verdict.AC, b"wrong"), reference(Verdict.TLE, b"wrong"))))
    assert agrees == [False, False]


def test_challenge_without_accepted_reference_is_a_finding() -> None:
    _, findings, _ = outcome(FakeCatalog((reference(Verdict.WA, b"wrong"),)))
    assert findings == ["echo has no reference submission in submissions/accepted: add one that is right."]


def test_starter_that_is_accepted_is_a_finding() -> None:
    _, findings, _ = outcome(FakeCatalog((reference(Verdict.AC, b"right"),), starter_source=b"right"))
    assert findings == ["The python starter of echo is accepted as it is: leave the answer out of it."]
