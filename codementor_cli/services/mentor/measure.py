"""Measure the worth of a hint: a student model repairs the program with and without it, and the judge counts.

Source: Phung et al., "Automating Human Tutor-Style Programming Feedback", LAK 2024.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codementor_cli.domain.mentor.answer import Answer, AnswerFrame, Repair, texts
from codementor_cli.domain.mentor.answer_json import read_answer
from codementor_cli.domain.mentor.mentor_answer import Measure
from codementor_cli.domain.mentor.mentoring import MentorKind, MentorRequest
from codementor_cli.domain.mentor.packet import Packet
from codementor_cli.ports import Mentor
from codementor_cli.services.mentor.answer_checks import AnswerChecks

REPAIR_SECONDS = 60.0
"""Deadline of one repair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairs:
    """The outcome of some repairs."""

    passed_count: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    model: str = ""


class StudentModel:
    """A cheaper model that plays the learner."""

    def __init__(self, mentor: Mentor, model: str, boundary: Callable[[], str]) -> None:
        self._mentor = mentor
        self._model = model
        self._boundary = boundary

    def repairs(self, packet: Packet, hint: str, count: int, checks: AnswerChecks) -> Repairs:
        """Have the program repaired so many times.

        Args:
            packet: Shown to the student; without hints.
            hint: Told to the student; empty: none.
            count: How often.
            checks: Judges the repairs.

        Raises:
            MentorFault: The student could not be asked.
            EnvironmentFault: The sandbox failed.
        """
        passed = input_tokens = output_tokens = 0
        model = self._model
        for _ in range(count):
            request = MentorRequest(
                kind=MentorKind.REPAIR, packet=packet, boundary=self._boundary(), hint=hint, model=self._model
            )
            reply = self._mentor.ask(self._mentor.prompt(request), REPAIR_SECONDS)
            input_tokens += reply.input_tokens
            output_tokens += reply.output_tokens
            model = reply.model or model
            answer = read_answer(MentorKind.REPAIR, reply.text, AnswerFrame(line_count=1, accepted=False))
            passed += isinstance(answer, Repair) and checks.passes_as_main(answer.code)
        return Repairs(passed_count=passed, input_tokens=input_tokens, output_tokens=output_tokens, model=model)


def told(answer: Answer) -> str:
    """Return the text for a student: the whole answer."""
    return "\n".join(texts(answer))


def measured(told_repairs: Repairs, untold: Repairs, count: int) -> Measure:
    """Return the measure of both."""
    return Measure(
        repair_count=count,
        with_hint_count=told_repairs.passed_count,
        without_hint_count=untold.passed_count,
        model=told_repairs.model,
        input_tokens=told_repairs.input_tokens + untold.input_tokens,
        output_tokens=told_repairs.output_tokens + untold.output_tokens,
    )
