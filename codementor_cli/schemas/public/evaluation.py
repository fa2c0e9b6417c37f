"""``evaluate-hints --json``."""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.evaluation import HintEvaluation, HintTrial
from codementor_cli.domain.mentor.mentor_answer import Measure
from codementor_cli.schemas.public.base import Schema, clean


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


def evaluation_report(evaluation: HintEvaluation) -> EvaluationReport:
    """Return the report of an evaluation."""
    return EvaluationReport(
        precision=evaluation.precision,
        coverage=evaluation.coverage,
        trials=tuple(_trial(each) for each in evaluation.trials),
        accepted_files=tuple(map(clean, evaluation.accepted_files)),
    )


def _trial(trial: HintTrial) -> TrialReport:
    return TrialReport(
        file=clean(trial.file),
        challenge_id=trial.challenge_id,
        verdict=trial.verdict,
        checks=trial.checks,
        chosen=_measure(trial.chosen),
        again=_measure(trial.again),
    )


def _measure(measure: Measure | None) -> MeasureReport | None:
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
