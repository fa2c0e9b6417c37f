"""A catalog of one challenge, for tests of the mentor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codementor_cli.domain.challenge.challenge import Challenge, ChallengeSummary, ReferenceSubmission
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.errors import ProblemsError
from tests.fakes.subjects import CHALLENGE


@dataclass
class OneChallenge:
    """Gives its challenge for every id."""

    challenge: Challenge = CHALLENGE
    reference_submissions: tuple[ReferenceSubmission, ...] = ()

    def ids(self) -> tuple[str, ...]:
        return (self.challenge.id,)

    def summaries(self) -> Iterator[ChallengeSummary | ProblemsError]:
        return iter(())

    def load(self, challenge_id: str) -> Challenge:
        return self.challenge

    def references(self, challenge: Challenge) -> tuple[ReferenceSubmission, ...]:
        return self.reference_submissions

    def starter(self, challenge: Challenge, language: str) -> SourceFile | None:
        return None
