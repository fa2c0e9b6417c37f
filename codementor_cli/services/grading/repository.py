"""Grade one repository: judge its programs, challenge by challenge, and make points of record of the judgements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.grading.assignment import Assignment, Identity
from codementor_cli.domain.grading.fingerprint import fingerprint, grading_digest
from codementor_cli.domain.grading.gradebook import (
    MarkingRules,
    faulty,
    judged,
    not_taken,
    outcome,
    repository_result,
)
from codementor_cli.domain.grading.lateness import lateness_of
from codementor_cli.domain.grading.points import has_passed
from codementor_cli.domain.grading.repository_content import (
    NoProgram,
    RepositoryContent,
    RepositoryToGrade,
    TakenProgram,
)
from codementor_cli.domain.grading.results import ChallengeResult, ChallengeState, RepositoryResult, RepositoryState
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.errors import EnvironmentFault, UserFileError
from codementor_cli.ports import Judge
from codementor_cli.services.judging.cancel import CancelToken
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.judging.submit import JudgeOptions, Machine, judge_request

_ONE_LANE = JudgeOptions(jobs=1)
"""The other cores judge other repositories."""

_NO_REPOSITORY = NoProgram(state=ChallengeState.MISSING, reason="There is no repository.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One repository to grade."""

    identity: Identity
    name: str
    """Its folder's name, as it is shown; empty: there is no repository."""
    take: Callable[[], RepositoryContent] = RepositoryContent
    """Read it; not asked where there is no repository."""

    @property
    def names(self) -> frozenset[str]:
        """All its names: of the folder, of the user, the school's id."""
        return frozenset({self.name, self.identity.key, self.identity.id} - {""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One program was judged."""

    challenge: Challenge
    taken: TakenProgram
    judgement: Judgement


class Grader:
    """Grades repositories by one assignment.

    Args:
        assignment: What is graded.
        challenges: The assignment's, in its order.
        service: The judge; used by several threads at a time.
        machine: Its languages, and what no challenge exceeds.
        judge: Which version and engine judge; results of another are not kept.
    """

    def __init__(
        self,
        assignment: Assignment,
        challenges: Sequence[Challenge],
        service: Judge,
        machine: Machine,
        judge: str,
    ) -> None:
        self.assignment = assignment
        self.challenges = tuple(challenges)
        self._service = service
        self._machine = machine
        self._cancel = CancelToken()
        self._digest = grading_digest(assignment, challenges, judge)

    @property
    def sandbox(self) -> str:
        """The engine that judges."""
        return self._service.name

    def stop(self) -> None:
        """End every judging, and start no other; any thread may call it."""
        self._cancel.cancel()

    def open(self, candidate: Candidate, content: RepositoryContent) -> RepositoryToGrade:
        """Return a repository to grade, with its lateness and its fingerprint."""
        return RepositoryToGrade(
            identity=candidate.identity,
            name=candidate.name,
            content=content,
            lateness=lateness_of(self.assignment, content.commit),
            fingerprint=fingerprint(self._digest, content),
        )

    def judge(self, repository: RepositoryToGrade, index: int) -> tuple[ChallengeResult, Judged | None]:
        """Return the result of one challenge, and the judged program; None: none was judged.

        A failure on our side is a fault in the result.
        """
        rules, content = self._rules(repository, index), repository.content
        if content.refusal:
            return not_taken(rules, NoProgram(state=ChallengeState.REFUSED, reason=content.refusal)), None
        entry = content.challenges[index]
        if isinstance(entry, NoProgram):
            return not_taken(rules, entry), None
        try:
            request = judge_request(entry.program, rules.challenge, self._machine, _ONE_LANE)
            judgement = self._service.judge(request, SilentProgress(), self._cancel)
        except (EnvironmentFault, UserFileError) as error:
            # A file error of the judge is about the challenge or the language: the teacher's or ours to mend.
            return faulty(rules, error.message, entry.file), None
        return judged(rules, entry, judgement), Judged(challenge=rules.challenge, taken=entry, judgement=judgement)

    def missing(self, identity: Identity, graded_at: datetime) -> RepositoryResult:
        """Return the result of a student without a repository: nothing earned."""
        repository = RepositoryToGrade(identity=identity, name="")
        results = [not_taken(self._rules(repository, index), _NO_REPOSITORY) for index in range(len(self.challenges))]
        result = self.result(repository, results, graded_at)
        return replace(result, state=RepositoryState.MISSING, reason=_NO_REPOSITORY.reason)

    def kept(self, candidate: Candidate, result: RepositoryResult) -> RepositoryResult:
        """Return an earlier result with the identity and the minimum of today."""
        passed = has_passed(result.challenges, self.assignment.minimum_points)
        found = replace(result, identity=candidate.identity, repository=candidate.name, passed=passed)
        if result.state is not RepositoryState.GRADED:
            return found
        # Earlier versions called a repository graded that had nothing in it.
        state, reason = outcome(result.challenges)
        return replace(found, state=state, reason=reason)

    def result(
        self, repository: RepositoryToGrade, challenges: Sequence[ChallengeResult], graded_at: datetime
    ) -> RepositoryResult:
        """Return the result of a repository from those of its challenges."""
        return repository_result(self.assignment, repository, challenges, graded_at)

    def _rules(self, repository: RepositoryToGrade, index: int) -> MarkingRules:
        return MarkingRules(
            assigned=self.assignment.challenges[index],
            challenge=self.challenges[index],
            disclosure=self.assignment.disclosure,
            lateness=repository.lateness,
        )
