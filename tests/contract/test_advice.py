"""Every cause of a diagnosis, from a real program of a beginner's that fails in the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from codementor_cli.catalog.advice import shipped_advisor
from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.mentor.advice.symptoms import Symptoms
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.ports import Sandbox
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.mentor.packet import build_packet
from codementor_cli.text.units import MIB
from tests.fakes import shipped
from tests.fakes.engines import MoreLanguages
from tests.fakes.progress import RecordingProgress
from tests.fakes.recorded import recorded_programs

CAUSES = tuple(shipped_advisor().causes())
PROGRAMS = Path(__file__).parents[1] / "data" / "failing_programs.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A failing program, and what a diagnosis must say of it."""

    cause: str
    language: str
    code: str
    input: str = ""
    expected: str = "right\n"
    says: str = ""
    """A part of the hint."""
    seconds: float = 5.0
    """Time limit, CPU and wall: short only where a program must exceed it."""

    def __str__(self) -> str:
        return f"{self.cause}-{self.language}"


FAILING = [Failing(**each) for each in yaml.safe_load(PROGRAMS.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def judge(docker_engine: Sandbox) -> JudgeService:
    return JudgeService(docker_engine, MoreLanguages())


@pytest.mark.parametrize("failing", FAILING, ids=str)
def test_failing_program_is_diagnosed(judge: JudgeService, failing: Failing) -> None:
    language = MoreLanguages().get(failing.language)
    program = Program(
        language=failing.language,
        files=(SourceFile(language.main_name, failing.code.encode()),),
        main=language.main_name,
    )
    case = TestCase(name="first", input=failing.input.encode(), expected=failing.expected.encode())
    limits = Limits(time_seconds=failing.seconds, wall_time_seconds=2 * failing.seconds, memory_bytes=512 * MIB)
    suite = TestSuite(tests=(case,), limits=limits)
    judgement = judge.judge(JudgeRequest(suite=suite, program=program, limits=limits), RecordingProgress())
    challenge = Challenge(id="x", title="X", difficulty=Difficulty.EASY, description="", instructions="", suite=suite)
    subject = MentorSubject(
        learner=LOCAL, challenge=challenge, program=program, language=language, judgement=judgement, limits=limits
    )
    advice = shipped_advisor().advise(build_packet(subject))
    assert advice.rule == failing.cause, judgement.feedback
    assert failing.says in advice.hint


def test_every_cause_has_a_failing_program() -> None:
    recorded = {each.rule for each in recorded_programs()}
    assert {cause.name for cause in CAUSES} <= {failing.cause for failing in FAILING} | recorded


@pytest.mark.parametrize("verdict", [Verdict.WA, Verdict.TLE])
@pytest.mark.parametrize("challenge_id", shipped.catalog().ids())
def test_no_cause_is_seen_in_the_text_of_a_right_program(challenge_id: str, verdict: Verdict) -> None:
    for reference in shipped.accepted(challenge_id):
        seen = Symptoms(
            language=reference.program.language,
            verdict=verdict,
            code=shipped.code(reference),
            said="",
            difference="",
            expected="5",
            actual="7",
            line=None,
            hidden_only=False,
            nothing_passed=False,
        )
        assert [cause.name for cause in CAUSES if cause.fits(seen)] == []
