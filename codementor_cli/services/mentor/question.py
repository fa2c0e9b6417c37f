"""One question about a judged program, complete before a model is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.answer import Answer, AnswerFrame
from codementor_cli.domain.mentor.code_window import source_lines
from codementor_cli.domain.mentor.mentor_answer import MentorAnswer, MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import HINTS, MentorCall, MentorRequest
from codementor_cli.domain.mentor.packet import GivenHint, Packet
from codementor_cli.services.mentor.ladder import (
    asked_state,
    given_hints,
    in_state,
    level_count,
    next_level,
    remembered,
)
from codementor_cli.services.mentor.packet import build_packet

Tell = Callable[[str], None]
"""Takes one short line about long work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A judged program, a question about it, and the answers before."""

    subject: MentorSubject
    ask: MentorAsk
    state: str
    """Digest of the problem, of the answer's language and of the learner's error message."""
    level: int
    """1-based rung; 0 where the kind has none."""
    given: tuple[GivenHint, ...]
    """Hints that the learner has read."""
    packet: Packet
    frame: AnswerFrame
    calls: tuple[MentorCall, ...]
    """Answers to the same problem, oldest first."""

    @property
    def is_hint(self) -> bool:
        """Whether hints are asked for, which can be had without a model."""
        return self.ask.kind in HINTS

    @property
    def level_count(self) -> int:
        """How many rungs the challenge has."""
        return level_count(self.subject.challenge)

    def remembered(self) -> MentorAnswer | None:
        """Return the answer that was given to the same question before; None: there is none."""
        found = remembered(self.calls, self.ask, self.level, self.state, self.frame)
        if found is None:
            return None
        call, answer = found
        free = replace(call, input_tokens=0, output_tokens=0, latency_seconds=0.0)
        return self.answered(free, answer, from_store=True)

    def request(self, boundary: str, stricter: str = "") -> MentorRequest:
        """Return the request to a mentor.

        Args:
            boundary: Random, new for each request.
            stricter: Why the answer before was withheld; empty on the first try.
        """
        return MentorRequest(
            kind=self.ask.kind,
            packet=self.packet,
            boundary=boundary,
            level=self.level,
            question=self.ask.question,
            error_message=self.ask.error_message,
            answer_language=self.ask.answer_language,
            stricter=stricter,
            model=self.ask.model,
        )

    def answered(self, call: MentorCall, answer: Answer, *, from_store: bool = False) -> MentorAnswer:
        """Return an answer with the record of it."""
        return MentorAnswer(call=call, answer=answer, level_count=self.level_count, from_store=from_store)


def question_about(
    subject: MentorSubject, ask: MentorAsk, calls: Sequence[MentorCall], private: Sequence[str]
) -> Question:
    """Return a question, with the rung that it comes to and the packet that a mentor sees.

    Args:
        subject: The judged program.
        ask: The question.
        calls: Answers given on the challenge, oldest first.
        private: Words that must not leave the machine.
    """
    frame = _frame(subject)
    calls = in_state(calls, subject.state)
    state = asked_state(subject.state, ask.answer_language, ask.error_message)
    level = 0
    given: tuple[GivenHint, ...] = ()
    if ask.kind in HINTS:
        count = level_count(subject.challenge)
        level = min(max(ask.level or next_level(calls, count), 1), count)
        given = given_hints(calls, frame)
    return Question(
        subject=subject,
        ask=ask,
        state=state,
        level=level,
        given=given,
        packet=build_packet(subject, given, level, private),
        frame=frame,
        calls=calls,
    )


def _frame(subject: MentorSubject) -> AnswerFrame:
    """Return the facts that answers about a program must agree with."""
    main = next(file for file in subject.program.files if file.path == subject.program.main)
    judgement = subject.judgement
    accepted = judgement.verdict is Verdict.AC
    return AnswerFrame(
        line_count=len(source_lines(main)),
        accepted=None if accepted and not subject.challenge.id else accepted,
        sees_failure=judgement.verdict is Verdict.CE
        or any(not each.passed and not each.hidden for each in judgement.results),
    )
