"""``hint``, ``review``, ``analyze`` and ``hints``: the audit's fields bare at the top, ours beside them.

The review's names keep the audit's underscores.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeAlias

from pydantic import Field

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.mentor.answer import (
    Addressed,
    Analysis,
    Evidence,
    FindingCategory,
    Hint,
    Hints,
    Repair,
    Review,
    Severity,
    SuggestionType,
)
from codementor_cli.domain.mentor.mentor_answer import Measure, MentorAnswer
from codementor_cli.domain.mentor.mentoring import HintSource
from codementor_cli.schemas.public.base import Schema, milliseconds


class Usage(Schema):
    """What Claude took, of all that was sent for this answer."""

    input_tokens: int
    output_tokens: int
    latency: float
    """Milliseconds."""


class Validation(Schema):
    """What a hint is worth: repairs of a student model, judged in the sandbox."""

    repairs: int
    """With the hint, and as many without."""
    with_hint: int
    """Accepted ones."""
    without_hint: int
    model: str
    """The student's."""


class _MentorReport(Schema):
    source: HintSource
    """Who answered: ``claude``, the ``challenge``'s own ladder, or a ``diagnosis`` of the judge's results."""
    challenge_id: str
    model: str | None
    """Null where Claude did not answer."""
    request_ids: tuple[str, ...]
    """Of what was sent, for a report to Anthropic."""
    usage: Usage | None
    """Null where nothing was sent."""
    remembered: bool
    """Whether the same question was answered before, and nobody was asked again."""
    notes: tuple[str, ...]
    """What happened instead of what was asked; usually empty."""


class HintReport(_MentorReport):
    """One hint."""

    hint: str
    confidence: float
    """0 to 1; measured where there is a ``validation``, else its author's own word."""
    suggested_approach: str
    next_steps: tuple[str, ...]
    level: int
    """1-based rung of the ladder."""
    level_count: int
    validation: Validation | None
    """Null unless ``--validate`` was given."""


class LevelHintReport(Schema):
    """One of several hints."""

    level: int
    text: str
    line: int
    """1-based line of the main file."""
    addresses: Addressed


class HintsReport(_MentorReport):
    """Several hints on one cause."""

    cause: str
    hints: tuple[LevelHintReport, ...]


class SuggestionReport(Schema):
    """One suggestion of a review."""

    line: int
    """1-based line of the main file."""
    type: SuggestionType
    message: str
    severity: Severity


class ReviewReport(_MentorReport):
    """A review."""

    overall_score: int = Field(alias="overall_score")
    """0 to 100; 60 or more only for a program that the judge accepts."""
    suggestions: tuple[SuggestionReport, ...]
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]


class ComplexityReport(Schema):
    """How cost grows."""

    time: str
    space: str
    reason: str


class FindingReport(Schema):
    """One finding of an analysis."""

    line: int
    """1-based line of the main file."""
    category: FindingCategory
    message: str
    severity: Severity
    evidence: Evidence


class MetricsReport(Schema):
    """What the judge measured in the cases that a learner can see."""

    verdict: Verdict
    passed_tests: int
    total_tests: int
    cpu_time: float | None
    """Milliseconds of CPU time, the largest of a case; null where none was measured."""
    memory: int | None
    """Peak memory in bytes, the largest of a case."""
    time_limit: float
    """Milliseconds of CPU time."""
    memory_limit: int
    """Bytes."""


class AnalysisReport(_MentorReport):
    """An analysis; ``execution`` is the judge's, all else is Claude's."""

    summary: str
    complexity: ComplexityReport
    findings: tuple[FindingReport, ...]
    feedback: str
    execution: MetricsReport


AnyMentorReport: TypeAlias = HintReport | HintsReport | ReviewReport | AnalysisReport


def mentor_report(given: MentorAnswer, challenge_id: str, judgement: Judgement, limits: Limits) -> AnyMentorReport:
    """Return the JSON of an answer.

    Args:
        given: Checked.
        challenge_id: What the program was judged against.
        judgement: What the judge said of it.
        limits: In force.
    """
    values = {**_shared(given, challenge_id), **asdict(given.answer)}
    match given.answer:
        case Hint():
            rung = {"level": given.level, "level_count": given.level_count}
            return HintReport.model_validate({**values, **rung, "validation": _validation(given.measure)})
        case Hints():
            return HintsReport.model_validate(values)
        case Review():
            return ReviewReport.model_validate(values)
        case Analysis():
            return AnalysisReport.model_validate({**values, "execution": _metrics(judgement, limits)})
        case Repair():
            raise TypeError("a student's repair is shown to nobody")


def _shared(given: MentorAnswer, challenge_id: str) -> dict[str, Any]:
    usage = Usage(
        input_tokens=given.input_tokens,
        output_tokens=given.output_tokens,
        latency=milliseconds(given.latency_seconds),
    )
    return {
        "source": given.source,
        "challenge_id": challenge_id,
        "model": given.model or None,
        "request_ids": given.request_ids,
        "usage": usage if given.request_ids and not given.from_store else None,
        "remembered": given.from_store,
        "notes": given.notes,
    }


def _validation(measure: Measure | None) -> Validation | None:
    if measure is None:
        return None
    return Validation(
        repairs=measure.repair_count,
        with_hint=measure.with_hint_count,
        without_hint=measure.without_hint_count,
        model=measure.model,
    )


def _metrics(judgement: Judgement, limits: Limits) -> MetricsReport:
    measured = [each.execution for each in judgement.results if each.execution is not None and not each.hidden]
    return MetricsReport(
        verdict=judgement.verdict,
        passed_tests=judgement.passed_count,
        total_tests=judgement.total_count,
        cpu_time=milliseconds(max(each.cpu_seconds for each in measured)) if measured else None,
        memory=max(each.peak_memory_bytes for each in measured) if measured else None,
        time_limit=milliseconds(limits.time_seconds),
        memory_limit=limits.memory_bytes,
    )
