"""Results as a learner sees them who has no other way to the machine that judged.

A program can wait, or take memory, as a byte of its input says. The exact figures of a case tell that byte to whom they
are shown; one of 13 steps tells about as much as the verdict. And a program can bring the author's checker down: what
the checker says then may be what it read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.results import judgement_feedback
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.judging.judgement import CaseResult, Judgement

JUDGE_FAILED = (
    "The judge itself failed on this test case, which counts against nobody. Tell the author of the challenge."
)

_FIGURE = re.compile(r"(?<=used )\d+\.\d\d(?= s of CPU time)|(?<=used only )\d+\.\d\d(?= s of CPU time)", re.ASCII)
"""The measured time in a reason, as ``time_sentence`` writes it."""

_STEPS_SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_STEPS_BYTES = tuple(1 << power for power in range(23, 35))
"""8 MiB to 16 GiB."""


def judgement_for_learner(judgement: Judgement) -> Judgement:
    """Return a judgement without what its hidden cases and its checker could give away."""
    shown = replace(judgement, results=tuple(map(case_for_learner, judgement.results)))
    reasons = [(old.reason, new.reason) for old, new in zip(judgement.results, shown.results, strict=True)]
    is_as_before = all(old == new for old, new in reasons)
    return shown if is_as_before else replace(shown, feedback=judgement_feedback(shown))


def case_for_learner(result: CaseResult) -> CaseResult:
    """Return the result of one case: hidden ones with coarse figures, judge errors without their reason."""
    if result.verdict is Verdict.JE:
        result = replace(result, reason=JUDGE_FAILED)
    if not result.hidden or result.execution is None:
        return result
    reason = _FIGURE.sub(lambda found: f"{coarse_seconds(float(found[0])):g}", result.reason)
    return replace(result, execution=_coarse(result.execution), reason=reason)


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
