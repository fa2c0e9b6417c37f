"""The question to a mentor and the answer to the learner."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.mentor.answer import Answer
from codementor_cli.domain.mentor.mentoring import MentorCall, MentorKind
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import MentorFailure


@dataclass(frozen=True, kw_only=True)
class MentorSubject:
    """A judged program."""

    learner: LearnerId
    """Owner of the program, of the ladder and of the answers."""
    challenge: Challenge
    program: Program
    language: Language
    limits: Limits
    """In force when it was judged."""
    judgement: Judgement
    """Of all cases of the challenge."""
    submission_uid: str = ""
    """Empty where it was not recorded."""

    @cached_property
    def state(self) -> str:
        """The digest of the problem that the learner is at.

        White space at line ends and empty lines do not count: the same mistake is the same problem. Another challenge,
        another program or another failure is another problem, and its ladder begins at the first rung.
        """
        challenge = self.challenge
        decides = [challenge.suite_digest, list(challenge.hints), _normalised(self.program), _signature(self.judgement)]
        return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorAsk:
    """A question about it."""

    kind: MentorKind
    level: int | None = None
    """1-based rung of a hint; None: the next one."""
    question: str = ""
    """The learner's own words."""
    error_message: str = ""
    """What the learner met somewhere else, as it was said there; empty: nothing."""
    answer_language: str = ""
    """A language's name or BCP-47 tag; empty: English."""
    model: str = ""
    """Empty: the mentor's own."""
    fresh: bool = False
    """Ask again, even where the store has an answer."""
    offline: bool = False
    """Ask no model: the challenge's ladder or a diagnosis answers; hints only."""
    repair_count: int = 0
    """How often a student model repairs the program with the hint, and as often without; 0: do not measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The worth of a hint: how many repairs of a student model are accepted."""

    repair_count: int
    """With the hint, and again without."""
    with_hint_count: int
    without_hint_count: int
    model: str
    """The student's."""
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def confidence(self) -> float:
        """The part of the repairs with the hint that is accepted."""
        return round(self.with_hint_count / self.repair_count, 4) if self.repair_count else 0.0

    @property
    def helps(self) -> bool:
        """Whether the hint is good enough to show.

        Source: Phung et al., LAK 2024: not fewer repairs than without it, and half of them accepted or a quarter more
        than without.
        """
        gain = self.with_hint_count - self.without_hint_count
        if not self.repair_count or gain < 0:
            return False
        return self.confidence >= 0.5 or gain / self.repair_count >= 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorAnswer:
    """A checked answer for the learner."""

    call: MentorCall
    """Its record: source, rung, cost."""
    answer: Answer
    level_count: int
    """How many rungs there are."""
    notes: tuple[str, ...] = ()
    """One sentence for each part of the question that was not served; usually none."""
    measure: Measure | None = None
    from_store: bool = False
    """Answered without asking again."""
    failure: MentorFailure | None = None
    """Why no model answered; None: one did, or none was wanted."""


def _normalised(program: Program) -> list[list[str]]:
    files = sorted(program.files, key=lambda each: each.path)
    return [
        [
            each.path,
            *(line.rstrip().decode(errors="backslashreplace") for line in each.content.split(b"\n") if line.strip()),
        ]
        for each in files
    ]


def _signature(judgement: Judgement) -> list[str]:
    failing = [f"{each.index} {each.verdict}" for each in judgement.results if not each.passed]
    return [judgement.verdict, *failing]
