from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from codementor_cli.domain.challenge.challenge import (
    Challenge,
    ChallengeSummary,
    Difficulty,
    LanguageOptions,
    ReferenceSubmission,
    TestCase,
    TestSuite,
)
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution
from codementor_cli.errors import ProblemsError, SandboxFault
from codementor_cli.ports import Session
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.judging.submit import Machine
from codementor_cli.services.judging.verify import Finding, Memory, NotJudged, Verification, verify
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


MACHINE = Machine(languages=FakeLanguages())


def program(source: bytes) -> Program:
    return Program(language="python", files=(SourceFile("main.py", source),), main="main.py")


def reference(expected: Verdict, source: bytes) -> ReferenceSubmission:
    return ReferenceSubmission(name=f"{expected}/main.py", expected=expected, program=program(source))


@dataclass
class FakeCatalog:
    given: tuple[ReferenceSubmission, ...]
    starter_source: bytes = b"wrong"

    def summaries(self) -> Iterator[ChallengeSummary | ProblemsError]:
        return iter(())

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
    found = list(verify(catalog, JudgeService(sandbox, FakeLanguages()), CHALLENGE, MACHINE))
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


class FailingSandbox(FakeSandbox):
    """Has no lane for a program that says so."""

    def open(self, program: Program, limits: Limits, lane_count: int) -> Session:
        if program.files[0].content == b"no lane":
            raise SandboxFault("Docker failed to start a container: timed out")
        return super().open(program, limits, lane_count)


def test_fault_of_the_machine_is_told_for_one_submission_and_the_rest_goes_on() -> None:
    given = (reference(Verdict.AC, b"no lane"), reference(Verdict.AC, b"right"))
    catalog = FakeCatalog(given, starter_source=b"no lane")
    found = list(verify(catalog, JudgeService(FailingSandbox(behave), FakeLanguages()), CHALLENGE, MACHINE))
    assert [type(each) for each in found] == [NotJudged, Verification, NotJudged]
    assert [each.name for each in found if isinstance(each, NotJudged)] == ["AC/main.py", "the python starter"]


@dataclass
class FakeVerdicts:
    entries: dict[str, bytes] = field(default_factory=dict)

    def find(self, name: str) -> bytes | None:
        return self.entries.get(name)

    def keep(self, name: str, body: bytes) -> None:
        self.entries[name] = body


def remembered(catalog: FakeCatalog, memory: Memory, challenge: Challenge = CHALLENGE) -> list[bool]:
    found = verify(catalog, JudgeService(FakeSandbox(behave), FakeLanguages()), challenge, MACHINE, memory)
    return [each.remembered for each in found if isinstance(each, Verification)]


def test_verdicts_are_remembered_while_challenge_program_and_judge_are_the_same() -> None:
    memory = Memory(kept=FakeVerdicts(), judge="one")
    catalog = FakeCatalog((reference(Verdict.AC, b"right"), reference(Verdict.WA, b"wrong")))
    assert remembered(catalog, memory) == [False, False]
    assert remembered(catalog, memory) == [False, False]

    again = replace(memory, resume=True)
    assert remembered(catalog, again) == [True, True]
    assert remembered(FakeCatalog((reference(Verdict.WA, b"other"),)), again) == [False]
    assert remembered(catalog, replace(again, judge="two")) == [False, False]
    assert remembered(catalog, again, replace(CHALLENGE, suite=TestSuite(tests=CASES[:2]))) == [False, False]


def test_verdict_that_was_a_surprise_is_asked_for_again() -> None:
    memory = Memory(kept=FakeVerdicts(), judge="one", resume=True)
    catalog = FakeCatalog((reference(Verdict.AC, b"wrong"),))
    assert remembered(catalog, memory) == [False]
    assert remembered(catalog, memory) == [False]
