"""Changes between two judgements of one suite: the effect of a learner's last save."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Differences between a judgement and the one before it."""

    newly_accepted: tuple[str, ...]
    """Names of cases, in suite order; only those that ran both times can be in either list."""
    newly_failed: tuple[str, ...]
    verdict_before: Verdict
    verdict: Verdict
    score_before: float
    score: float

    @property
    def is_empty(self) -> bool:
        """Whether a learner would see no difference."""
        same_words = self.verdict_before is self.verdict and self.score_before == self.score
        return same_words and not self.newly_accepted and not self.newly_failed


def change_between(before: Judgement, after: Judgement) -> Change:
    """Return the change from one judgement to the next."""
    earlier = {result.name: result.passed for result in before.results}
    both = [result for result in after.results if result.name in earlier]
    return Change(
        newly_accepted=tuple(result.name for result in both if result.passed and not earlier[result.name]),
        newly_failed=tuple(result.name for result in both if not result.passed and earlier[result.name]),
        verdict_before=before.verdict,
        verdict=after.verdict,
        score_before=before.score,
        score=after.score,
    )
