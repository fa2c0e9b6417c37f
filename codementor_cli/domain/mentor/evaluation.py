"""The quality of hints over a set of failing programs: how many have a hint, and how many of those help again."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentor_answer import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class HintTrial:
    """One failing program, and the outcome of its hint."""

    file: str
    """As typed or found."""
    challenge_id: str
    verdict: Verdict
    checks: str
    """The outcome of our checks: ``passed``, or the reasons for withholding."""
    chosen: Measure | None
    """By which the hint was chosen; None: no hint may be shown."""
    again: Measure | None
    """The same measured once more with other repairs, which the choice did not see; None as above."""

    @property
    def is_covered(self) -> bool:
        """Whether the program has a hint that was chosen by measure."""
        return self.chosen is not None

    @property
    def helps_again(self) -> bool:
        """Whether the second measure agrees."""
        return self.again is not None and self.again.helps


@dataclass(frozen=True, slots=True, kw_only=True)
class HintEvaluation:
    """All trials together."""

    trials: tuple[HintTrial, ...]
    accepted_files: tuple[str, ...] = ()
    """Left out: programs that need no hint."""

    @property
    def coverage(self) -> float | None:
        """The part of the failing programs that has a chosen hint; None: there are none."""
        return _part(sum(each.is_covered for each in self.trials), len(self.trials))

    @property
    def precision(self) -> float | None:
        """The part of the chosen hints that helps again, of those measured again; None: there are none.

        Phung et al. have people rate the chosen hints. Nobody is here to do that: a second, independent measure stands
        in for them, and finds the hints that were chosen by luck.
        """
        measured = [each for each in self.trials if each.again is not None]
        return _part(sum(each.helps_again for each in measured), len(measured))


def _part(count: int, total: int) -> float | None:
    return round(count / total, 4) if total else None
