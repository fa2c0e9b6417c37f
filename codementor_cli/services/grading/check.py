"""Check an assignment: its challenges' references earn full points, and their starters do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import AssignedChallenge, Identity
from codementor_cli.domain.grading.repository_content import RepositoryContent, RepositoryToGrade, TakenProgram
from codementor_cli.domain.grading.results import ChallengeResult
from codementor_cli.ports import Catalog, Languages
from codementor_cli.services.grading.repository import Grader


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One program of a challenge's author, graded like a student's."""

    challenge_id: str
    name: str
    """``accepted/main.py``, or ``starter (python)``."""
    result: ChallengeResult
    expected_full: bool
    """A reference must earn full points; a starter must not."""

    @property
    def agrees(self) -> bool:
        """Whether the program earns full points exactly where it should."""
        final = self.result.final
        return final is not None and (final == self.result.max_points) is self.expected_full


@dataclass(frozen=True, slots=True)
class AssignmentFinding:
    """A problem of an assignment as a whole."""

    message: str


def check(grader: Grader, catalog: Catalog, languages: Languages) -> Iterator[Checked | AssignmentFinding]:
    """Grade accepted references and starters in each language of the assignment, and yield each result at once.

    Raises:
        UserFileError: A reference or starter cannot be read.
    """
    for index, (assigned, challenge) in enumerate(zip(grader.assignment.challenges, grader.challenges, strict=True)):
        taken = _languages(assigned, challenge, languages)
        if not taken:
            yield AssignmentFinding(f"{challenge.id} takes none of the languages that the assignment names.")
            continue
        references = [
            each
            for each in catalog.references(challenge)
            if each.expected is Verdict.AC and each.program.language in taken
        ]
        if not references:
            yield AssignmentFinding(f"{challenge.id} has no accepted reference submission in {', '.join(taken)}.")
        programs = [(each.name, each.program, True) for each in references]
        # Worth nothing, everything earns full points.
        for language in taken if assigned.points else ():
            starter = catalog.starter(challenge, language)
            if starter is not None:
                program = Program(language=language, files=(starter,), main=starter.path)
                programs.append((f"starter ({language})", program, False))
        for name, program, full in programs:
            result = _graded(grader, index, program)
            yield Checked(challenge_id=challenge.id, name=name, result=result, expected_full=full)


def _languages(assigned: AssignedChallenge, challenge: Challenge, languages: Languages) -> tuple[str, ...]:
    return tuple(
        each.name
        for each in languages.all()
        if challenge.takes(each) and (not assigned.languages or each.name in assigned.languages)
    )


def _graded(grader: Grader, index: int, program: Program) -> ChallengeResult:
    """Return the result of a program in one challenge, alone in its repository and in time."""
    taken = TakenProgram(program=program, file=program.main)
    content = RepositoryContent(challenges=(taken,) * len(grader.challenges))
    author = RepositoryToGrade(identity=Identity(key="author", id="author"), name="author", content=content)
    result, _ = grader.judge(author, index)
    return result
