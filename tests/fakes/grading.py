"""Results of grading, made by hand: every state that a report must be able to say, and text that wants to act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Disclosure, Identity
from codementor_cli.domain.grading.gradebook import NOTHING_HANDED_IN
from codementor_cli.domain.grading.results import (
    AssignmentResult,
    CaseData,
    ChallengeResult,
    ChallengeState,
    Commit,
    GradedCase,
    Lateness,
    Place,
    RepositoryResult,
    RepositoryState,
)

GRADED_AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DUE_AT = GRADED_AT - timedelta(days=2)
AWKWARD = (
    "\x00\x1b[31m\x07]]>&<script>alert(1)</script>\n::error::owned\n```\n##[group]\u202ereversed\r\n=1+1\ud800\ufffe"
)
"""What a program may print to be read by the next one."""


def case(
    number: int, verdict: Verdict | None, points: str = "10", late: str = "0", data: CaseData | None = None
) -> GradedCase:
    earned = Decimal(points) if verdict is Verdict.AC else Decimal(0)
    return GradedCase(
        number=number,
        name=f"case {number}",
        description="",
        hidden=number == 3,
        verdict=verdict,
        earned=earned,
        final=earned - (earned * Decimal(late) / 100).quantize(Decimal("0.0001"), ROUND_HALF_UP),
        max_points=Decimal(points),
        message="" if verdict is Verdict.AC else f"It is not right {number}.",
        data=data or CaseData(),
        place=Place(file="src/main.py", line=4) if verdict is Verdict.RTE else None,
        wall_seconds=0.0123,
    )


def challenge(name: str, *cases: GradedCase, **changes: object) -> ChallengeResult:
    verdicts = [each.verdict for each in cases if each.verdict is not Verdict.AC]
    earned, final = sum((each.earned for each in cases), Decimal(0)), sum((each.final for each in cases), Decimal(0))
    made = ChallengeResult(
        challenge_id=name,
        title=name.title(),
        state=ChallengeState.JUDGED,
        max_points=sum((each.max_points for each in cases), Decimal(0)),
        earned=earned,
        penalty=earned - final,
        final=final,
        file="src/main.py",
        language="python",
        verdict=(verdicts[0] or Verdict.CE) if verdicts else Verdict.AC,
        cases=cases,
        judged_seconds=0.05,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def without_verdict(name: str, state: ChallengeState, points: str, reason: str) -> ChallengeResult:
    nothing = None if state is ChallengeState.FAULT else Decimal(0)
    return ChallengeResult(
        challenge_id=name,
        title=name.title(),
        state=state,
        max_points=Decimal(points),
        earned=nothing,
        penalty=nothing,
        final=nothing,
        reason=reason,
    )


def repository(key: str, *challenges: ChallengeResult, **changes: object) -> RepositoryResult:
    finals = [each.final for each in challenges]
    known = [each for each in finals if each is not None]
    fault = len(known) < len(finals)
    final = None if fault else sum(known, Decimal(0))
    earned = None if fault else sum((each.earned or Decimal(0) for each in challenges), Decimal(0))
    made = RepositoryResult(
        identity=Identity(key=key, id=key, name=key.title()),
        repository=key,
        state=RepositoryState.FAULT if fault else RepositoryState.GRADED,
        max_points=sum((each.max_points for each in challenges), Decimal(0)),
        earned=earned,
        penalty=None if earned is None or final is None else earned - final,
        final=final,
        passed=None if fault else all(each.accepted for each in challenges),
        challenges=challenges,
        commit=Commit(id="ab" * 20, committed_at=DUE_AT - timedelta(hours=3)),
        graded_at=GRADED_AT,
        faults=("The sandbox died twice.",) if fault else (),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def all_right(key: str = "ada") -> RepositoryResult:
    return repository(
        key,
        challenge("sums", case(1, Verdict.AC), case(2, Verdict.AC), case(3, Verdict.AC)),
        challenge("trees", case(1, Verdict.AC, "33.3334"), case(2, Verdict.AC, "36.6666")),
    )


def partly_right(key: str = "ben") -> RepositoryResult:
    awkward = CaseData(input=AWKWARD, expected="1\n", actual=AWKWARD, stderr=AWKWARD, prints=AWKWARD)
    return repository(
        key,
        challenge("sums", case(1, Verdict.AC), case(2, Verdict.WA, data=awkward), case(3, Verdict.TLE)),
        challenge("trees", case(1, Verdict.RTE, "33.3334", data=awkward), case(2, Verdict.AC, "36.6666")),
        notes=(AWKWARD,),
    )


def late(key: str = "cleo") -> RepositoryResult:
    return repository(
        key,
        challenge("sums", *(case(number, Verdict.AC, late="10") for number in (1, 2, 3))),
        challenge("trees", case(1, Verdict.AC, "33.3334", late="10"), case(2, Verdict.WA, "36.6666")),
        commit=Commit(id="cd" * 20, committed_at=DUE_AT + timedelta(hours=5)),
        lateness=Lateness(seconds=18_000, day_count=1, percent=Decimal(10), words="One day late; advisory."),
    )


def not_compiling(key: str = "dan") -> RepositoryResult:
    says = {"compiler_output": f"main.c:3: error {AWKWARD}", "reason": "It does not compile.", "verdict": Verdict.CE}
    return repository(
        key,
        challenge("sums", *(case(number, None) for number in (1, 2, 3)), **says),
        challenge("trees", case(1, None, "33.3334"), case(2, None, "36.6666"), **says),
    )


def missing(key: str = "eve") -> RepositoryResult:
    nothing = "There is no such repository."
    return repository(
        key,
        without_verdict("sums", ChallengeState.MISSING, "30", nothing),
        without_verdict("trees", ChallengeState.MISSING, "70", nothing),
        state=RepositoryState.MISSING,
        reason=nothing,
        commit=None,
    )


def empty(key: str = "fay") -> RepositoryResult:
    nothing = "There is no file where it was looked for: sums.py."
    return repository(
        key,
        without_verdict("sums", ChallengeState.MISSING, "30", nothing),
        without_verdict("trees", ChallengeState.MISSING, "70", nothing),
        state=RepositoryState.EMPTY,
        reason=NOTHING_HANDED_IN,
    )


def refused(key: str = "=cmd|' /C calc'!A0") -> RepositoryResult:
    return repository(
        key,
        challenge("sums", case(1, Verdict.AC), case(2, Verdict.OLE), case(3, Verdict.MLE), file="a\nb,c:d%.py"),
        without_verdict("trees", ChallengeState.REFUSED, "70", "src/main.py is a link out of the repository."),
    )


def at_fault(key: str = "flo") -> RepositoryResult:
    return repository(
        key,
        challenge("sums", case(1, Verdict.AC), case(2, Verdict.AC), case(3, Verdict.AC)),
        without_verdict("trees", ChallengeState.FAULT, "70", "The sandbox died twice."),
    )


def unfinished(key: str = "gus") -> RepositoryResult:
    return RepositoryResult(
        identity=Identity(key=key, id=key),
        repository=key,
        state=RepositoryState.FAULT,
        max_points=Decimal(100),
        earned=None,
        penalty=None,
        final=None,
        passed=None,
        faults=("Not graded yet.",),
    )


def grading(*repositories: RepositoryResult, **changes: object) -> AssignmentResult:
    made = AssignmentResult(
        assignment_id="week-3",
        title="Week 3 <b>",
        assignment_digest="0" * 64,
        max_points=Decimal(100),
        minimum_points=Decimal(50),
        due_at=DUE_AT,
        disclosure=Disclosure.ALL,
        graded_at=GRADED_AT,
        finished=not any(each.faults for each in repositories),
        sandbox="docker",
        repositories=repositories,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def every_state() -> tuple[RepositoryResult, ...]:
    return (
        all_right(),
        partly_right(),
        late(),
        not_compiling(),
        missing(),
        empty(),
        refused(),
        at_fault(),
        unfinished(),
    )
