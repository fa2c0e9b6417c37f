"""``codementor challenges list --json``, ``… show --json`` and ``… verify --json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, Function, ReferenceSubmission
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.schemas.public.base import Schema, milliseconds, text


class Summary(Protocol):
    """The part of a challenge that a list shows."""

    @property
    def id(self) -> str: ...  # noqa: D102 - as in ``Challenge``
    @property
    def title(self) -> str: ...  # noqa: D102 - as in ``Challenge``
    @property
    def difficulty(self) -> Difficulty: ...  # noqa: D102 - as in ``Challenge``
    @property
    def tags(self) -> tuple[str, ...]: ...  # noqa: D102 - as in ``Challenge``
    @property
    def description(self) -> str: ...  # noqa: D102 - as in ``Challenge``


class SummaryReport(Schema):
    """One challenge in a list."""

    id: str
    title: str
    difficulty: Difficulty
    tags: list[str]
    description: str

    @classmethod
    def of(cls, summary: Summary) -> SummaryReport:
        """Return the report of one challenge."""
        return SummaryReport(**_summary(summary))


class LimitsReport(Schema):
    """The limits of one test case."""

    time: float
    """Milliseconds of CPU time."""
    wall_time: float
    """Milliseconds."""
    memory: int
    """Bytes."""
    output: int
    """Bytes of stdout and of stderr, each."""
    processes: int

    @classmethod
    def of(cls, limits: Limits) -> LimitsReport:
        """Return the report of limits."""
        return cls(
            time=milliseconds(limits.time_seconds),
            wall_time=milliseconds(limits.wall_seconds),
            memory=limits.memory_bytes,
            output=limits.output_bytes,
            processes=limits.process_count,
        )


class SampleReport(Schema):
    """A test case that the statement shows."""

    name: str
    description: str
    input: str
    """stdin; of a function call, the arguments as a JSON array."""
    expected: str


class ChallengeReport(SummaryReport):
    """One challenge in full; hidden cases are counted, not shown, and hints keep for ``codementor hint``."""

    instructions: str
    """Markdown."""
    limits: LimitsReport
    languages: list[str]
    """Which submissions are taken."""
    function: str | None = None
    """Absent where programs read stdin and write stdout."""
    samples: list[SampleReport]
    test_count: int
    hint_count: int


class ReferenceReport(Schema):
    """One reference submission."""

    name: str
    """Path under ``submissions/``."""
    language: str
    expected: Verdict
    verdict: Verdict
    agrees: bool
    feedback: str
    remembered: bool
    """Whether it was judged at an earlier time, and nothing has changed since."""


class NotJudgedReport(Schema):
    """A program that the machine could not judge."""

    name: str
    """Path under ``submissions/``, or whose starter code it is."""
    reason: str


class VerifyReport(Schema):
    """One challenge."""

    challenge_id: str
    submissions: list[ReferenceReport]
    findings: list[str]
    """What is wrong with the challenge as a whole."""
    warnings: list[str]
    """What its author should look at."""
    not_judged: list[NotJudgedReport]
    """Empty unless the machine failed."""
    error: str | None
    """What is wrong with its files, all of it; null where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The verification of one challenge."""

    challenge_id: str
    judged: tuple[tuple[ReferenceSubmission, Judgement, bool], ...]
    """Reference, its judgement, and whether an earlier run made it."""
    findings: tuple[str, ...]
    warnings: tuple[str, ...]
    not_judged: tuple[tuple[str, str], ...]
    """Name and reason."""
    error: str


def challenge_report(challenge: Challenge, languages: tuple[str, ...]) -> ChallengeReport:
    """Return the JSON of one challenge.

    Args:
        challenge: As loaded.
        languages: Names of the languages that it takes.
    """
    suite = challenge.suite
    samples = [case for case in suite.tests if case.sample and not case.hidden]
    return ChallengeReport(
        instructions=challenge.instructions,
        limits=LimitsReport.of(suite.limits),
        languages=list(languages),
        samples=[
            SampleReport(
                name=case.name, description=case.description, input=text(case.input), expected=text(case.expected)
            )
            for case in samples
        ],
        test_count=len(suite.tests),
        hint_count=len(challenge.hints),
        **_function(suite.function),
        **_summary(challenge),
    )


def _function(function: Function | None) -> dict[str, Any]:
    return {} if function is None else {"function": function.name}


def _summary(challenge: Summary) -> dict[str, Any]:
    return {
        "id": challenge.id,
        "title": challenge.title,
        "difficulty": challenge.difficulty,
        "tags": list(challenge.tags),
        "description": challenge.description,
    }


def verify_report(verified: Verified) -> VerifyReport:
    """Return the JSON of one challenge's verification."""
    return VerifyReport(
        challenge_id=verified.challenge_id,
        submissions=[
            ReferenceReport(
                name=reference.name,
                language=judgement.language,
                expected=reference.expected,
                verdict=judgement.verdict,
                agrees=judgement.verdict is reference.expected,
                feedback=judgement.feedback,
                remembered=remembered,
            )
            for reference, judgement, remembered in verified.judged
        ],
        findings=list(verified.findings),
        warnings=list(verified.warnings),
        not_judged=[NotJudgedReport(name=name, reason=reason) for name, reason in verified.not_judged],
        error=verified.error or None,
    )
