"""The hint ladder: the answers to a problem so far, and the rung that comes next. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.mentor.answer import Answer, AnswerFrame, AnswerProblem, Hint
from codementor_cli.domain.mentor.answer_json import read_answer
from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.mentor.mentoring import LEVEL_COUNT, HintSource, MentorCall, MentorKind
from codementor_cli.domain.mentor.packet import GivenHint


def level_count(challenge: Challenge) -> int:
    """Return how many rungs a challenge has: its own, and at least those of a model."""
    return max(LEVEL_COUNT, len(challenge.hints))


def asked_state(state: str, answer_language: str, error_message: str = "") -> str:
    """Return the digest under which an answer is kept: of the problem, and of what else decides the answer."""
    language, message = answer_language.strip().casefold(), error_message.strip()
    if message:
        decides = f"{language}\0{message}".encode(errors="replace")
        return f"{state}:{hashlib.sha256(decides).hexdigest()[:16]}"
    return f"{state}:{hashlib.sha256(language.encode()).hexdigest()[:8]}" if language else state


def in_state(calls: Sequence[MentorCall], state: str) -> tuple[MentorCall, ...]:
    """Return the answers given in a problem state, in any language."""
    return tuple(each for each in calls if each.state.partition(":")[0] == state)


def next_level(calls: Sequence[MentorCall], count: int) -> int:
    """Return the rung after those given, the last one again at the end of the ladder."""
    given = [each.level for each in calls if each.kind is MentorKind.HINT]
    return min(max(given, default=0) + 1, count)


def given_hints(calls: Sequence[MentorCall], frame: AnswerFrame) -> tuple[GivenHint, ...]:
    """Return the hints that the learner has read, oldest first."""
    every = ((each, read_answer(each.kind, each.answer, frame)) for each in calls if each.kind is MentorKind.HINT)
    return tuple(GivenHint(level=call.level, text=answer.hint) for call, answer in every if isinstance(answer, Hint))


def remembered(
    calls: Sequence[MentorCall], ask: MentorAsk, level: int, state: str, frame: AnswerFrame
) -> tuple[MentorCall, Answer] | None:
    """Return the newest answer to the same question; None: it must be asked.

    An answer without a model serves an offline question only: a model may answer now.

    Args:
        calls: Of this problem state, oldest first.
        ask: The question.
        level: The rung that it comes to.
        state: ``asked_state``.
        frame: The facts that answers must agree with.
    """
    for call in reversed(calls):
        same = (call.kind, call.question, call.level, call.state) == (ask.kind, ask.question, level, state)
        if not same or (call.source is not HintSource.MODEL and not ask.offline):
            continue
        if ask.model and call.model != ask.model and not ask.offline:
            continue
        answer = read_answer(call.kind, call.answer, frame)
        if not isinstance(answer, AnswerProblem):
            return call, answer
    return None
