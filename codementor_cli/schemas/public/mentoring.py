"""``hint``, ``review``, ``analyze``, ``hints`` and ``evaluate-hints``: the audit's fields at the top, then ours.

The review's names keep the audit's underscores.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeAlias

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
from codementor_cli.domain.mentor.evaluation import HintEvaluation, HintTrial
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

    overall_score_: int
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


class MeasureReport(Schema):
    """Repairs of a student model, judged in the sandbox."""

    repairs: int
    """With the hint, and as many without."""
    with_hint: int
    """Accepted ones."""
    without_hint: int
    helps: bool
    model: str
    """The student's."""
    input_tokens: int
    output_tokens: int


class TrialReport(Schema):
    """One failing program, and what became of its hint."""

    file: str
    challenge_id: str
    verdict: Verdict
    checks: str
    chosen: MeasureReport | None
    """By which the hint was chosen; null: no hint may be shown."""
    again: MeasureReport | None
    """The same once more, with other repairs."""


class EvaluationReport(Schema):
    """How good hints are over a set of failing programs."""

    precision: float | None
    """The part of the chosen hints that helps when it is measured again; null: none was chosen."""
    coverage: float | None
    """The part of the programs that has a chosen hint; null: there are no failing programs."""
    trials: tuple[TrialReport, ...]
    accepted_files: tuple[str, ...]
    """Left out: programs that need no hint."""


def mentor_report(given: MentorAnswer, challenge_id: str, judgement: Judgement, limits: Limits) -> AnyMentorReport:
    """Return the JSON of an answer.

    Args:
        given: Checked.
        challenge_id: What the program was judged against.
        judgement: What the judge said of it.
        limits: In force.
    """
    answer = given.answer
    values = {**_shared(given, challenge_id), **{each.name: getattr(answer, each.name) for each in fields(answer)}}
    match answer:
        case Hint():
            validation = _validation(given.measure)
            return HintReport(**values, level=given.call.level, level_count=given.level_count, validation=validation)
        case Hints():
            return HintsReport(**values)
        case Review():
            return ReviewReport(overall_score_=values.pop("overall_score"), **values)
        case Analysis():
            return AnalysisReport(**values, execution=_metrics(judgement, limits))
        case Repair():
            raise TypeError("a student's repair is shown to nobody")


def _shared(given: MentorAnswer, challenge_id: str) -> dict[str, Any]:
    usage = Usage(
        input_tokens=given.call.input_tokens,
        output_tokens=given.call.output_tokens,
        latency=milliseconds(given.call.latency_seconds),
    )
    return {
        "source": given.call.source,
        "challenge_id": challenge_id,
        "model": given.call.model or None,
        "request_ids": given.call.request_ids,
        "usage": usage if given.call.request_ids and not given.from_store else None,
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


def evaluation_report(evaluation: HintEvaluation) -> EvaluationReport:
    """Return the report of an evaluation."""
    return EvaluationReport(
        precision=evaluation.precision,
        coverage=evaluation.coverage,
        trials=tuple(_trial(each) for each in evaluation.trials),
        accepted_files=evaluation.accepted_files,
    )


def _trial(trial: HintTrial) -> TrialReport:
    return TrialReport(
        file=trial.file,
        challenge_id=trial.challenge_id,
        verdict=trial.verdict,
        checks=trial.checks,
        chosen=_measure_report(trial.chosen),
        again=_measure_report(trial.again),
    )


def _measure_report(measure: Measure | None) -> MeasureReport | None:
    if measure is None:
        return None
    return MeasureReport(
        repairs=measure.repair_count,
        with_hint=measure.with_hint_count,
        without_hint=measure.without_hint_count,
        helps=measure.helps,
        model=measure.model,
        input_tokens=measure.input_tokens,
        output_tokens=measure.output_tokens,
    )
