from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from codementor_cli.domain.challenge.challenge import Challenge, ChallengeSummary, LanguageOptions, ReferenceSubmission
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Assignment
from codementor_cli.domain.judging.execution import CaseRun, Execution
from codementor_cli.errors import ProblemsError
from codementor_cli.services.grading.check import AssignmentFinding, Checked, check
from codementor_cli.services.grading.repository import Grader
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.judging.submit import Machine
from tests.fakes.grading_inputs import ASSIGNMENT, CHALLENGES
from tests.fakes.sandbox import FakeLanguages, FakeSandbox, printing

MACHINE = Machine(languages=FakeLanguages())


def _behave(program: Program, run: CaseRun) -> Execution:
    """A program prints its input, unless its source says otherwise."""
    return printing(run.stdin if program.files[0].content == b"right" else b"nothing")


@dataclass
class FakeCatalog:
    reference: bytes = b"right"
    starter_source: bytes = b""

    def summaries(self) -> Iterator[ChallengeSummary | ProblemsError]:
        return iter(())

    def ids(self) -> tuple[str, ...]:
        return ("echo", "again")

    def load(self, challenge_id: str) -> Challenge:
        return next(each for each in CHALLENGES if each.id == challenge_id)

    def starter(self, _challenge: Challenge, language: str) -> SourceFile | None:
        return SourceFile("main.py", self.starter_source) if language == "python" else None

    def references(self, _challenge: Challenge) -> tuple[ReferenceSubmission, ...]:
        program = Program(language="python", files=(SourceFile("main.py", self.reference),), main="main.py")
        wrong = replace(program, files=(SourceFile("main.py", b"wrong"),))
        return (
            ReferenceSubmission(name="accepted/main.py", expected=Verdict.AC, program=program),
            ReferenceSubmission(name="wrong_answer/main.py", expected=Verdict.WA, program=wrong),
        )


def _check(
    catalog: FakeCatalog, assignment: Assignment = ASSIGNMENT, challenges: tuple[Challenge, ...] = CHALLENGES
) -> list[Checked | AssignmentFinding]:
    service = JudgeService(FakeSandbox(_behave), FakeLanguages())
    return list(check(Grader(assignment, challenges, service, MACHINE, "1"), catalog, FakeLanguages()))


def test_references_earn_everything_and_starters_do_not() -> None:
    found = _check(FakeCatalog())
    assert [(each.challenge_id, each.name, each.agrees) for each in found if isinstance(each, Checked)] == [
        ("echo", "accepted/main.py", True),
        ("echo", "starter (python)", True),
        ("again", "accepted/main.py", True),
        ("again", "starter (python)", True),
    ]
    assert len(found) == 4


def test_reference_that_does_not_earn_everything_is_found() -> None:
    reference = _check(FakeCatalog(reference=b"almost"))[0]
    assert isinstance(reference, Checked)
    assert not reference.agrees


def test_starter_that_earns_everything_is_found() -> None:
    starter = _check(FakeCatalog(starter_source=b"right"))[1]
    assert isinstance(starter, Checked)
    assert not starter.agrees


def test_challenge_without_a_reference_in_the_languages_is_found() -> None:
    challenges = tuple(replace(each, languages=(("c", LanguageOptions()),)) for each in CHALLENGES)
    found = _check(FakeCatalog(), challenges=challenges)
    assert AssignmentFinding("echo has no accepted reference submission in c.") in found


def test_challenge_that_takes_none_of_the_languages_is_found() -> None:
    wanted = tuple(replace(each, languages=("python",)) for each in ASSIGNMENT.challenges)
    challenges = tuple(replace(each, languages=(("c", LanguageOptions()),)) for each in CHALLENGES)
    found = _check(FakeCatalog(), replace(ASSIGNMENT, challenges=wanted), challenges)
    assert found[0] == AssignmentFinding("echo takes none of the languages that the assignment names.")


def test_challenge_worth_nothing_has_no_starter_to_check() -> None:
    worthless = tuple(replace(each, points=each.points * 0) for each in ASSIGNMENT.challenges)
    assert len(_check(FakeCatalog(), replace(ASSIGNMENT, challenges=worthless))) == 2


def test_program_that_cannot_be_judged_does_not_agree() -> None:
    service = JudgeService(FakeSandbox(lambda *_: "The lane died."), FakeLanguages())
    found = list(
        check(
            Grader(ASSIGNMENT, CHALLENGES, service, MACHINE, "1"),
            FakeCatalog(),
            FakeLanguages(),
        )
    )
    assert [each.agrees for each in found if isinstance(each, Checked)] == [False] * 4
