"""Evaluate the mentor's hints over failing programs; nothing is remembered or recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.evaluation import HintTrial
from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.services.mentor.mentoring import Mentoring
from codementor_cli.services.mentor.question import Tell
from codementor_cli.text.untrusted import visible_line


@dataclass(frozen=True, slots=True)
class AcceptedProgram:
    """A program that needs no hint."""

    file: str


def evaluate_hints(
    mentoring: Mentoring, paths: Iterable[Path], challenge_id: str | None, ask: MentorAsk, tell: Tell
) -> Iterator[HintTrial | AcceptedProgram]:
    """Judge each program, have a hint to a failing one given and measured, and measure a chosen hint once more.

    Args:
        mentoring: Judges the programs and gives the hints.
        paths: Of the programs.
        challenge_id: Of all of them; None: the nearest folder above a file that has a challenge's name says which.
        ask: For a hint, with how often the student repairs.
        tell: Told what goes on.

    Raises:
        MentorFault: The model could not be asked: the other programs would fail the same way.
        EnvironmentFault: The sandbox failed.
        UsageError: Nothing says which challenge a file is for.
        ValueError: The question is for no hint, or measures nothing.
    """
    if ask.kind is not MentorKind.HINT or not ask.repair_count:
        raise ValueError("an evaluation measures hints")
    for path in paths:
        tell(f"Judging {visible_line(str(path))}")
        subject = mentoring.subjects.judged(path, challenge_id)
        if subject.judgement.verdict is Verdict.AC:
            yield AcceptedProgram(str(path))
        else:
            yield mentoring.service.trial(str(path), subject, ask, tell)
