"""From judgements to results of record: of a challenge, a repository, a class. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.feedback import compile_place, compile_sentence
from codementor_cli.domain.grading.assignment import AssignedChallenge, Assignment, Disclosure, Identity
from codementor_cli.domain.grading.disclosure import data_of, message_of, place_in, place_of, shown
from codementor_cli.domain.grading.points import ZERO, earned_share, has_passed, penalty_of, shares, total
from codementor_cli.domain.grading.repository_content import NoProgram, RepositoryToGrade, TakenProgram
from codementor_cli.domain.grading.results import (
    AssignmentResult,
    ChallengeResult,
    ChallengeState,
    GradedCase,
    Lateness,
    Place,
    RepositoryResult,
    RepositoryState,
)
from codementor_cli.domain.judging.judgement import CaseResult, Judgement

JUDGED_AGAIN = "It is judged again next time."
"""The end of each reason of a fault."""
NOTHING_HANDED_IN = "Nothing was handed in: no file is where the assignment looks for one."
UNFINISHED = "Not graded yet."
"""The reason of a repository that grading has not finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingRules:
    """The rules of marking one challenge of one repository."""

    assigned: AssignedChallenge
    challenge: Challenge
    disclosure: Disclosure = Disclosure.ALL
    lateness: Lateness | None = None

    @property
    def percent(self) -> Decimal:
        """The part of the points that lateness takes off."""
        return Decimal(0) if self.lateness is None else self.lateness.percent


def judged(rules: MarkingRules, taken: TakenProgram, judgement: Judgement) -> ChallengeResult:
    """Return the result of a judged program; a judge error is a fault without a score."""
    if judgement.verdict is Verdict.JE:
        fault = next((each.reason for each in judgement.results if each.verdict is Verdict.JE), "")
        return faulty(rules, fault or "The judge failed without a reason.", taken.file)
    cases = _cases(rules, taken, judgement)
    failure = next((case for case in cases if case.verdict is judgement.verdict and not case.passed), None)
    broken = judgement.compilation if judgement.verdict is Verdict.CE else None
    earned = sum((case.earned for case in cases), ZERO)
    final = sum((case.final for case in cases), ZERO)
    return ChallengeResult(
        challenge_id=rules.assigned.challenge_id,
        title=rules.challenge.title,
        state=ChallengeState.JUDGED,
        max_points=rules.assigned.points,
        earned=earned,
        penalty=earned - final,
        final=final,
        reason=compile_sentence(broken) if broken is not None else _reason(failure),
        file=taken.file,
        language=judgement.language,
        verdict=judgement.verdict,
        score=judgement.score,
        max_score=judgement.max_score,
        cases=cases,
        compiler_output=shown(broken.output.encode("utf-8", "replace")) if broken is not None else "",
        place=_place(taken, judgement, cases),
        notes=taken.notes,
        judged_seconds=_judged_seconds(judgement),
    )


def _cases(rules: MarkingRules, taken: TakenProgram, judgement: Judgement) -> tuple[GradedCase, ...]:
    tests = rules.challenge.suite.tests
    worth = shares(rules.assigned.points, tests)
    results = {result.index: result for result in judgement.results}
    cases = []
    for index, (test, share) in enumerate(zip(tests, worth, strict=True)):
        case = GradedCase(
            number=index + 1,
            name=test.name,
            description=test.description,
            hidden=test.hidden,
            verdict=None,
            earned=ZERO,
            final=ZERO,
            max_points=share,
        )
        result = results.get(index)
        cases.append(case if result is None else _ran(case, result, rules, taken))
    return _penalised(cases, rules.percent)


def _penalised(cases: Sequence[GradedCase], percent: Decimal) -> tuple[GradedCase, ...]:
    """Take lateness off: of the sum, rounded once, so that 20 % of 10 points are 2; each case bears what it adds."""
    made, earned, penalty = [], ZERO, ZERO
    for case in cases:
        earned += case.earned
        due = penalty_of(earned, percent)
        made.append(replace(case, final=case.earned - (due - penalty)))
        penalty = due
    return tuple(made)


def _ran(case: GradedCase, result: CaseResult, rules: MarkingRules, taken: TakenProgram) -> GradedCase:
    """Return a case with its result, before lateness takes points off."""
    earned = earned_share(case.max_points, result.points, result.max_points) if result.passed else ZERO
    facts = result.execution
    return replace(
        case,
        verdict=result.verdict,
        earned=earned,
        message=message_of(result, rules.disclosure),
        data=data_of(result, rules.disclosure),
        place=place_of(result, taken, rules.disclosure),
        wall_seconds=0.0 if facts is None else facts.wall_seconds,
        cpu_seconds=0.0 if facts is None else facts.cpu_seconds,
        peak_memory_bytes=0 if facts is None else facts.peak_memory_bytes,
    )


def _reason(failure: GradedCase | None) -> str:
    if failure is None:
        return ""
    hidden = " (hidden)" if failure.hidden else ""
    return f"Test case {failure.name}{hidden}: {failure.message}"


def _place(taken: TakenProgram, judgement: Judgement, cases: Sequence[GradedCase]) -> Place:
    """Return the line to look at first."""
    compilation = judgement.compilation
    found = None
    if judgement.verdict is Verdict.CE and compilation is not None:
        found = place_in(taken, *compile_place(compilation))
    crashed = found or next((case.place for case in cases if case.place is not None), None)
    return crashed or Place(file=taken.file)


def _judged_seconds(judgement: Judgement) -> float:
    compiled = 0.0 if judgement.compilation is None else judgement.compilation.wall_seconds
    return compiled + sum(each.execution.wall_seconds for each in judgement.results if each.execution is not None)


def not_taken(rules: MarkingRules, why: NoProgram) -> ChallengeResult:
    """Return the result of a challenge without a program: nothing earned."""
    result = _not_run(rules, why.state, why.reason, ZERO)
    return replace(result, file=why.file, place=Place(file=why.file) if why.file else None, notes=why.notes)


def faulty(rules: MarkingRules, reason: str, file: str = "") -> ChallengeResult:
    """Return the result of a challenge that we failed to judge: no score."""
    return replace(_not_run(rules, ChallengeState.FAULT, _not_judged(reason), None), file=file)


def _not_run(rules: MarkingRules, state: ChallengeState, reason: str, points: Decimal | None) -> ChallengeResult:
    return ChallengeResult(
        challenge_id=rules.assigned.challenge_id,
        title=rules.challenge.title,
        state=state,
        max_points=rules.assigned.points,
        earned=points,
        penalty=points,
        final=points,
        reason=reason,
    )


def _not_judged(reason: str) -> str:
    """Return the reason of a fault as a sentence, and the promise of another judging."""
    if reason == UNFINISHED:
        return reason
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}. {JUDGED_AGAIN}"


def repository_result(
    assignment: Assignment, repository: RepositoryToGrade, challenges: Sequence[ChallengeResult], graded_at: datetime
) -> RepositoryResult:
    """Return the result of a repository; one fault among its challenges, and it has no score."""
    content = repository.content
    state, reason = outcome(challenges, content.refusal)
    return RepositoryResult(
        identity=repository.identity,
        repository=repository.name,
        state=state,
        max_points=assignment.max_points,
        earned=total(each.earned for each in challenges),
        penalty=total(each.penalty for each in challenges),
        final=total(each.final for each in challenges),
        passed=has_passed(challenges, assignment.minimum_points),
        reason=reason,
        challenges=tuple(challenges),
        commit=content.commit,
        lateness=repository.lateness,
        graded_at=graded_at,
        notes=content.notes,
        faults=_reasons(challenges, ChallengeState.FAULT),
        fingerprint=repository.fingerprint,
    )


def outcome(challenges: Sequence[ChallengeResult], refusal: str = "") -> tuple[RepositoryState, str]:
    """Return the state of a repository, and the line on it.

    Args:
        challenges: All of the assignment's.
        refusal: Why the repository as a whole cannot be taken; empty: it can.
    """
    faults, refused = _reasons(challenges, ChallengeState.FAULT), _reasons(challenges, ChallengeState.REFUSED)
    if faults:
        return RepositoryState.FAULT, faults[0]
    if refusal:
        return RepositoryState.REFUSED, refusal
    if any(each.state is ChallengeState.JUDGED for each in challenges):
        return RepositoryState.GRADED, ""
    return (RepositoryState.REFUSED, refused[0]) if refused else (RepositoryState.EMPTY, NOTHING_HANDED_IN)


def _reasons(challenges: Sequence[ChallengeResult], state: ChallengeState) -> tuple[str, ...]:
    return tuple(f"{each.title}: {each.reason}" for each in challenges if each.state is state)


def fault_result(assignment: Assignment, identity: Identity, repository: str, reason: str) -> RepositoryResult:
    """Return the result of a repository that has no score by our fault, or not yet."""
    reason = _not_judged(reason)
    return RepositoryResult(
        identity=identity,
        repository=repository,
        state=RepositoryState.FAULT,
        max_points=assignment.max_points,
        earned=None,
        penalty=None,
        final=None,
        passed=None,
        reason=reason,
        faults=(reason,),
    )


def class_result(
    assignment: Assignment, repositories: Sequence[RepositoryResult], graded_at: datetime, sandbox: str
) -> AssignmentResult:
    """Return the result of a class, as of a finished grading."""
    return AssignmentResult(
        assignment_id=assignment.id,
        title=assignment.title,
        assignment_digest=assignment.digest,
        max_points=assignment.max_points,
        minimum_points=assignment.minimum_points,
        due_at=assignment.due_at,
        disclosure=assignment.disclosure,
        graded_at=graded_at,
        finished=True,
        sandbox=sandbox,
        repositories=tuple(repositories),
    )
