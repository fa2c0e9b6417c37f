"""Results as a learner sees them who has no other way to the machine that judged.

A program can wait, or take memory, as a byte of its input says. The exact figures of a case tell that byte to whom they
are shown; one of 13 steps tells about as much as the verdict. And a program can bring the author's checker down: what
the checker says then may be what it read.
"""

from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.results import judgement_feedback
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.judging.judgement import CaseResult, Judgement

JUDGE_FAILED = (
    "The judge itself failed on this test case, which counts against nobody. Tell the author of the challenge."
)

_STEPS_SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_STEPS_BYTES = tuple(1 << power for power in range(23, 35))
"""8 MiB to 16 GiB."""


def judgement_for_learner(judgement: Judgement) -> Judgement:
    """Return a judgement without what its hidden cases and its checker could give away."""
    shown = replace(judgement, results=tuple(map(case_for_learner, judgement.results)))
    is_fault = any(each.verdict is Verdict.JE for each in judgement.results)
    return replace(shown, feedback=judgement_feedback(shown)) if is_fault else shown


def case_for_learner(result: CaseResult) -> CaseResult:
    """Return the result of one case: hidden ones with coarse figures, judge errors without their reason."""
    if result.verdict is Verdict.JE:
        result = replace(result, reason=JUDGE_FAILED)
    if not result.hidden or result.execution is None:
        return result
    return replace(result, execution=_coarse(result.execution))


def coarse_seconds(seconds: float) -> float:
    """Return the step that is nearest to a time."""
    return min(_STEPS_SECONDS, key=lambda step: abs(step - seconds))


def _coarse(facts: Execution) -> Execution:
    return replace(
        facts,
        cpu_seconds=coarse_seconds(facts.cpu_seconds),
        wall_seconds=coarse_seconds(facts.wall_seconds),
        peak_memory_bytes=min(_STEPS_BYTES, key=lambda step: abs(step - facts.peak_memory_bytes)),
    )
