"""One judged file as a grading of its own, so that ``test`` and ``grade`` report through the same values. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestSuite
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.grading.assignment import AssignedChallenge, Assignment, Disclosure, Identity
from codementor_cli.domain.grading.gradebook import Marking, Standing, judged, repository_result
from codementor_cli.domain.grading.intake import Intake, Taken
from codementor_cli.domain.grading.results import AssignmentResult
from codementor_cli.domain.judging.judgement import Judgement


def graded_alone(
    judgement: Judgement, program: Program, file: str, challenge: Challenge, graded_at: datetime
) -> AssignmentResult:
    """Return the result of one file that was judged on its own; of cases that were not asked for nothing is said.

    Args:
        judgement: What the judge said.
        program: What was judged.
        file: Where it is, as reports name it: relative to where the command ran.
        challenge: What it was judged against.
        graded_at: Aware, UTC.
    """
    points = Decimal(str(judgement.max_score))
    assigned = AssignedChallenge(challenge_id=challenge.id, points=points, files=())
    assignment = Assignment(id=challenge.id, title=challenge.title, challenges=(assigned,))
    marking = Marking(assigned=assigned, challenge=challenge, disclosure=Disclosure.ALL, lateness=None)
    result = judged(marking, Taken(program=program, file=file, folder=file.rpartition("/")[0]), judgement)
    if judgement.results:
        result = replace(result, cases=tuple(case for case in result.cases if case.verdict is not None))
    standing = Standing(
        identity=Identity(key=file, id=file), repository="", intake=Intake(), lateness=None, fingerprint=""
    )
    repository = repository_result(assignment, standing, [result], graded_at)
    return AssignmentResult(
        assignment_id=challenge.id,
        title=challenge.title,
        assignment_digest="",
        max_points=points,
        minimum_points=None,
        due_at=None,
        disclosure=Disclosure.ALL,
        graded_at=graded_at,
        finished=True,
        sandbox=judgement.sandbox,
        repositories=(repository,),
    )


def challenge_of_cases(suite: TestSuite, name: str) -> Challenge:
    """Return ad hoc cases as a challenge, for reports that must name one."""
    return Challenge(id=name, title=name, difficulty=Difficulty.EASY, description="", instructions="", suite=suite)
