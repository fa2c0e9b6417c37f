"""Verify many challenges, one after the other, and keep what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.errors import UserFileError
from codementor_cli.ports import Catalog
from codementor_cli.services.judging.verify import Finding, NotJudged, Verification

MOST_FAULTS_IN_A_ROW = 5
"""Then the machine is not in a state to judge, and each further try may take a minute."""


@dataclass(slots=True)
class VerifiedChallenge:
    """What came of one challenge so far."""

    challenge_id: str
    verifications: list[Verification] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_judged: list[NotJudged] = field(default_factory=list)
    error: UserFileError | None = None
    """Its files are wrong: nothing, or not everything, was judged."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A challenge was read, and its programs are judged next."""

    challenge_id: str
    number: int
    """1-based, of those that are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of what there were."""

    challenges: int
    references: int
    """Reference submissions that were judged."""
    wrong: int
    """References with another verdict, and challenges' other mistakes."""
    broken: int
    """Challenges whose files are wrong."""
    not_judged: int = 0
    """Programs that the machine could not judge."""
    warnings: int = 0
    left: int = 0
    """Challenges that were not begun, or not finished."""


Event = Begun | Verification | NotJudged | Finding | UserFileError


@dataclass(slots=True)
class CatalogVerification:
    """A verification of many challenges: iterate over it, to its end or not, then read what is done."""

    wanted: Sequence[str]
    """Ids of challenges."""
    catalog: Catalog
    verify: Callable[[Challenge], Iterator[Verification | NotJudged | Finding]]
    """Judges the programs of one challenge."""
    require_engine: Callable[[], None]
    """Refuses where no program can be judged."""
    done: list[VerifiedChallenge] = field(default_factory=list)
    """Of challenges that were begun, in order."""
    keeps_failing: bool = False
    """Whether the machine failed again and again: what is left is not tried."""
    interrupted: bool = False
    """Set by a caller that ends the iteration early."""

    def __iter__(self) -> Iterator[Event]:
        """Verify each challenge; yield what is found as it is found.

        Raises:
            EnvironmentFault: There is no engine.
        """
        faults_in_a_row = 0
        for challenge_id in self.wanted:
            verified = VerifiedChallenge(challenge_id)
            self.done.append(verified)
            try:
                challenge = self.catalog.load(challenge_id)
                self.require_engine()
                yield Begun(challenge_id, len(self.done))
                for found in self.verify(challenge):
                    faults_in_a_row = _noted(found, verified, faults_in_a_row)
                    self.keeps_failing = faults_in_a_row >= MOST_FAULTS_IN_A_ROW
                    yield found
                    if self.keeps_failing:
                        return
            except UserFileError as error:
                verified.error = error
                yield error

    @property
    def is_complete(self) -> bool:
        """Whether every program of every challenge was judged."""
        whole = not self.interrupted and len(self.done) == len(self.wanted)
        return whole and not any(each.not_judged for each in self.done)

    @property
    def has_judge_error(self) -> bool:
        """Whether the judge failed on a program."""
        verdicts = (one.judgement.verdict for each in self.done for one in each.verifications)
        return Verdict.JE in verdicts

    @property
    def counts(self) -> Counts:
        """How many there are of each kind so far."""
        every = [one for each in self.done for one in each.verifications]
        findings = [one for each in self.done for one in each.findings]
        return Counts(
            challenges=len(self.done),
            references=len(every),
            wrong=sum(not one.agrees for one in every) + sum(not one.is_warning for one in findings),
            broken=sum(each.error is not None for each in self.done),
            not_judged=sum(len(each.not_judged) for each in self.done),
            warnings=sum(one.is_warning for one in findings),
            left=len(self.wanted) - len(self.done) + self.interrupted,
        )


def _noted(found: Verification | NotJudged | Finding, verified: VerifiedChallenge, faults_in_a_row: int) -> int:
    """Note one thing that was found; return how many programs in a row the machine could not judge."""
    match found:
        case Finding():
            verified.findings.append(found)
            return faults_in_a_row
        case NotJudged():
            verified.not_judged.append(found)
            return faults_in_a_row + 1
        case Verification():
            verified.verifications.append(found)
            return 0
