"""Evaluate the mentor's hints over failing programs; nothing is remembered or recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codementor_cli.domain.mentor.evaluation import HintTrial
from codementor_cli.domain.mentor.mentor_answer import MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.services.mentor.mentor import MentorService
from codementor_cli.services.mentor.question import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class HintTask:
    """One failing program, and where it came from."""

    file: str
    subject: MentorSubject


def evaluate_hints(
    service: MentorService, tasks: Iterable[HintTask], ask: MentorAsk, tell: Tell
) -> Iterator[HintTrial]:
    """Have a hint given and measured for each program, measure each chosen one once more, and yield as they are done.

    Args:
        service: Who gives the hints.
        tasks: Failing programs.
        ask: For a hint, with how often the student repairs.
        tell: Told what goes on.

    Raises:
        MentorFault: Claude could not be asked: what is left cannot be either.
        EnvironmentFault: The sandbox failed.
        ValueError: The question is for no hint, or measures nothing.
    """
    if ask.kind is not MentorKind.HINT or not ask.repair_count:
        raise ValueError("an evaluation measures hints")
    for task in tasks:
        trial = service.trial(task.subject, ask, tell)
        yield HintTrial(
            file=task.file,
            challenge_id=task.subject.challenge.id,
            verdict=task.subject.judgement.verdict,
            checks=trial.checks,
            chosen=trial.chosen,
            again=trial.again,
        )
