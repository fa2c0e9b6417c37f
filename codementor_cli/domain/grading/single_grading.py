"""One judged file as a grading of its own, so that ``test`` and ``grade`` report through the same values. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestSuite
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.grading.assignment import AssignedChallenge, Assignment, Identity
from codementor_cli.domain.grading.gradebook import MarkingRules, class_result, judged, repository_result
from codementor_cli.domain.grading.repository_content import RepositoryToGrade, TakenProgram
from codementor_cli.domain.grading.results import AssignmentResult
from codementor_cli.domain.judging.judgement import Judgement


def graded_alone(
    judgement: Judgement, program: Program, file: str, challenge: Challenge, graded_at: datetime
) -> AssignmentResult:
    """Return the result of one file that was judged on its own; cases that did not run are left out.

    Args:
        judgement: Of the program.
        program: As read.
        file: Its path in reports: relative to the working folder of the command.
        challenge: With the cases of the judgement.
        graded_at: Aware, UTC.
    """
    points = Decimal(str(judgement.max_score))
    assigned = AssignedChallenge(challenge_id=challenge.id, points=points, files=())
    assignment = Assignment(id=challenge.id, title=challenge.title, challenges=(assigned,))
    taken = TakenProgram(program=program, file=file, folder=file.rpartition("/")[0])
    result = judged(MarkingRules(assigned=assigned, challenge=challenge), taken, judgement)
    if judgement.results:
        result = replace(result, cases=tuple(case for case in result.cases if case.verdict is not None))
    repository = RepositoryToGrade(identity=Identity(key=file, id=file), name="")
    graded = repository_result(assignment, repository, [result], graded_at)
    return class_result(assignment, [graded], graded_at, judgement.sandbox)


def challenge_of_cases(suite: TestSuite, name: str) -> Challenge:
    """Return ad hoc cases as a challenge, for reports that must name one."""
    return Challenge(id=name, title=name, difficulty=Difficulty.EASY, description="", instructions="", suite=suite)
