"""Programs of learners with what the sandbox recorded of them, judged again without a sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from codementor_cli.catalog.advice import shipped_advisor
from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.feedback.results import judge_execution, judge_submission
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.judging import questions
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.services.mentor.packet import build_packet
from codementor_cli.services.mentor.without_model import offline_hint
from tests.fakes.engines import MoreLanguages

TOLD_PROGRAMS = Path(__file__).parents[1] / "data" / "told_programs.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A program, what became of it, and what a learner must and must not be told."""

    name: str
    language: str
    code: str
    rule: str
    """Of the first hint."""
    told: tuple[str, ...]
    """Parts of the feedback or of the hint."""
    never: tuple[str, ...] = ()
    """What no part of them says."""
    cases: tuple[dict[str, str], ...] = ({"expected": "right\n"},)
    """``input`` and ``expected``."""
    compiler: str | None = None
    """What a compiler that refused said; None: it ran."""
    runs: tuple[dict[str, Any], ...] = ()
    """One a case: what it printed, and how it ended; empty where nothing ran."""
    encoding: str = "utf-8"
    time_limit: float = 5.0
    line_end: str = "\n"

    def __str__(self) -> str:
        return self.name


def recorded_programs() -> list[Recorded]:
    """Return them all."""
    found = yaml.safe_load(TOLD_PROGRAMS.read_text(encoding="utf-8"))
    tuples = ("told", "never", "cases", "runs")
    return [Recorded(**_tupled(each, tuples)) for each in found]


def _tupled(fields: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: tuple(value) if key in keys else value for key, value in fields.items()}


def subject_of(recorded: Recorded) -> MentorSubject:
    """Return a program as judged: by the facts that were recorded."""
    language = MoreLanguages().get(recorded.language)
    content = recorded.code.replace("\n", recorded.line_end).encode(recorded.encoding)
    program = Program(language=language.name, files=(SourceFile(language.main_name, content),), main=language.main_name)
    limits = Limits(time_seconds=recorded.time_limit, wall_time_seconds=2 * recorded.time_limit)
    cases = tuple(
        TestCase(name=f"case {number}", input=each.get("input", "").encode(), expected=each["expected"].encode())
        for number, each in enumerate(recorded.cases, 1)
    )
    suite = TestSuite(tests=cases, limits=limits)
    asked = questions(suite, limits, program)
    results = tuple(judge_execution(one, _execution(run)) for one, run in zip(asked, recorded.runs, strict=False))
    compilation = None
    if recorded.compiler is not None:
        compilation = Compilation(success=False, output=recorded.compiler, wall_seconds=0.1)
    judgement = judge_submission(suite, results, compilation, language.name, "docker")
    challenge = Challenge(id="x", title="X", difficulty=Difficulty.EASY, description="", instructions="", suite=suite)
    return MentorSubject(
        learner=LOCAL, challenge=challenge, program=program, language=language, judgement=judgement, limits=limits
    )


def _execution(run: dict[str, Any]) -> Execution:
    stop = run.get("stop")
    return Execution(
        exit_code=None if "signal" in run or stop else run.get("exit", 0),
        signal=run.get("signal"),
        stop=Stop(stop) if stop else None,
        cpu_seconds=run.get("cpu", 0.02),
        wall_seconds=run.get("wall", 0.05),
        stdout=run.get("stdout", "").encode(),
        stderr=run.get("stderr", "").encode(),
    )


def first_hint(subject: MentorSubject) -> tuple[str, str]:
    """Return the text of the first hint without Claude, and all that goes with it."""
    hint, _ = offline_hint(shipped_advisor(), subject.challenge, build_packet(subject, level=1), 1)
    return hint.hint, "\n".join((hint.hint, hint.suggested_approach, *hint.next_steps))
